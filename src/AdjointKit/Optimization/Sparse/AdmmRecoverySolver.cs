using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary><see cref="Admm{T}"/> for |y - A x|^2 / 2 + lambda |x|_1, with data that a start exchanges.</summary>
internal sealed class AdmmRecoverySolver<TIn, TOut> : RecoverySolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TIn, TOut> a;
    private readonly NdArray<TOut> data;
    private readonly Admm<TIn> inner;

    internal AdmmRecoverySolver(LinearOperator<TIn, TOut> a, SparseOptions options)
        : base(a.Compute, options)
    {
        this.a = a;
        data = Compute.Empty<TOut>(a.Range);
        CompositeOptions splitting = Splitting(options) with { Stopping = options.Stopping with { IterationLimit = int.MaxValue } };
        inner = new Admm<TIn>(Problem(CompositeProblem.LeastSquares(a, data), options), splitting);
    }

    public override string Name => inner.Name;

    public override NdArray<TIn> Solution => inner.Solution;

    public override void Start(NdArray<TOut> data, NdArray<TIn>? start = null)
    {
        if (data.Shape != a.Range) throw new ArgumentException($"data of shape {data.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(data));
        Backend.Copy(data, this.data);
        inner.Start(start);
        Begin(inner.Residual, inner.Target);
    }

    internal static CompositeProblem<TIn> Problem(CompositeProblem<TIn> misfit, SparseOptions options) => misfit.Plus(new L1Norm<TIn>(misfit.Compute, options.Weight!.Value));

    internal static CompositeOptions Splitting(SparseOptions options) => new() { DualStep = options.Penalty, InnerTolerance = options.InnerTolerance };

    public override UnrolledSolver<TIn, TOut> Unroll(int layers, LearnedParts learn) => inner.Unroll<TOut>(layers, learn);

    private protected override StopReason? Advance()
    {
        inner.Step(Cancellation);
        (Residual, Objective, Optimality) = (inner.Residual, inner.Objective, inner.Optimality);
        return inner.Reason;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        using SolverState state = inner.Save();
        foreach (UntypedArray array in state.Arrays) exchange.Array(array);
        double[] numbers = [.. state.Numbers];
        exchange.Numbers(numbers);
        if (exchange.PutsBack) inner.Restore(state with { Numbers = numbers, History = [new SolverStep(0, Residual: 1, inner.Target)] });
    }

    private protected override void Release()
    {
        inner.Dispose();
        data.Dispose();
    }
}
