using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// BiCGStab, for any invertible operator, real or complex (van der Vorst, SIAM J. Sci. Stat. Comput. 13, 1992): short recurrences and two products a step, no adjoint; the residual falls
/// with ups and downs. The preconditioner stands on the right, so that residuals are those of A x = b.
/// </summary>
/// <remarks>
/// Where the recurrence breaks down (the residual has become orthogonal to the first one, or to its image), the method begins again from its iterate; where it has gained nothing since, it
/// ends: an operator close to a rotation needs GMRES or LSMR.
/// </remarks>
public sealed class BiCgStab<T> : SquareSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> residual;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<T>());
    private BiCgStabStep<UntypedArray, ComplexScalar> step;
    private double shadowNorm;
    private double confirmed;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public BiCgStab(LinearOperator<T, T> a, LinearOptions? options = null)
        : base(a, options)
    {
        residual = NewArray(a.Domain);
        step.Shadow = NewArray(a.Domain);
        step.P = NewArray(a.Domain);
        step.V = NewArray(a.Domain);
        step.T = NewArray(a.Domain);
        if (Preconditioner is not null) step.Z = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "BiCGStab";

    private protected override NdArray<T> ResidualArray => residual;

    private ComplexArrayAlgebra On => new(Backend, Options.OverReals);

    private protected override void Restart()
    {
        confirmed = double.PositiveInfinity;
        BeginAgain();
    }

    private protected override StopReason? Advance()
    {
        step.Probe(On, Maps);
        double sigma = Complex.Abs(step.Sigma);
        if (!double.IsFinite(sigma)) return StopReason.NotFinite;
        if (sigma <= roundoff * shadowNorm * Norm(step.V)) return Confirm(StopReason.Breakdown);
        step.MoveAlong(On, Maps);
        Residual = Norm(residual);
        if (!double.IsFinite(Residual)) return StopReason.NotFinite;
        if (Residual <= Target) return Confirm(StopReason.Stagnated);
        step.Stabilise(On, Maps);
        Residual = Norm(residual);
        if (!double.IsFinite(Residual)) return StopReason.NotFinite;
        if (Residual <= Target) return Confirm(StopReason.Stagnated);
        if (step.Omega.Value == Complex.Zero) return Confirm(StopReason.Breakdown);
        step.Turn(On);
        return Complex.Abs(step.Rho) <= roundoff * shadowNorm * Residual ? Confirm(StopReason.Breakdown) : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        step.Visit(exchange, Maps);
        exchange.Number(ref shadowNorm);
        exchange.Number(ref confirmed);
    }

    private protected override void Conclude() => Residual = TrueResidual();

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        step.Shadow.Release();
        step.P.Release();
        step.V.Release();
        step.T.Release();
        if (Preconditioner is not null) step.Z.Release();
    }

    /// <summary>Ends where the residual is within the limit, or has not fallen since the last beginning; else begins again.</summary>
    private StopReason? Confirm(StopReason otherwise)
    {
        Residual = TrueResidual();
        if (Residual <= Target) return StopReason.Converged;
        if (!double.IsFinite(Residual)) return StopReason.NotFinite;
        if (Residual > 0.5 * confirmed) return otherwise;
        confirmed = Residual;
        BeginAgain();
        return null;
    }

    private void BeginAgain()
    {
        step.Begin(On, Maps, B, Solution, residual);
        shadowNorm = Norm(residual);
    }
}
