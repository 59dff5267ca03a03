using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// CGLS, for least squares with any operator, real or complex (Hestenes and Stiefel, J. Res. Nat. Bur. Stand. 49, 1952; Bjorck, Elfving and Strakos, SIAM J. Matrix Anal. Appl. 19, 1998):
/// conjugate gradients on A^H A x = A^H b, the residual r carried and never A^H A formed. The simplest of the three, and the least memory; LSQR is the steadier on ill-conditioned problems.
/// </summary>
public sealed class Cgls<TIn, TOut> : LeastSquaresSolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly NdArray<TOut> residual;
    private CglsStep<UntypedArray, RealScalar> step;
    private double size;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public Cgls(LinearOperator<TIn, TOut> a, LinearOptions? options = null)
        : base(a, options)
    {
        residual = Compute.Empty<TOut>(a.Range);
        step.Q = Compute.Empty<TOut>(a.Range);
        step.S = NewArray(a.Domain);
        step.P = NewArray(a.Domain);
        if (Preconditioner is not null) step.Z = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "CGLS";

    private protected override NdArray<TOut> ResidualArray => residual;

    private protected override void BeginAgain()
    {
        step.Begin(new ArrayAlgebra(Backend), Maps, default, Solution, residual);
        size = 0;
        Optimality = Norm(step.S);
    }

    private protected override StopReason? Advance()
    {
        if (step.Gamma == 0) return StopReason.Converged;

        // |A| from below: the largest |A p| / |p| so far.
        double direction = Norm(step.P);
        step.Advance(new ArrayAlgebra(Backend), Maps);
        size = Math.Max(size, Math.Sqrt(step.ImageSquared) / direction);
        double length = Norm(residual);
        if (Damped) length = double.Hypot(length, Options.Damping * Norm(Solution));
        StopReason? reason = Judge(length, Norm(step.S), size, 0);
        return reason is null && !(step.Gamma > 0) ? StopReason.Breakdown : reason;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange, Maps);
        exchange.Number(ref size);
    }

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        step.Q.Release();
        step.S.Release();
        step.P.Release();
        if (Preconditioner is not null) step.Z.Release();
    }
}
