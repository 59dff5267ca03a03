using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// LSMR, for least squares with any operator, real or complex (Fong and Saunders, SIAM J. Sci. Comput. 33, 2011): in exact arithmetic MINRES on the normal equations, so that
/// |A^H r - lambda^2 x| falls from step to step, and the iteration may end earlier than LSQR.
/// </summary>
public sealed class Lsmr<TIn, TOut> : BidiagonalSolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private LsmrStep<UntypedArray, RealScalar> step;

    // The estimate of |r|: what a third sequence of rotations leaves of the first right-hand side, and tau, the solution of its bidiagonal system.
    private double betaDoubleDot;
    private double betaDot;
    private double rhoDot;
    private double tau;
    private double thetaTilde;
    private double largest;
    private double smallest;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public Lsmr(LinearOperator<TIn, TOut> a, LinearOptions? options = null)
        : base(a, options)
    {
        MakeArrays();
        step.H = NewArray(a.Domain);
        step.HBar = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "LSMR";

    private protected override ref BidiagonalStep<UntypedArray, RealScalar> Bidiagonal => ref step.Bidiagonal;

    private protected override void BeginStep()
    {
        step.Begin(On, Maps, default, Solution, ResidualArray);
        betaDoubleDot = step.Bidiagonal.Beta;
        betaDot = 0;
        rhoDot = 1;
        tau = 0;
        thetaTilde = 0;
        largest = 0;
        smallest = double.PositiveInfinity;
        Optimality = step.ZetaBar;
    }

    private protected override StopReason? Advance()
    {
        if (step.ZetaBar == 0) return StopReason.Converged;
        MakeRoom();
        double thetaBar = step.SBar;
        double zetaBefore = step.Zeta;
        double diagonal = step.CBar;
        step.Advance(On, Maps);
        thetaBar *= step.Rho;
        diagonal *= step.Rho;
        double condition = Math.Max(largest, diagonal) / Math.Min(smallest, diagonal);
        largest = Math.Max(largest, step.RhoBar);
        smallest = Math.Min(smallest, step.RhoBar);
        return Judge(EstimateResidual(thetaBar, zetaBefore), Math.Abs(step.ZetaBar), CountStep(), condition);
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange, Maps);
        exchange.Number(ref betaDoubleDot);
        exchange.Number(ref betaDot);
        exchange.Number(ref rhoDot);
        exchange.Number(ref tau);
        exchange.Number(ref thetaTilde);
        exchange.Number(ref largest);
        exchange.Number(ref smallest);
    }

    private protected override void Release()
    {
        base.Release();
        step.H.Release();
        step.HBar.Release();
    }

    /// <summary>|r| by the recurrences of the paper's section 5.</summary>
    private double EstimateResidual(double thetaBar, double zetaBefore)
    {
        double betaHat = step.C * betaDoubleDot;
        betaDoubleDot = -step.S * betaDoubleDot;
        double thetaTildeBefore = thetaTilde;
        double rhoTilde = double.Hypot(rhoDot, thetaBar);
        double cosine = rhoDot / rhoTilde;
        double sine = thetaBar / rhoTilde;
        thetaTilde = sine * step.RhoBar;
        rhoDot = cosine * step.RhoBar;
        betaDot = (-sine * betaDot) + (cosine * betaHat);
        tau = (zetaBefore - (thetaTildeBefore * tau)) / rhoTilde;
        double last = (step.Zeta - (thetaTilde * tau)) / rhoDot;
        return double.Hypot(betaDot - last, betaDoubleDot);
    }
}
