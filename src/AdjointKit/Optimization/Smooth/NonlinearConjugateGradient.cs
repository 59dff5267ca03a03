using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// d = -g + beta d. Hager and Zhang (SIAM J. Optim. 16, 2005): beta = (y - 2 d (y, y) / (d, y), g) / (d, y), at least 0.4 (d, g_before) / (d, d) (the same, SIAM J. Optim. 23, 2013: the
/// bound of 2005 is none where the gradient is small, and long runs of directions that point back creep), begun again from -g every 6 n steps.
/// Polak and Ribiere: beta = (g, y) / (g_before, g_before), at least 0.
/// </summary>
internal sealed class NonlinearConjugateGradient<T> : LineSearchSolver<T>
    where T : unmanaged
{
    private const int RestartFactor = 6;

    private readonly bool polakRibiere;
    private readonly NdArray<T> y;
    private double slopeBefore;
    private int turns;

    internal NonlinearConjugateGradient(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own, bool polakRibiere)
        : base(objective, shape, options, own, curvature: 0.1)
    {
        this.polakRibiere = polakRibiere;
        y = NewArray(shape);
    }

    public override string Name => polakRibiere ? "nonlinear conjugate gradients (Polak-Ribiere)" : "nonlinear conjugate gradients (Hager-Zhang)";

    /// <summary>A slope of 0 before the step stands for no step.</summary>
    private protected override void Restart()
    {
        slopeBefore = 0;
        turns = 0;
    }

    private protected override bool Move()
    {
        bool due = !polakRibiere && turns >= RestartFactor * X.Count;
        bool conjugate = slopeBefore < 0 && !due && Turn();
        double slope = conjugate ? Slope() : 0;
        if (slope < 0 && Search(slope, Length * slopeBefore / slope))
        {
            slopeBefore = slope;
            turns++;
            return true;
        }

        Descend();
        turns = 0;
        double first = slopeBefore < 0 ? Length * slopeBefore / Slope() : UnitStep();
        slopeBefore = Slope();
        return Search(slopeBefore, first > 0 ? first : UnitStep());
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        exchange.Array(Direction);
        exchange.Array(GBefore);
        exchange.Number(ref slopeBefore);
        exchange.Integer(ref turns);
        double length = Length;
        exchange.Number(ref length);
        Length = length;
    }

    private protected override void Release()
    {
        base.Release();
        y.Dispose();
    }

    /// <summary>direction = -g + beta direction, where beta is a number.</summary>
    private bool Turn()
    {
        Backend.Binary(BinaryOp.Subtract, G, GBefore, y);
        double beta = polakRibiere ? PolakRibiere() : HagerZhang();
        if (!double.IsFinite(beta)) return false;
        Backend.Affine(beta, Direction, 0, Direction);
        Backend.AddScaled(-1, G, Direction);
        return true;
    }

    private double PolakRibiere() => Math.Max(0, Backend.Dot(G, y).Real / Backend.Dot(GBefore, GBefore).Real);

    private double HagerZhang()
    {
        double curvature = Backend.Dot(Direction, y).Real;
        double beta = (Backend.Dot(y, G).Real - (2 * Backend.Dot(y, y).Real * Slope() / curvature)) / curvature;
        return Math.Max(beta, 0.4 * Backend.Dot(GBefore, Direction).Real / Backend.Dot(Direction, Direction).Real);
    }
}
