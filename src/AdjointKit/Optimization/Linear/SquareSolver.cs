using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>An iteration for A x = b with an operator from a space into itself.</summary>
public abstract class SquareSolver<T> : LinearSolver<T, T>
    where T : unmanaged
{
    private protected SquareSolver(LinearOperator<T, T> a, LinearOptions? options)
        : base(InOneSpace(a), Undamped(options))
    {
    }

    private static LinearOperator<T, T> InOneSpace(LinearOperator<T, T> a) => a is null || a.Domain == a.Range
        ? a!
        : throw new ArgumentException($"a system of equations is solved in one space, and {a.Name} takes {a.Domain} to {a.Range}: use LSMR, LSQR or CGLS", nameof(a));

    private static LinearOptions? Undamped(LinearOptions? options) => options is null || options.Damping == 0
        ? options
        : throw new ArgumentException($"a damping ({options.Damping}) is for least squares: use LSMR, LSQR or CGLS", nameof(options));
}
