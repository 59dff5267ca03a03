using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// Linear systems A x = b, and the x that makes |b - A x| smallest, with A an operator of which only products with vectors are known. Whoever solves many with one operator keeps a
/// <see cref="LinearSolver{TIn, TOut}"/>.
/// </summary>
public static partial class LinearSystem
{
    /// <summary>Solves A x = b.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static SolverResult<TIn> Solve<TIn, TOut>(
        LinearOperator<TIn, TOut> a,
        NdArray<TOut> b,
        LinearMethod? method = null,
        LinearOptions? options = null,
        NdArray<TIn>? start = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using LinearSolver<TIn, TOut> solver = Solver(a, method, options);
        solver.Start(b, start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>A solver for many right-hand sides, or to be taken step by step.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public static LinearSolver<TIn, TOut> Solver<TIn, TOut>(LinearOperator<TIn, TOut> a, LinearMethod? method = null, LinearOptions? options = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        LinearMethod chosen = Chosen(method ?? options?.Method ?? LinearMethod.Automatic, square: a.Domain == a.Range && a.DomainType == a.RangeType);
        return chosen switch
        {
            LinearMethod.Cgls => new Cgls<TIn, TOut>(a, options),
            LinearMethod.Lsqr => new Lsqr<TIn, TOut>(a, options),
            LinearMethod.Lsmr => new Lsmr<TIn, TOut>(a, options),
            _ => (LinearSolver<TIn, TOut>)(object)Square(a, chosen, options),
        };
    }

    private static SquareSolver<TIn> Square<TIn, TOut>(LinearOperator<TIn, TOut> a, LinearMethod method, LinearOptions? options)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (a is not LinearOperator<TIn, TIn> square) throw new ArgumentException($"{method} solves systems in one space, and {a.Name} takes {a.DomainType} to {a.RangeType}: use Lsmr, Lsqr or Cgls", nameof(a));
        return method switch
        {
            LinearMethod.Gmres => new Gmres<TIn>(square, options),
            LinearMethod.ConjugateGradient => new ConjugateGradient<TIn>(square, options),
            LinearMethod.Minres => new Minres<TIn>(square, options),
            LinearMethod.BiCgStab => new BiCgStab<TIn>(square, options),
            LinearMethod.FixedPoint => new FixedPointLinearSolver<TIn>(square, options),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no such method for a linear system"),
        };
    }

    private static LinearMethod Chosen(LinearMethod method, bool square) => method != LinearMethod.Automatic ? method : square ? LinearMethod.Gmres : LinearMethod.Lsmr;
}
