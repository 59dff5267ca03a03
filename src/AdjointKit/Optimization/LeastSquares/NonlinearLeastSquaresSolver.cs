using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// An iteration that makes |r(x)|^2 / 2 smallest by steps p that make the linear model |r + J p|^2 + lambda^2 |p|^2 smallest; of J only products are known. Made once for a function and
/// shapes; started from any number of first iterates. <see cref="IterativeSolver{T}.Objective"/> is |r|^2 / 2.
/// </summary>
/// <remarks>
/// A step is found by CGLS, whose iterates make the model smaller from the first on, so that it may be left early: at min(<see cref="NonlinearLeastSquaresOptions.InnerTolerance"/>,
/// sqrt |g| / |g_0|) |g|. The damping follows the ratio of the fall of |r|^2 to that which the model promised (Nielsen, Damping parameter in Marquardt's method, IMM-REP-1999-05). Gauss-Newton
/// has no damping, and halves a step instead.
/// </remarks>
public sealed class NonlinearLeastSquaresSolver<TIn, TOut> : IterativeSolver<TIn>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private const double Acceptable = 1e-4;

    /// <summary>So many steps without a smaller value or gradient are a standstill.</summary>
    private const int Patience = 20;

    private readonly Residuals<TIn, TOut> function;
    private readonly Compute? own;
    private readonly bool damped;
    private readonly double roundoff = Precision.UnitRoundoff(ElementTypes.Of<TIn>());
    private readonly NdArray<TIn> g;
    private readonly NdArray<TIn> p;
    private readonly NdArray<TOut> image;
    private NdArray<TIn> x;
    private NdArray<TIn> xTrial;
    private NdArray<TOut> r;
    private NdArray<TOut> rTrial;
    private LinearOperator<TIn, TOut>? jacobian;
    private CglsStep<UntypedArray, RealScalar> inner;
    private double value;
    private double firstNorm;
    private double damping;
    private double growth;
    private double bestResidual;
    private double bestValue;
    private int idleSteps;

    internal NonlinearLeastSquaresSolver(Residuals<TIn, TOut> function, Shape shape, Shape residuals, NonlinearLeastSquaresOptions options, Compute? own)
        : base(function.Compute, options)
    {
        this.function = function;
        this.own = own;
        Options = options;
        damped = options.Method != LeastSquaresMethod.GaussNewton;
        x = NewArray(shape);
        xTrial = NewArray(shape);
        g = NewArray(shape);
        p = NewArray(shape);
        r = Compute.Empty<TOut>(residuals);
        rTrial = Compute.Empty<TOut>(residuals);
        image = Compute.Empty<TOut>(residuals);
        inner.Q = Compute.Empty<TOut>(residuals);
        inner.S = NewArray(shape);
        inner.P = NewArray(shape);
    }

    /// <inheritdoc/>
    public override string Name => damped ? "Levenberg-Marquardt" : "Gauss-Newton";

    /// <summary>The options.</summary>
    public NonlinearLeastSquaresOptions Options { get; }

    /// <summary>How often the residuals were computed since the start.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The number of products with J since the start; those with J^H are as many, but for a few.</summary>
    public int Products { get; private set; }

    /// <inheritdoc/>
    public override NdArray<TIn> Solution => x;

    /// <summary>Sets the first iterate.</summary>
    /// <param name="start">The first iterate, which is copied.</param>
    /// <exception cref="ArgumentException">It is of another shape, or the residuals are not finite there.</exception>
    public void Start(NdArray<TIn> start)
    {
        if (start.Shape != x.Shape) throw new ArgumentException($"a first iterate of shape {start.Shape} does not fit a solver for shape {x.Shape}", nameof(start));
        Forget();
        Backend.Copy(start, x);
        (Evaluations, Products) = (0, 0);
        Linearize();
        if (!double.IsFinite(value)) throw new ArgumentException("the residuals are not finite at the first iterate: start where they are", nameof(start));
        double size = Backend.MaxAbs(g);
        if (!double.IsFinite(size)) throw new ArgumentException("the derivative of the residuals is not finite at the first iterate: start where they are smooth", nameof(start));
        firstNorm = Norm(g);
        growth = 2;
        idleSteps = 0;
        (bestResidual, bestValue) = (size, value);
        damping = 0;
        if (damped && firstNorm > 0)
        {
            jacobian!.Apply(g, image);
            Products++;
            double stretch = Norm(image) / firstNorm;
            damping = Options.FirstDamping * stretch * stretch;
        }

        Begin(size, Stopping.Target(size, ElementTypes.Of<TIn>()));
        Objective = value;
        Optimality = size;
        AmendBeginning();
    }

    private protected override StopReason? Advance()
    {
        bool moved = Move();
        Objective = value;
        Optimality = Residual = Backend.MaxAbs(g);
        if (Residual <= Target) return StopReason.Converged;
        idleSteps = Residual < bestResidual || value < bestValue - (64 * roundoff * bestValue) ? 0 : idleSteps + 1;
        bestResidual = Math.Min(bestResidual, Residual);
        bestValue = Math.Min(bestValue, value);
        return moved && idleSteps < Patience ? null : StopReason.Stagnated;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        if (!exchange.PutsBack)
        {
            Pass(exchange);
            return;
        }

        // The Jacobian is no part of a state: it is computed anew, from what x is also after a state that does not fit.
        Forget();
        try
        {
            Pass(exchange);
        }
        finally
        {
            Linearize();
            Evaluations--;
        }
    }

    private protected override void Release()
    {
        Forget();
        x.Dispose();
        xTrial.Dispose();
        g.Dispose();
        p.Dispose();
        r.Dispose();
        rTrial.Dispose();
        image.Dispose();
        inner.Q.Release();
        inner.S.Release();
        inner.P.Release();
        own?.Dispose();
    }

    private void Pass(StateExchange exchange)
    {
        exchange.Array(x);
        exchange.Number(ref firstNorm);
        exchange.Number(ref damping);
        exchange.Number(ref growth);
        exchange.Number(ref bestResidual);
        exchange.Number(ref bestValue);
        exchange.Integer(ref idleSteps);
        int evaluations = Evaluations;
        int products = Products;
        exchange.Integer(ref evaluations);
        exchange.Integer(ref products);
        (Evaluations, Products) = (evaluations, products);
    }

    /// <summary>r, J, the value and the gradient at x.</summary>
    private void Linearize()
    {
        jacobian = function.Linearize(x, r);
        Evaluations++;
        value = HalfSquare(r);
        jacobian.H.Apply(r, g);
    }

    private void Forget()
    {
        if (jacobian is not null) function.Release(jacobian);
        jacobian = null;
    }

    private double HalfSquare(NdArray<TOut> at) => 0.5 * Backend.Dot(at, at).Real;

    /// <summary>Moves on, or leaves x as it is where no step makes the value smaller.</summary>
    private bool Move()
    {
        if (damped)
        {
            while (true)
            {
                Solve();
                double length = Norm(p);
                if (Try(1, Promise(1), out double kept))
                {
                    double turn = (2 * kept) - 1;
                    damping *= Math.Max(1.0 / 3, 1 - (turn * turn * turn));
                    growth = 2;
                    return true;
                }

                if (!(length > roundoff * Norm(x)) || double.IsInfinity(damping)) return false;
                damping *= growth;
                growth *= 2;
            }
        }

        Solve();
        double size = Norm(p);
        for (double step = 1; step * size > roundoff * Norm(x); step *= 0.5)
        {
            if (Try(step, Promise(step), out _)) return true;
        }

        return false;
    }

    /// <summary>Makes |r + J p|^2 + lambda^2 |p|^2 smaller from p = 0 on.</summary>
    private void Solve()
    {
        var maps = new LinearMaps(new OperatorMap<TIn, TOut>(jacobian!), new OperatorMap<TOut, TIn>(jacobian!.H), null, Math.Sqrt(damping), 1);
        var on = new ArrayAlgebra(Backend);
        Backend.Fill(p, 0);
        Backend.Affine(-1, r, 0, rTrial);
        inner.Begin(on, maps, default, p, rTrial);
        double norm = Math.Sqrt(inner.Gamma);
        double enough = Math.Min(Options.InnerTolerance, Math.Sqrt(norm / firstNorm)) * norm;
        long limit = Options.InnerIterationLimit ?? Math.Max(50, 2 * (long)x.Count);
        for (long k = 0; k < limit && inner.Gamma > 0; k++)
        {
            inner.Advance(on, maps);
            Products++;
            if (inner.Curvature == 0 || Math.Sqrt(inner.Gamma) <= enough) break;
        }
    }

    /// <summary>By how much |r|^2 / 2 falls in the linear model with a multiple of p: -t (g, p) - t^2 |J p|^2 / 2.</summary>
    private double Promise(double step)
    {
        if (step == 1)
        {
            jacobian!.Apply(p, image);
            Products++;
        }

        return (-step * Backend.Dot(g, p).Real) - (step * step * HalfSquare(image));
    }

    /// <summary>Goes a multiple of p, if enough of what the model promised is kept.</summary>
    private bool Try(double step, double promised, out double kept)
    {
        Backend.Copy(x, xTrial);
        Backend.AddScaled(step, p, xTrial);
        LinearOperator<TIn, TOut> there = function.Linearize(xTrial, rTrial);
        Evaluations++;

        // Differences that drown in rounding count as kept promises.
        double noise = 64 * roundoff * value;
        double valueThere = HalfSquare(rTrial);
        kept = (value - valueThere + noise) / (promised + noise);
        if (!(kept > Acceptable) || !(promised > 0))
        {
            function.Release(there);
            return false;
        }

        Forget();
        jacobian = there;
        (x, xTrial) = (xTrial, x);
        (r, rTrial) = (rTrial, r);
        value = valueThere;
        jacobian.H.Apply(r, g);
        return true;
    }
}
