using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Conjugate gradients, for an operator that is its own adjoint and positive definite, real or complex (Hestenes and Stiefel, J. Res. Nat. Bur. Stand. 49, 1952):
/// alpha = (r, z) / (p, A p), x += alpha p, r -= alpha A p, z = M r, p = z + beta p with beta the quotient of the new (r, z) and the old. Inner products enter by their real
/// parts, so that an operator that is linear for real multiples only is solved as well.
/// </summary>
/// <remarks>When the residual of the recurrence is within the limit, that of the iterate is computed; while it is not, the method begins again from there.</remarks>
public sealed class ConjugateGradient<T> : SquareSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> residual;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<T>());
    private ConjugateGradientStep<UntypedArray, RealScalar> step;
    private double confirmed;
    private double smallestStep;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public ConjugateGradient(LinearOperator<T, T> a, LinearOptions? options = null)
        : base(a, options)
    {
        residual = NewArray(a.Domain);
        step.P = NewArray(a.Domain);
        step.Q = NewArray(a.Domain);
        if (Preconditioner is not null) step.Z = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "conjugate gradients";

    private protected override NdArray<T> ResidualArray => residual;

    private ArrayAlgebra On => new(Backend);

    private protected override void Restart()
    {
        confirmed = double.PositiveInfinity;
        smallestStep = double.PositiveInfinity;
        step.Begin(On, Maps, B, Solution, residual);
    }

    private protected override StopReason? Advance()
    {
        if (!(step.Rho > 0)) return Ended(step.Rho);
        step.Probe(On, Maps);
        if (!(step.Curvature > 0)) return Ended(step.Curvature);
        double alpha = step.Rho / step.Curvature;

        // 1 / alpha lies between the smallest and the largest eigenvalue (of M A): a quotient of two steps beyond rounding means that there is none left to resolve.
        smallestStep = Math.Min(smallestStep, alpha);
        if (roundoff * alpha > smallestStep) return StopReason.Breakdown;
        step.Move(On, alpha);
        Residual = Norm(residual);
        if (Residual <= Target) return Confirm();
        step.Turn(On, Maps);
        return null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        step.Visit(exchange, Maps);
        exchange.Number(ref confirmed);
        exchange.Number(ref smallestStep);
    }

    private protected override void Conclude() => Residual = TrueResidual();

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        step.P.Release();
        step.Q.Release();
        if (Preconditioner is not null) step.Z.Release();
    }

    private static StopReason Ended(double number) => double.IsFinite(number) ? StopReason.Breakdown : StopReason.NotFinite;

    private StopReason? Confirm()
    {
        Residual = TrueResidual();
        if (Residual <= Target) return StopReason.Converged;
        if (Residual > 0.5 * confirmed) return StopReason.Stagnated;
        confirmed = Residual;
        step.Begin(On, Maps, B, Solution, residual);
        return null;
    }
}
