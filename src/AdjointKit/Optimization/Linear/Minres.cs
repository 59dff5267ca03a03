using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// MINRES, for an operator that is its own adjoint, real or complex, indefinite too, and singular where the system has solutions (Paige and Saunders, SIAM J. Numer. Anal. 12, 1975): of all
/// in the Krylov space the x with the smallest residual, by short recurrences. A preconditioner is its own adjoint and positive definite.
/// </summary>
/// <remarks>
/// <see cref="IterativeSolver{T}.Optimality"/> is |A r| of the iterate before, in the norm of the preconditioner. A singular system without solutions ends as a breakdown at the smallest residual.
/// </remarks>
public sealed class Minres<T> : SquareSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> residual;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<T>());
    private MinresStep<UntypedArray, RealScalar> step;
    private double sizeSquared;
    private double confirmed;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public Minres(LinearOperator<T, T> a, LinearOptions? options = null)
        : base(a, options)
    {
        residual = NewArray(a.Domain);
        step.Q = NewArray(a.Domain);
        step.QBefore = NewArray(a.Domain);
        step.QNext = NewArray(a.Domain);
        step.W = NewArray(a.Domain);
        step.WBefore = NewArray(a.Domain);
        if (Preconditioner is null) return;
        step.V = NewArray(a.Domain);
        step.VNext = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "MINRES";

    private protected override NdArray<T> ResidualArray => residual;

    private ArrayAlgebra On => new(Backend);

    private protected override void Restart()
    {
        confirmed = double.PositiveInfinity;
        BeginAgain();
    }

    private protected override StopReason? Advance()
    {
        if (!(step.Beta > 0)) return double.IsFinite(step.Beta) ? StopReason.Breakdown : StopReason.NotFinite;
        double beta = step.Beta;
        double phiBar = step.PhiBar;
        step.Tridiagonalise(On, Maps);
        step.Turn();
        if (!double.IsFinite(step.Gamma)) return StopReason.NotFinite;
        sizeSquared += (beta * beta) + (step.Alpha * step.Alpha);
        double size = Math.Sqrt(sizeSquared + (step.Beta * step.Beta));
        Optimality = phiBar * step.Root;

        // |A r| of the last iterate is rounding: its residual is the smallest there is, and not within the limit, or it would have ended.
        if (step.Root <= 10 * roundoff * size) return StopReason.Breakdown;
        step.Move(On, Maps);
        Residual = Norm(residual);
        if (Residual <= Target) return Confirm();
        return step.Beta > 0 ? null : StopReason.Breakdown;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        step.Visit(exchange, Maps);
        exchange.Number(ref sizeSquared);
        exchange.Number(ref confirmed);
    }

    private protected override void Conclude() => Residual = TrueResidual();

    private protected override void Release()
    {
        base.Release();
        residual.Dispose();
        step.Q.Release();
        step.QBefore.Release();
        step.QNext.Release();
        step.W.Release();
        step.WBefore.Release();
        if (Preconditioner is null) return;
        step.V.Release();
        step.VNext.Release();
    }

    private StopReason? Confirm()
    {
        Residual = TrueResidual();
        if (Residual <= Target) return StopReason.Converged;
        if (Residual > 0.5 * confirmed) return StopReason.Stagnated;
        confirmed = Residual;
        BeginAgain();
        return null;
    }

    private void BeginAgain()
    {
        sizeSquared = 0;
        step.Begin(On, Maps, B, Solution, residual);
    }
}
