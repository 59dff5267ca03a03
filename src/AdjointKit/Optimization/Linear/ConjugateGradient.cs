using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// Conjugate gradients, for an operator that is its own adjoint and positive definite, real or complex (Hestenes and Stiefel, J. Res. Nat. Bur. Stand. 49, 1952):
/// alpha = (r, z) / (p, A p), x += alpha p, r -= alpha A p, z = M r, p = z + beta p with beta the quotient of the new (r, z) and the old. Inner products enter by their real
/// parts, so that an operator that is linear for real multiples only is solved as well.
/// </summary>
/// <remarks>When the residual of the recurrence is within the limit, that of the iterate is computed; while it is not, the method begins again from there.</remarks>
public sealed class ConjugateGradient<T> : LinearSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> r;
    private readonly NdArray<T> p;
    private readonly NdArray<T> q;
    private readonly NdArray<T> z;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<T>());
    private double rho;
    private double confirmed;
    private double smallestStep;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public ConjugateGradient(LinearOperator<T, T> a, KrylovOptions? options = null)
        : base(a, options)
    {
        r = NewArray(a.Domain);
        p = NewArray(a.Domain);
        q = NewArray(a.Domain);
        z = Preconditioner is null ? r : NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "conjugate gradients";

    private protected override NdArray<T> ResidualArray => r;

    private protected override void Restart()
    {
        confirmed = double.PositiveInfinity;
        smallestStep = double.PositiveInfinity;
        Direct();
    }

    private protected override StopReason? Advance()
    {
        if (!(rho > 0)) return Ended(rho);
        A.Apply(p, q);
        double curvature = Backend.Dot(p, q).Real;
        if (!(curvature > 0)) return Ended(curvature);
        double alpha = rho / curvature;

        // 1 / alpha lies between the smallest and the largest eigenvalue (of M A): a quotient of two steps beyond rounding means that there is none left to resolve.
        smallestStep = Math.Min(smallestStep, alpha);
        if (roundoff * alpha > smallestStep) return StopReason.Breakdown;
        Backend.AddScaled(alpha, p, Solution);
        Backend.AddScaled(-alpha, q, r);
        Residual = Norm(r);
        if (Residual <= Target) return Confirm();
        double before = rho;
        Precondition();
        Backend.Affine(rho / before, p, 0, p);
        Backend.AddScaled(1, z, p);
        return null;
    }

    private protected override void Conclude() => Residual = TrueResidual();

    private protected override void Release()
    {
        base.Release();
        r.Dispose();
        p.Dispose();
        q.Dispose();
        if (Preconditioner is not null) z.Dispose();
    }

    private static StopReason Ended(double number) => double.IsFinite(number) ? StopReason.Breakdown : StopReason.NotFinite;

    private StopReason? Confirm()
    {
        Residual = TrueResidual();
        if (Residual <= Target) return StopReason.Converged;
        if (Residual > 0.5 * confirmed) return StopReason.Stagnated;
        confirmed = Residual;
        Direct();
        return null;
    }

    private void Direct()
    {
        Precondition();
        Backend.Copy(z, p);
    }

    private void Precondition()
    {
        Preconditioner?.Apply(r, z);
        rho = Backend.Dot(r, z).Real;
    }
}
