using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, x = x - rate m' / (sqrt(v') + epsilon) element by element, with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t)
/// in step t (Kingma and Ba, ICLR 2015).
/// </summary>
public record Adam : UpdateRule
{
    /// <summary>The memory of the mean.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>The memory of the mean square.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the divisor from 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override string Name => "Adam";

    internal override bool KeepsFirst => true;

    internal override bool KeepsSecond => true;

    internal override UpdateRule Valid()
    {
        RequireFraction(Beta1, "Beta1");
        RequireFraction(Beta2, "Beta2");
        RequireEpsilon(Epsilon);
        return base.Valid();
    }

    internal override void Advance<TVector, TScalar, TOn>(TOn on, TScalar rate, long step, ref UpdateState<TVector> state)
    {
        Pull<TVector, TScalar, TOn>(on, rate, ref state);
        Blend<TVector, TScalar, TOn>(on, Beta1, 1 - Beta1, state.Gradient, ref state.First);
        on.Multiply(state.Gradient, state.Gradient, ref state.Scratch);
        Blend<TVector, TScalar, TOn>(on, Beta2, 1 - Beta2, state.Scratch, ref state.Second);
        Denominator<TVector, TScalar, TOn>(on, Math.Sqrt(1 - Math.Pow(Beta2, step)), Epsilon, ref state);
        on.Divide(state.First, state.Scratch, ref state.Scratch);
        on.AddScaled(-rate / on.Number(1 - Math.Pow(Beta1, step)), state.Scratch, ref state.X);
    }

    /// <summary>The weight decay.</summary>
    private protected virtual void Pull<TVector, TScalar, TOn>(TOn on, TScalar rate, ref UpdateState<TVector> state)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar> => Decay<TVector, TScalar, TOn>(on, ref state);
}

/// <summary>Adam with a weight decay that does not go through the means: x = (1 - rate w) x first (Loshchilov and Hutter, ICLR 2019).</summary>
public sealed record AdamW : Adam
{
    /// <summary>Makes the rule, with a weight decay of 0.01.</summary>
    public AdamW() => WeightDecay = 0.01;

    internal override string Name => "AdamW";

    private protected override void Pull<TVector, TScalar, TOn>(TOn on, TScalar rate, ref UpdateState<TVector> state)
    {
        if (WeightDecay != 0) on.Scale(on.Number(1) - (rate * on.Number(WeightDecay)), ref state.X);
    }
}
