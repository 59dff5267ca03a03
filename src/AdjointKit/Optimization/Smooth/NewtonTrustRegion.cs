using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Newton's method in a trust region: the model (g, p) + (p, H p) / 2 is made smaller within |p| at most the radius by conjugate gradients, which end at the boundary, on a direction of
/// negative curvature at the boundary too, or with a residual of min(1/2, sqrt |g| / |g_0|) |g| (Steihaug, SIAM J. Numer. Anal. 20, 1983). Products with H come from one recorded gradient.
/// </summary>
internal sealed class NewtonTrustRegion<T> : SmoothSolver<T>
    where T : unmanaged
{
    private const double Acceptable = 1e-4;

    private readonly TapeObjective<T> objective;
    private readonly NdArray<T> xBefore;
    private readonly NdArray<T> gBefore;
    private readonly NdArray<T> p;
    private readonly NdArray<T> r;
    private readonly NdArray<T> d;
    private readonly NdArray<T> hd;
    private double radius;
    private double firstNorm;

    internal NewtonTrustRegion(TapeObjective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective, shape, options, own)
    {
        this.objective = objective;
        xBefore = NewArray(shape);
        gBefore = NewArray(shape);
        p = NewArray(shape);
        r = NewArray(shape);
        d = NewArray(shape);
        hd = NewArray(shape);
    }

    public override string Name => "Newton's method in a trust region";

    private protected override void Restart()
    {
        radius = Math.Max(1, Norm(X));
        firstNorm = Norm(G);
    }

    private protected override bool Move()
    {
        Backend.Copy(X, xBefore);
        Backend.Copy(G, gBefore);
        double before = Value;
        double noise = 1024 * Roundoff * Math.Abs(before);
        using Linearization<T, T> hessian = objective.Hessian(xBefore);
        while (true)
        {
            bool atBoundary = Solve(hessian);

            // With r = g + H p the model falls by -(g + r, p) / 2.
            double promised = -0.5 * (Backend.Dot(gBefore, p).Real + Backend.Dot(r, p).Real);
            Backend.Copy(xBefore, X);
            Backend.AddScaled(1, p, X);
            Evaluate();

            // Differences that drown in rounding count as kept promises.
            double kept = (before - Value + noise) / (promised + noise);
            double length = Norm(p);
            if (!(kept >= 0.25)) radius = 0.25 * length;
            else if (kept > 0.75 && atBoundary) radius *= 2;
            if (kept > Acceptable && promised > 0) return true;
            if (!(length > Roundoff * Norm(xBefore))) break;
        }

        Backend.Copy(xBefore, X);
        Backend.Copy(gBefore, G);
        Value = before;
        return false;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        exchange.Number(ref radius);
        exchange.Number(ref firstNorm);
    }

    private protected override void Release()
    {
        base.Release();
        xBefore.Dispose();
        gBefore.Dispose();
        p.Dispose();
        r.Dispose();
        d.Dispose();
        hd.Dispose();
    }

    /// <summary>Sets p and r = g + H p; whether p lies on the boundary.</summary>
    private bool Solve(Linearization<T, T> hessian)
    {
        Backend.Fill(p, 0);
        Backend.Copy(gBefore, r);
        Backend.Affine(-1, r, 0, d);
        double rho = Backend.Dot(r, r).Real;
        double norm = Math.Sqrt(rho);
        double enough = Math.Min(0.5, Math.Sqrt(norm / firstNorm)) * norm;
        for (nint k = 0; k < 2 * X.Count; k++)
        {
            hessian.Apply(d, hd);
            double curvature = Backend.Dot(d, hd).Real;
            double alpha = rho / curvature;
            double boundary = ToBoundary();
            bool leaves = !(curvature > 0) || alpha >= boundary;
            if (leaves) alpha = boundary;
            Backend.AddScaled(alpha, d, p);
            Backend.AddScaled(alpha, hd, r);
            if (leaves) return true;
            double before = rho;
            rho = Backend.Dot(r, r).Real;
            if (Math.Sqrt(rho) <= enough) return false;
            Backend.Affine(rho / before, d, 0, d);
            Backend.AddScaled(-1, r, d);
        }

        return false;
    }

    /// <summary>The t with |p + t d| the radius.</summary>
    private double ToBoundary()
    {
        double pd = Backend.Dot(p, d).Real;
        double dd = Backend.Dot(d, d).Real;
        double room = Math.Max(0, (radius * radius) - Backend.Dot(p, p).Real);
        return room / (pd + Math.Sqrt((pd * pd) + (dd * room)));
    }
}
