using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>How a parameter x is moved by its gradient g at a learning rate: one of <see cref="Sgd"/>, <see cref="Adagrad"/>, <see cref="RmsProp"/>, <see cref="Adam"/> and <see cref="AdamW"/>.</summary>
public abstract record UpdateRule
{
    private protected UpdateRule()
    {
    }

    /// <summary>The weight w of a pull to 0: w x is added to the gradient, but by <see cref="AdamW"/>.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The name, for messages.</summary>
    internal abstract string Name { get; }

    /// <summary>Whether <see cref="UpdateState{TVector}.First"/> is used.</summary>
    internal abstract bool KeepsFirst { get; }

    /// <summary>Whether <see cref="UpdateState{TVector}.Second"/> is used; it holds squares, which are for real numbers.</summary>
    internal abstract bool KeepsSecond { get; }

    /// <summary>What <see cref="UpdateState{TVector}.Second"/> holds before the first step.</summary>
    internal virtual double InitialSecond => 0;

    /// <summary>One step, the text for arrays and for a tape.</summary>
    /// <param name="on">The operations.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="state">What is moved.</param>
    internal abstract void Advance<TVector, TScalar, TOn>(TOn on, TScalar rate, long step, ref UpdateState<TVector> state)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>;

    /// <summary>This rule, if its numbers are such.</summary>
    internal virtual UpdateRule Valid()
    {
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), $"a weight decay is a number of 0 or more, not {WeightDecay}");
        return this;
    }

    /// <summary>Sets what is kept before the first step.</summary>
    internal void Begin<TVector, TScalar, TOn>(TOn on, ref UpdateState<TVector> state)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (KeepsFirst) on.Clear(state.X, ref state.First);
        if (!KeepsSecond) return;
        on.Clear(state.X, ref state.Second);
        if (InitialSecond != 0) on.Shift(InitialSecond, ref state.Second);
    }

    private protected static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }

    private protected static void RequireFraction(double value, string what) => Require(value is >= 0 and < 1, $"{what} is at least 0 and less than 1, not {value}");

    private protected static void RequireEpsilon(double value) => Require(value >= 0 && double.IsFinite(value), $"an epsilon is a number of 0 or more, not {value}");

    /// <summary>g = g + w x.</summary>
    private protected void Decay<TVector, TScalar, TOn>(TOn on, ref UpdateState<TVector> state)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (WeightDecay != 0) on.AddMultiple(WeightDecay, state.X, ref state.Gradient);
    }

    /// <summary>mean = factor mean + weight x.</summary>
    private protected static void Blend<TVector, TScalar, TOn>(TOn on, double factor, double weight, TVector x, ref TVector mean)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Scale(on.Number(factor), ref mean);
        on.AddMultiple(weight, x, ref mean);
    }

    /// <summary>scratch = sqrt(v) / root + epsilon.</summary>
    private protected static void Denominator<TVector, TScalar, TOn>(TOn on, double root, double epsilon, ref UpdateState<TVector> state)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Sqrt(state.Second, ref state.Scratch);
        if (root != 1) on.Scale(on.Number(1 / root), ref state.Scratch);
        on.Shift(epsilon, ref state.Scratch);
    }
}
