using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>x += M (b - A x): converges where I - M A has all its eigenvalues inside the unit circle. Keeps one array, and needs no inner products but the norm.</summary>
public sealed class FixedPointLinearSolver<T> : LinearSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> r;
    private readonly NdArray<T> z;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public FixedPointLinearSolver(LinearOperator<T, T> a, KrylovOptions? options = null)
        : base(a, options)
    {
        r = NewArray(a.Domain);
        z = Preconditioner is null ? r : NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "fixed-point iteration for a linear system";

    private protected override NdArray<T> ResidualArray => r;

    private protected override void Restart()
    {
    }

    private protected override StopReason? Advance()
    {
        Preconditioner?.Apply(r, z);
        Backend.AddScaled(1, z, Solution);
        Residual = TrueResidual();
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Release()
    {
        base.Release();
        r.Dispose();
        if (Preconditioner is not null) z.Dispose();
    }
}
