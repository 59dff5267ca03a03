using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// LSQR, for least squares with any operator, real or complex (Paige and Saunders, ACM Trans. Math. Software 8, 1982): the bidiagonalisation of A, its matrix made upper triangular by rotations
/// as the columns come. In exact arithmetic the iterates are those of CGLS; sqrt(|r|^2 + lambda^2 |x|^2) falls from step to step.
/// </summary>
public sealed class Lsqr<TIn, TOut> : BidiagonalSolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private LsqrStep<UntypedArray, RealScalar> step;
    private double inverseSquared;

    /// <summary>Makes the buffers.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="options">How to solve; null: the defaults.</param>
    public Lsqr(LinearOperator<TIn, TOut> a, LinearOptions? options = null)
        : base(a, options)
    {
        MakeArrays();
        step.W = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override string Name => "LSQR";

    private protected override ref BidiagonalStep<UntypedArray, RealScalar> Bidiagonal => ref step.Bidiagonal;

    private protected override void BeginStep()
    {
        step.Begin(On, Maps, default, Solution, ResidualArray);
        inverseSquared = 0;
        Optimality = step.PhiBar * step.RhoBar;
    }

    private protected override StopReason? Advance()
    {
        if (step.RhoBar == 0) return StopReason.Converged;
        MakeRoom();
        step.Bidiagonal.Advance(On, Maps);
        step.Move(On);
        double directed = Norm(step.W) / step.Rho;
        inverseSquared += directed * directed;
        step.Turn(On);
        double size = CountStep();
        return Judge(step.PhiBar, step.PhiBar * Math.Abs(step.RhoBar), size, size * Math.Sqrt(inverseSquared));
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange, Maps);
        exchange.Number(ref inverseSquared);
    }

    private protected override void Release()
    {
        base.Release();
        step.W.Release();
    }
}
