using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>ISTA and FISTA as programs to be differentiated.</summary>
public static class ProximalGradient
{
    /// <summary>The iterate of <see cref="ProximalGradient{TIn, TOut}"/> after a number of steps on the tape of b: what a layer of an unrolled solver is made of.</summary>
    /// <param name="a">A.</param>
    /// <param name="f">f.</param>
    /// <param name="b">b.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="options">
    /// FISTA or ISTA, and the length of a step, which is found where it is not given, and compared with its limit where it is, the first time with an operator: |A| is
    /// estimated then. Null: FISTA. There are no stopping rule and no
    /// callback; restart and backtracking, which decide by the iterates, are refused.
    /// </param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="schedule">The steps become one loop that keeps of the past what this says and computes the rest again, with the same bits; null: all steps are recorded.</param>
    public static Var<TIn> Unroll<TIn, TOut>(
        LinearOperator<TIn, TOut> a, ProximalOperator<TIn> f, Var<TOut> b, int steps, ProximalGradientOptions? options = null, Var<TIn>? start = null, Schedule? schedule = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        options ??= new ProximalGradientOptions();
        if (options.Restart || options.Backtracking) throw new ArgumentException($"unrolled steps of {options.MethodName} decide nothing by the iterates: leave {(options.Restart ? nameof(options.Restart) : nameof(options.Backtracking))} out", nameof(options));
        if (b.Shape != a.Range) throw new ArgumentException($"data of shape {b.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(b));
        if (start is Var<TIn> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        var prox = new ProximalMap<TIn>(f) { Length = options.UnrolledLengthFor(a) };
        var unrolled = new UnrolledStep(new OperatorMap<TIn, TOut>(a), new OperatorMap<TOut, TIn>(a.H), prox, b, FistaMomentum.AfterEach(steps, options.Accelerated));
        unrolled.Begin(start ?? b.Tape.Zeros(ElementTypes.Of<TIn>(), a.Domain).As<TIn>(), start is Var<TIn> given ? Ops.Apply(a, given) - b : -b);
        StepLoop.Run(ref unrolled, b.Tape, ElementTypes.RealOf(ElementTypes.Of<TIn>()), complexScalars: false, steps, schedule);
        return unrolled.X.As<TIn>();
    }

    private struct UnrolledStep(IStepMap a, IStepMap adjoint, IDescentMap prox, Var b, double[] momenta) : IUnrolledStep
    {
        private ProximalGradientStep<Var, TapeScalar> step;
        private Var b = b;

        internal readonly Var X => step.X;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => step.Visit(visitor);

        public void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => visitor.Vector(ref b);

        public void Advance(TapeAlgebra on, long k)
        {
            step.Momentum = k == 0 ? 0 : momenta[k - 1];
            step.Slope(on, adjoint);
            step.Move(on, a, prox, b);
            step.Accept(momenta[k]);
        }

        internal void Begin(Var x, Var misfit)
        {
            (step.X, step.Previous) = (x, x);
            (step.Misfit, step.MisfitPrevious) = (misfit, misfit);
        }
    }
}
