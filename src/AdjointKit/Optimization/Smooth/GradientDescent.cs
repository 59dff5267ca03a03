using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>x = x - t g, t from a line search whose first trial is (s, s) / (s, y) of the last step (Barzilai and Borwein, IMA J. Numer. Anal. 8, 1988).</summary>
internal sealed class GradientDescent<T> : LineSearchSolver<T>
    where T : unmanaged
{
    private double first;

    internal GradientDescent(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective, shape, options, own, curvature: 0.1)
    {
    }

    public override string Name => "gradient descent";

    /// <summary>A first trial of 0 stands for none.</summary>
    private protected override void Restart() => first = 0;

    private protected override bool Move()
    {
        Descend();
        double slope = Slope();
        if (!(slope < 0) || !Search(slope, first > 0 ? first : UnitStep())) return false;

        // s = -t g_before: (s, s) / (s, y) = t (g_before, g_before) / ((g_before, g_before) - (g_before, g)).
        double change = -slope + Slope();
        first = change > 0 ? Length * -slope / change : 2 * Length;
        return true;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        exchange.Number(ref first);
    }
}
