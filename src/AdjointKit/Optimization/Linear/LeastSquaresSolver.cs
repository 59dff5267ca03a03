using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// An iteration for the x that makes |b - A x|^2 + lambda^2 |x|^2 smallest, with the stopping rules of Paige and Saunders (ACM Trans. Math. Software 8, 1982): the residual is within the limit;
/// or |A^H r| is within <see cref="LinearOptions.OperatorTolerance"/> of |A| |r|, and x is a minimum; or A is too ill-conditioned. Of many minima, from zero the shortest is found.
/// </summary>
/// <remarks><see cref="IterativeSolver{T}.Optimality"/> is |A^H r - lambda^2 x|; LSQR and LSMR take it, and |A|, in the norm of the preconditioner.</remarks>
public abstract class LeastSquaresSolver<TIn, TOut> : LinearSolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly double operatorTolerance;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<TOut>());
    private readonly double conditionLimit;
    private double confirmed;

    private protected LeastSquaresSolver(LinearOperator<TIn, TOut> a, LinearOptions? options)
        : base(a, options)
    {
        operatorTolerance = Options.OperatorTolerance ?? Precision.Tolerance(ElementTypes.Of<TOut>());
        conditionLimit = Options.ConditionLimit ?? (0.1 / roundoff);
    }

    private protected bool Damped => Options.Damping != 0;

    /// <summary>Judges a step by the estimates of the method.</summary>
    /// <param name="residual">sqrt(|r|^2 + lambda^2 |x|^2).</param>
    /// <param name="optimality">|A^H r - lambda^2 x|.</param>
    /// <param name="size">|A|.</param>
    /// <param name="condition">The condition number of A.</param>
    private protected StopReason? Judge(double residual, double optimality, double size, double condition)
    {
        Residual = residual;
        Optimality = optimality;
        Target = Stopping.Target(Scale, ElementTypes.Of<TOut>()) + (operatorTolerance * size * Norm(Solution));
        if (!double.IsFinite(residual) || !double.IsFinite(optimality)) return StopReason.NotFinite;
        if (residual <= Target) return Confirm();
        StopReason? reason = optimality <= operatorTolerance * size * residual ? StopReason.Converged
            : optimality <= roundoff * size * residual ? StopReason.Stagnated
            : condition >= conditionLimit ? StopReason.IllConditioned
            : null;
        if (reason == StopReason.Converged) Conclude();
        return reason;
    }

    private protected override double TrueResidual()
    {
        double residual = base.TrueResidual();
        return Damped ? double.Hypot(residual, Options.Damping * Norm(Solution)) : residual;
    }

    private protected override void Conclude() => Residual = TrueResidual();

    private protected override void Restart()
    {
        confirmed = double.PositiveInfinity;
        BeginAgain();
    }

    private protected override void Exchange(StateExchange exchange) => exchange.Number(ref confirmed);

    /// <summary>Begins again from the iterate and its residual, within a run.</summary>
    private protected abstract void BeginAgain();

    private StopReason? Confirm()
    {
        Conclude();
        if (Residual <= Target) return StopReason.Converged;
        if (Residual > 0.5 * confirmed) return StopReason.Stagnated;
        confirmed = Residual;
        BeginAgain();
        return null;
    }
}
