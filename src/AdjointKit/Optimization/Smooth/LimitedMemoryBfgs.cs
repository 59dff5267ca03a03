using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// L-BFGS (Liu and Nocedal, Math. Prog. 45, 1989): d = -H g with H the BFGS update of (s, y) / (y, y) I by the last pairs s = x_(k+1) - x_k, y = g_(k+1) - g_k, applied by the
/// two loops over the pairs. Inner products are real parts, so that a complex x is one of twice as many real numbers.
/// </summary>
internal sealed class LimitedMemoryBfgs<T> : LineSearchSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T>[] s;
    private readonly NdArray<T>[] y;
    private readonly double[] product;
    private readonly double[] alpha;
    private double gamma;
    private int stored;

    internal LimitedMemoryBfgs(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective, shape, options, own, curvature: 0.9)
    {
        s = new NdArray<T>[options.Memory];
        y = new NdArray<T>[options.Memory];
        product = new double[options.Memory];
        alpha = new double[options.Memory];
        for (int k = 0; k < options.Memory; k++)
        {
            s[k] = NewArray(shape);
            y[k] = NewArray(shape);
        }
    }

    public override string Name => "L-BFGS";

    private int Memory => s.Length;

    private protected override void Restart() => stored = 0;

    private protected override bool Move()
    {
        while (true)
        {
            SetDirection();
            double slope = Slope();
            if (slope < 0 && Search(slope, stored > 0 ? 1 : UnitStep()))
            {
                Remember(slope);
                return true;
            }

            if (stored == 0) return false;
            stored = 0;
        }
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        for (int k = 0; k < Memory; k++)
        {
            exchange.Array(s[k]);
            exchange.Array(y[k]);
        }

        exchange.Numbers(product);
        exchange.Number(ref gamma);
        exchange.Integer(ref stored);
    }

    private protected override void Release()
    {
        base.Release();
        for (int k = 0; k < Memory; k++)
        {
            s[k].Dispose();
            y[k].Dispose();
        }
    }

    private void SetDirection()
    {
        Descend();
        if (stored == 0) return;
        int oldest = Math.Max(0, stored - Memory);
        for (int pair = stored - 1; pair >= oldest; pair--)
        {
            int k = pair % Memory;
            alpha[k] = Backend.Dot(s[k], Direction).Real / product[k];
            Backend.AddScaled(-alpha[k], y[k], Direction);
        }

        Backend.Affine(gamma, Direction, 0, Direction);
        for (int pair = oldest; pair < stored; pair++)
        {
            int k = pair % Memory;
            double beta = Backend.Dot(y[k], Direction).Real / product[k];
            Backend.AddScaled(alpha[k] - beta, s[k], Direction);
        }
    }

    /// <summary>Keeps the last pair, unless rounding has eaten the curvature along it.</summary>
    private void Remember(double slopeBefore)
    {
        if (!(Slope() - slopeBefore > -2 * Roundoff * slopeBefore)) return;
        int k = stored % Memory;
        Backend.Binary(BinaryOp.Subtract, G, GBefore, y[k]);
        Backend.Binary(BinaryOp.Subtract, X, XBefore, s[k]);
        product[k] = Backend.Dot(s[k], y[k]).Real;
        gamma = product[k] / Backend.Dot(y[k], y[k]).Real;

        // A step of a few roundings may turn out another way than its slopes say; the slot's old pair is lost by then.
        stored = gamma > 0 && double.IsFinite(gamma) ? stored + 1 : 0;
    }
}
