using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>Linear systems A x = b, with A an operator of which only products with vectors are known. Whoever solves many with one operator keeps a <see cref="LinearSolver{T}"/>.</summary>
public static class Krylov
{
    /// <summary>Solves A x = b by the method of the options.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static SolverResult<T> Solve<T>(
        LinearOperator<T, T> a, NdArray<T> b, KrylovOptions? options = null, NdArray<T>? start = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        using LinearSolver<T> solver = (options ?? new KrylovOptions()).Method switch
        {
            KrylovMethod.Gmres => new Gmres<T>(a, options),
            KrylovMethod.ConjugateGradient => new ConjugateGradient<T>(a, options),
            KrylovMethod.FixedPoint => new FixedPointLinearSolver<T>(a, options),
            _ => throw new UnreachableException(),
        };
        solver.Start(b, start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>Solves A x = b by conjugate gradients: A is its own adjoint and positive definite.</summary>
    /// <inheritdoc cref="Solve{T}"/>
    public static SolverResult<T> ConjugateGradient<T>(
        LinearOperator<T, T> a, NdArray<T> b, KrylovOptions? options = null, NdArray<T>? start = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged => Solve(a, b, (options ?? new KrylovOptions()) with { Method = KrylovMethod.ConjugateGradient }, start, progress, cancellation);

    /// <summary>Solves A x = b by GMRES: A is any invertible operator.</summary>
    /// <inheritdoc cref="Solve{T}"/>
    public static SolverResult<T> Gmres<T>(
        LinearOperator<T, T> a, NdArray<T> b, KrylovOptions? options = null, NdArray<T>? start = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged => Solve(a, b, (options ?? new KrylovOptions()) with { Method = KrylovMethod.Gmres }, start, progress, cancellation);
}
