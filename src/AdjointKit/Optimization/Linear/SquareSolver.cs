using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>An iteration for A x = b with an operator from a space into itself.</summary>
public abstract class SquareSolver<T> : LinearSolver<T, T>
    where T : unmanaged
{
    private protected SquareSolver(LinearOperator<T, T> a, LinearOptions? options)
        : base(a, options)
    {
        if (a.Domain != a.Range) throw new ArgumentException($"a system of equations is solved in one space, and {a.Name} takes {a.Domain} to {a.Range}: use LSMR, LSQR or CGLS", nameof(a));
        if (Options.Damping != 0) throw new ArgumentException($"a damping ({Options.Damping}) is for least squares: use LSMR, LSQR or CGLS", nameof(options));
    }
}
