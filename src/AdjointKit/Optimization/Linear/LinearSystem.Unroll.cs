using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <content>Solvers as programs to be differentiated.</content>
public static partial class LinearSystem
{
    /// <summary>The iterate after a number of steps, recorded on the tape of b step by step: what a layer of an unrolled solver is made of.</summary>
    /// <remarks>
    /// The steps are those of the solver, without its stopping rule. Where the steps go on until the system is solved, <see cref="Implicit.LinearSolve{T}(LinearOperator{T, T}, Var{T}, LinearOptions, CancellationToken)"/>
    /// has the same derivatives from one more solve and keeps nothing.
    /// </remarks>
    /// <param name="a">The operator.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="method">The method; it is named, as unrolled steps have no default.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="options">The damping and the preconditioner; null: none.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="schedule">
    /// The steps become one loop that keeps of the past what this says and computes the rest again, with the same bits; null: all steps are recorded. Not for GMRES, whose basis grows.
    /// </param>
    public static Var<TIn> Unroll<TIn, TOut>(
        LinearOperator<TIn, TOut> a, Var<TOut> b, LinearMethod method, int steps, LinearOptions? options = null, Var<TIn>? start = null, Schedule? schedule = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        Var x = start ?? b.Tape.Zeros(ElementTypes.Of<TIn>(), a.Domain);
        Var r = start is null ? b : b - Ops.Apply(a, start.Value);
        return Unrolled<TIn>(new OperatorMap<TIn, TOut>(a), new OperatorMap<TOut, TIn>(a.H), b, x, r, method, steps, options, schedule);
    }

    /// <summary>The iterate after a number of steps, with A written in ops that may depend on other variables of the tape: differentiated with respect to these, too.</summary>
    /// <inheritdoc cref="Unroll{TIn, TOut}(LinearOperator{TIn, TOut}, Var{TOut}, LinearMethod, int, LinearOptions?, Var{TIn}?, Schedule?)"/>
    /// <param name="apply">x to A x.</param>
    /// <param name="applyAdjoint">y to A^H y; called by the methods for least squares only.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="method">The method; it is named, as unrolled steps have no default.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="options">The damping and the preconditioner; null: none.</param>
    public static Var<TIn> Unroll<TIn, TOut>(
        Func<Var<TIn>, Var<TOut>> apply, Func<Var<TOut>, Var<TIn>> applyAdjoint, Var<TOut> b, Var<TIn> start, LinearMethod method, int steps, LinearOptions? options = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(applyAdjoint);
        return Unrolled<TIn>(new FunctionMap<TIn, TOut>(apply), new FunctionMap<TOut, TIn>(applyAdjoint), b, start, b - apply(start), method, steps, options, schedule: null);
    }

    private static Var<TIn> Unrolled<TIn>(IStepMap a, IStepMap adjoint, Var b, Var x, Var r, LinearMethod method, int steps, LinearOptions? options, Schedule? schedule)
        where TIn : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        IStepMap? m = options?.Preconditioner switch
        {
            null => null,
            LinearOperator<TIn, TIn> fit when fit.Domain == x.Shape && fit.Range == x.Shape => new OperatorMap<TIn, TIn>(fit),
            LinearOperator other => throw new ArgumentException($"the preconditioner {other.Name} takes {other.DomainType} {other.Domain} to {other.RangeType} {other.Range}, and the iterate is {x}", nameof(options)),
        };
        LinearOptions chosen = (options ?? new LinearOptions()).Valid();
        if (schedule is not null && method == LinearMethod.Gmres) throw new ArgumentException("GMRES keeps more from step to step, which a loop under a schedule cannot: leave the schedule out, or take another method", nameof(schedule));
        var maps = new LinearMaps(a, adjoint, m, chosen.Damping, chosen.Restart);
        return (method switch
        {
            LinearMethod.Gmres => Unrolled<GmresStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule, complexScalars: !chosen.OverReals),
            LinearMethod.ConjugateGradient => Unrolled<ConjugateGradientStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            LinearMethod.Minres => Unrolled<MinresStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            LinearMethod.BiCgStab => Unrolled<BiCgStabStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule, complexScalars: !chosen.OverReals),
            LinearMethod.Cgls => Unrolled<CglsStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            LinearMethod.Lsqr => Unrolled<LsqrStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            LinearMethod.Lsmr => Unrolled<LsmrStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            LinearMethod.FixedPoint => Unrolled<FixedPointStep<Var, TapeScalar>>(maps, b, x, r, steps, schedule),
            _ => throw new ArgumentException($"unrolled steps are those of one method, and {method} is none: name it", nameof(method)),
        }).As<TIn>();
    }

    private static Var Unrolled<TStep>(LinearMaps maps, Var b, Var x, Var r, int steps, Schedule? schedule, bool complexScalars = false)
        where TStep : struct, ILinearStep<Var, TapeScalar>
    {
        ElementType scalar = complexScalars ? x.ElementType : ElementTypes.RealOf(x.ElementType);
        var first = default(TStep);
        first.Begin(new TapeAlgebra(x.Tape, scalar, complexScalars), maps, b, x, r);
        var unrolled = new UnrolledStep<TStep>(first, maps);
        StepLoop.Run(ref unrolled, x.Tape, scalar, complexScalars, steps, schedule);
        return unrolled.Step.Solution;
    }

    private struct UnrolledStep<TStep>(TStep first, LinearMaps maps) : IUnrolledStep
        where TStep : struct, ILinearStep<Var, TapeScalar>
    {
        internal TStep Step = first;

        public void Visit(IStateVisitor<Var, TapeScalar> visitor) => Step.Visit(visitor, maps);

        /// <summary>None: the right-hand side is in the state from the beginning.</summary>
        public void VisitShared(IStateVisitor<Var, TapeScalar> visitor)
        {
        }

        public void Advance(TapeAlgebra on, long k) => Step.Advance(on, maps);
    }
}
