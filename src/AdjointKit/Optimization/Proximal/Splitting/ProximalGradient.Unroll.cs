using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>ISTA and FISTA as programs to be differentiated.</summary>
public static class ProximalGradient
{
    /// <summary>The iterate of <see cref="ProximalGradient{TIn, TOut}"/> after a number of steps from 0, recorded on the tape of b step by step.</summary>
    /// <param name="a">A.</param>
    /// <param name="f">f.</param>
    /// <param name="b">b.</param>
    /// <param name="length">The length of a step, at most 1 / |A|^2.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="accelerated">Whether the steps are those of FISTA.</param>
    public static Var<TIn> Unroll<TIn, TOut>(LinearOperator<TIn, TOut> a, ProximalOperator<TIn> f, Var<TOut> b, double length, int steps, bool accelerated = true)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var on = new TapeAlgebra(b.Tape, ElementTypes.RealOf(ElementTypes.Of<TIn>()), complexScalars: false);
        var forward = new OperatorMap<TIn, TOut>(a);
        var back = new OperatorMap<TOut, TIn>(a.H);
        var prox = new ProximalMap<TIn>(f) { Length = length };
        var step = default(ProximalGradientStep<Var, TapeScalar>);
        step.X = b.Tape.Zeros(ElementTypes.Of<TIn>(), a.Domain);
        step.Misfit = -b;
        double count = 1;
        for (int k = 0; k < steps; k++)
        {
            step.Slope(on, back);
            step.Move(on, forward, prox, b);
            double next = accelerated ? (1 + Math.Sqrt(1 + (4 * count * count))) / 2 : 1;
            step.Accept((count - 1) / next);
            count = next;
        }

        return step.X.As<TIn>();
    }
}
