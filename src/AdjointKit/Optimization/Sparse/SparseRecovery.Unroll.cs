using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <content>The methods as programs to be differentiated.</content>
public static partial class SparseRecovery
{
    /// <summary>The iterate after a number of steps on the tape of y: what a layer of an unrolled solver is made of.</summary>
    /// <remarks>The steps are those of the solver, without its stopping rule; ADMM keeps its penalty. Methods that pick a support are differentiated on the one that was picked.</remarks>
    /// <param name="a">The operator.</param>
    /// <param name="y">The data.</param>
    /// <param name="method">The method.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="options">How to go on; what the method needs must be there.</param>
    /// <param name="start">The first iterate; null: zeros, from which matching pursuit always starts.</param>
    /// <param name="schedule">
    /// The steps become one loop that keeps of the past what this says and computes the rest again, with the same bits: a support that is picked again is the same. A denoiser may then use no
    /// variables but its own. Null: all steps are recorded.
    /// </param>
    public static Var<TIn> Unroll<TIn, TOut>(
        LinearOperator<TIn, TOut> a, Var<TOut> y, SparseMethod method, int steps, SparseOptions? options = null, Var<TIn>? start = null, Schedule? schedule = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (y.Shape != a.Range) throw new ArgumentException($"data of shape {y.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(y));
        if (start is Var<TIn> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        var samples = new SampleOperator(a);
        SparseOptions chosen = (options ?? new SparseOptions()).For(method, samples.Rows, samples.Columns);
        return method switch
        {
            SparseMethod.Ista or SparseMethod.Fista => ProximalGradient.Unroll(a, Penalty(a, chosen), y, steps, Threshold(a, method, chosen), start, schedule),
            SparseMethod.Admm => Minimizer.Unroll(AdmmRecoverySolver<TIn, TOut>.Problem(CompositeProblem.LeastSquares(a, y), chosen), CompositeMethod.Admm, steps, AdmmRecoverySolver<TIn, TOut>.Splitting(chosen), start, schedule),
            _ => Unroll(a, samples, y, Step(a, samples, method, chosen), steps, start, schedule),
        };
    }

    private static Var<TIn> Unroll<TIn, TOut>(LinearOperator<TIn, TOut> a, SampleOperator samples, Var<TOut> y, SparseStep step, int steps, Var<TIn>? start, Schedule? schedule)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (start is not null && step.StartsFromZeros) throw new ArgumentException($"{step.Name} starts from zeros: leave the first iterate out", nameof(start));
        Var x = start ?? y.Tape.Zeros(ElementTypes.Of<TIn>(), a.Domain);
        var unrolled = new UnrolledStep(step, samples.Data(y), samples.Signals(x));
        StepLoop.Run(ref unrolled, y.Tape, ElementTypes.RealOf(x.ElementType), complexScalars: false, steps, schedule);
        return samples.InDomain(unrolled.X).As<TIn>();
    }

    private struct UnrolledStep : IUnrolledStep
    {
        private readonly SparseStep step;
        private readonly Var[] state;
        private Var y;

        internal UnrolledStep(SparseStep step, Var y, Var x)
        {
            this.step = step;
            this.y = y;
            state = new Var[step.StateCount];
            state[0] = x;
            step.Begin(y, state);
        }

        internal readonly Var X => state[0];

        public readonly void Visit(IStateVisitor<Var, TapeScalar> visitor)
        {
            foreach (ref Var part in state.AsSpan()) visitor.Vector(ref part);
        }

        public void VisitShared(IStateVisitor<Var, TapeScalar> visitor) => visitor.Vector(ref y);

        public readonly void Advance(TapeAlgebra on, long k) => step.Advance((int)k, y, state);
    }
}
