using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// L-BFGS-B (Byrd, Lu, Nocedal and Zhu, SIAM J. Sci. Comput. 16, 1995): the generalized Cauchy point says which bounds are active, the model is made smallest over the other variables,
/// and a line search goes towards that point and never beyond the bounds. The model is kept on the host in double precision; the function is evaluated where x lies.
/// </summary>
internal sealed class BoundedLimitedMemoryBfgs<T> : LineSearchSolver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> lowerArray;
    private readonly NdArray<T> upperArray;
    private readonly NdArray<T> host;
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[] x;
    private readonly double[] g;
    private readonly double[] goal;
    private readonly CompactModel model;
    private readonly CauchyPoint cauchy;
    private readonly SubspaceMinimum subspace;
    private readonly bool boxed;
    private readonly bool bounded;
    private int moves;

    internal BoundedLimitedMemoryBfgs(Objective<T> objective, Shape shape, MinimizerOptions options, Compute? own)
        : base(objective, shape, options, own, curvature: 0.9)
    {
        int length = checked((int)shape.Count);
        lower = Bounds(options.LowerBounds, shape, double.NegativeInfinity, "lower");
        upper = Bounds(options.UpperBounds, shape, double.PositiveInfinity, "upper");
        boxed = true;
        for (int i = 0; i < length; i++)
        {
            if (!(lower[i] <= upper[i])) throw new ArgumentException($"no x lies within the bounds: of element {i} the lower bound is {lower[i]} and the upper bound {upper[i]}", nameof(options));
            bounded |= double.IsFinite(lower[i]) || double.IsFinite(upper[i]);
            boxed &= double.IsFinite(lower[i]) && double.IsFinite(upper[i]);
        }

        host = NdArray.Empty<T>(shape);
        lowerArray = NewArray(shape);
        upperArray = NewArray(shape);
        Push(lower, lowerArray);
        Push(upper, upperArray);
        x = new double[length];
        g = new double[length];
        goal = new double[length];
        model = new CompactModel(length, options.Memory);
        cauchy = new CauchyPoint(length, options.Memory);
        subspace = new SubspaceMinimum(length, options.Memory);
    }

    public override string Name => "L-BFGS-B";

    private protected override void Restart()
    {
        model.Forget();
        moves = 0;
    }

    private protected override void Confine(NdArray<T> at)
    {
        Backend.Binary(BinaryOp.Maximum, at, lowerArray, at);
        Backend.Binary(BinaryOp.Minimum, at, upperArray, at);
    }

    /// <summary>The largest magnitude in x - P(x - g).</summary>
    private protected override double GradientSize()
    {
        Pull(X, x);
        Pull(G, g);
        double largest = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(g[i])) return double.NaN;
            double size = g[i] < 0 ? Math.Min(-g[i], upper[i] - x[i]) : Math.Min(g[i], x[i] - lower[i]);
            largest = Math.Max(largest, size);
        }

        return largest;
    }

    private protected override bool Move()
    {
        Pull(X, x);
        Pull(G, g);
        while (true)
        {
            cauchy.Find(x, g, lower, upper, model);
            subspace.Find(x, g, lower, upper, model, cauchy, goal);
            double largest = Aim();
            double slope = Slope();
            double first = moves > 0 || boxed ? 1 : Math.Min(UnitStep(), largest);
            if (slope < 0 && Search(slope, first, largest))
            {
                moves++;
                Remember(slope);
                return true;
            }

            if (model.Columns == 0) return false;
            model.Forget();
        }
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        model.Exchange(exchange);
        exchange.Integer(ref moves);
    }

    private protected override void Release()
    {
        base.Release();
        lowerArray.Dispose();
        upperArray.Dispose();
        host.Dispose();
    }

    private static double[] Bounds(UntypedArray? bounds, Shape shape, double none, string side)
    {
        double[] values = new double[checked((int)shape.Count)];
        if (bounds is not UntypedArray given)
        {
            Array.Fill(values, none);
            return values;
        }

        if (given.ElementType != ElementTypes.Of<T>()) throw new ArgumentException($"the {side} bounds have {given.ElementType} elements and x {ElementTypes.Of<T>()}");
        if (given.Shape != shape) throw new ArgumentException($"{side} bounds of shape {given.Shape} do not fit an x of shape {shape}");
        using NdArray<T> copy = given.As<T>().Copy();
        ReadOnlySpan<T> elements = copy.AsReadOnlySpan();
        for (int i = 0; i < values.Length; i++) values[i] = double.CreateChecked(elements[i]);
        return values;
    }

    /// <summary>direction = goal - x; the largest step that stays within the bounds.</summary>
    private double Aim()
    {
        double largest = moves == 0 && bounded ? 1 : 1e10;
        for (int i = 0; i < x.Length; i++)
        {
            double d = goal[i] - x[i];
            if (moves > 0 && d > 0) largest = Math.Min(largest, (upper[i] - x[i]) / d);
            if (moves > 0 && d < 0) largest = Math.Min(largest, (lower[i] - x[i]) / d);
            goal[i] = d;
        }

        Push(goal, Direction);
        return Math.Max(largest, 1);
    }

    private void Remember(double slopeBefore)
    {
        if (!(Slope() - slopeBefore > -2 * Roundoff * slopeBefore)) return;
        Pull(X, goal);
        for (int i = 0; i < x.Length; i++) goal[i] -= x[i];
        Pull(G, x);
        for (int i = 0; i < x.Length; i++) g[i] = x[i] - g[i];
        double product = DenseLu.Dot(goal, g);
        if (product > 0 && double.IsFinite(product)) model.Add(goal, g);
    }

    private void Pull(NdArray<T> from, double[] into)
    {
        Backend.CopyToHost(from, host);
        ReadOnlySpan<T> elements = host.AsReadOnlySpan();
        for (int i = 0; i < into.Length; i++) into[i] = double.CreateTruncating(elements[i]);
    }

    private void Push(double[] from, NdArray<T> into)
    {
        Span<T> elements = host.AsWritableSpan();
        for (int i = 0; i < from.Length; i++) elements[i] = T.CreateTruncating(from[i]);
        Backend.CopyFromHost(host, into);
    }
}
