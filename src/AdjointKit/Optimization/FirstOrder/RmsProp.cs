namespace AdjointKit.Optimization;

/// <summary>v = alpha v + (1 - alpha) g^2, x = x - rate g / (sqrt(v) + epsilon), element by element (Tieleman and Hinton, Coursera lecture 6.5, 2012); with momentum m = mu m + g / (...), x = x - rate m.</summary>
public sealed record RmsProp : UpdateRule
{
    /// <summary>alpha.</summary>
    public double Smoothing { get; init; } = 0.99;

    /// <summary>mu.</summary>
    public double Momentum { get; init; }

    /// <summary>Keeps the divisor from 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override string Name => "RMSProp";

    internal override bool KeepsFirst => Momentum != 0;

    internal override bool KeepsSecond => true;

    internal override UpdateRule Valid()
    {
        RequireFraction(Smoothing, "a smoothing");
        RequireFraction(Momentum, "a momentum");
        RequireEpsilon(Epsilon);
        return base.Valid();
    }

    internal override void Advance<TVector, TScalar, TOn>(TOn on, TScalar rate, long step, ref UpdateState<TVector> state)
    {
        Decay<TVector, TScalar, TOn>(on, ref state);
        on.Multiply(state.Gradient, state.Gradient, ref state.Scratch);
        Blend<TVector, TScalar, TOn>(on, Smoothing, 1 - Smoothing, state.Scratch, ref state.Second);
        Denominator<TVector, TScalar, TOn>(on, 1, Epsilon, ref state);
        on.Divide(state.Gradient, state.Scratch, ref state.Scratch);
        if (Momentum != 0) Blend<TVector, TScalar, TOn>(on, Momentum, 1, state.Scratch, ref state.First);
        on.AddScaled(-rate, Momentum != 0 ? state.First : state.Scratch, ref state.X);
    }
}
