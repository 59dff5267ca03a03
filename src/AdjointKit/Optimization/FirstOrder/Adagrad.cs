namespace AdjointKit.Optimization;

/// <summary>v = v + g^2, x = x - rate g / (sqrt(v) + epsilon), element by element (Duchi, Hazan and Singer, JMLR 12, 2011).</summary>
public sealed record Adagrad : UpdateRule
{
    /// <summary>v before the first step.</summary>
    public double InitialSum { get; init; }

    /// <summary>Keeps the divisor from 0.</summary>
    public double Epsilon { get; init; } = 1e-10;

    internal override string Name => "Adagrad";

    internal override bool KeepsFirst => false;

    internal override bool KeepsSecond => true;

    internal override double InitialSecond => InitialSum;

    internal override UpdateRule Valid()
    {
        Require(InitialSum >= 0 && double.IsFinite(InitialSum), $"an initial sum of squares is a number of 0 or more, not {InitialSum}");
        RequireEpsilon(Epsilon);
        return base.Valid();
    }

    internal override void Advance<TVector, TScalar, TOn>(TOn on, TScalar rate, long step, ref UpdateState<TVector> state)
    {
        Decay<TVector, TScalar, TOn>(on, ref state);
        on.Multiply(state.Gradient, state.Gradient, ref state.Scratch);
        on.AddMultiple(1, state.Scratch, ref state.Second);
        Denominator<TVector, TScalar, TOn>(on, 1, Epsilon, ref state);
        on.Divide(state.Gradient, state.Scratch, ref state.Scratch);
        on.AddScaled(-rate, state.Scratch, ref state.X);
    }
}
