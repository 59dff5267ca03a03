using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// weight times the total variation of images in the last two axes: the sum over the points of the length of the gradient (isotropic), or of the magnitudes of its two components (anisotropic), by
/// differences to the next point. prox by accelerated projected gradients on the dual (Beck and Teboulle, "Fast gradient-based algorithms for constrained total variation image denoising", IEEE
/// Trans. Image Process. 18, 2009) with restarts, to a requested duality gap; |error|^2 / 2 is at most the gap. On a tape the same number of the same steps is recorded and differentiated.
/// </summary>
/// <remarks>min_u |u - x|^2 / 2 + t TV(u) has the dual max_p |x|^2 / 2 - |x - t D^H p|^2 / 2 over |p_i| &lt;= 1, u = x - t D^H p, and the gap t (TV(u) - Re (D u, p)).</remarks>
public sealed class TotalVariation2D<T> : ProximalOperator<T>
    where T : unmanaged
{
    /// <summary>An upper bound of |D|^2.</summary>
    private const double NormSquared = 8;

    private const int GapInterval = 10;

    private readonly double weight;
    private readonly bool isotropic;
    private readonly StoppingRule stopping;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="isotropic">Whether the length of the gradient counts, or its components apart.</param>
    /// <param name="stopping">The gap asked for, relative to |x|^2 / 2, and the largest number of steps; null: 1e-10 (1e-5 in single precision).</param>
    public TotalVariation2D(Compute compute, double weight = 1, bool isotropic = true, StoppingRule? stopping = null)
        : base(compute)
    {
        RequireNotNegative(weight, "the weight of the total variation", nameof(weight));
        this.weight = weight;
        this.isotropic = isotropic;
        this.stopping = stopping ?? new StoppingRule();
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var down = Differences(x, x.Shape.Rank - 2);
        Var along = Differences(x, x.Shape.Rank - 1);
        return weight * (isotropic ? Sum(Length(down, along)) : Sum(UntypedOps.Abs(down)) + Sum(UntypedOps.Abs(along)));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        var momenta = new List<double>();
        using (NdArray<double> number = NdArray.Empty<double>(default(Shape)))
        using (NdArray<T> solved = Compute.Empty<T>(x.Shape))
        {
            UntypedArray host = Compute.Host.Backend.Allocate(RealType, default, account: null);
            if (Compute.Device.IsHost) Compute.Backend.Copy(step.Value, host);
            else Compute.Backend.CopyToHost(step.Value, host);
            Compute.Host.Backend.Copy(host, number);
            host.Release();
            Solve(x.Value, weight * number.AsReadOnlySpan()[0], solved, momenta);
        }

        Var t = weight * step;
        int axis = x.Shape.Rank - 2;
        Var zero = x.Tape.Zeros(ElementTypes.Of<T>(), x.Shape);
        (Var down, Var along) = (zero, zero);
        (Var aheadDown, Var aheadAlong) = (zero, zero);
        Var length = UntypedOps.Reciprocal(NormSquared * t);
        foreach (double momentum in momenta)
        {
            Var u = UntypedOps.Subtract(x, UntypedOps.Multiply(t, UntypedOps.Add(Back(aheadDown, axis), Back(aheadAlong, axis + 1))));
            Var nextDown = UntypedOps.Add(aheadDown, UntypedOps.Multiply(length, Differences(u, axis)));
            Var nextAlong = UntypedOps.Add(aheadAlong, UntypedOps.Multiply(length, Differences(u, axis + 1)));
            (nextDown, nextAlong) = Project(nextDown, nextAlong);
            aheadDown = UntypedOps.Add(nextDown, momentum * UntypedOps.Subtract(nextDown, down));
            aheadAlong = UntypedOps.Add(nextAlong, momentum * UntypedOps.Subtract(nextAlong, along));
            (down, along) = (nextDown, nextAlong);
        }

        return new(UntypedOps.Subtract(x, UntypedOps.Multiply(t, UntypedOps.Add(Back(down, axis), Back(along, axis + 1)))));
    }

    /// <inheritdoc/>
    /// <exception cref="ConvergenceException">The gap was not reached.</exception>
    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into) => Solve(x, weight * step, into, momenta: null);

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape.Rank < 2) throw new ArgumentException($"the total variation of images takes two axes or more, not shape {shape}: along one there is TotalVariation1D", nameof(shape));
    }

    /// <summary>x[k + 1] - x[k] along an axis, 0 at the end.</summary>
    private static Var Differences(Var x, int axis)
    {
        nint steps = x.Shape[axis] - 1;
        return UntypedOps.Embed(UntypedOps.Subtract(UntypedOps.Slice(x, axis, 1, steps, 1), UntypedOps.Slice(x, axis, 0, steps, 1)), axis, 0, 1, x.Shape);
    }

    /// <summary>The adjoint of <see cref="Differences"/>, of a p whose last entries are 0.</summary>
    private static Var Back(Var p, int axis) => UntypedOps.Subtract(UntypedOps.Embed(UntypedOps.Slice(p, axis, 0, p.Shape[axis] - 1, 1), axis, 1, 1, p.Shape), p);

    private static Var Length(Var down, Var along) => UntypedOps.Hypot(UntypedOps.Abs(down), UntypedOps.Abs(along));

    private (Var Down, Var Along) Project(Var down, Var along)
    {
        if (!isotropic) return (Shorten(down, UntypedOps.Abs(down)), Shorten(along, UntypedOps.Abs(along)));
        Var length = Length(down, along);
        return (Shorten(down, length), Shorten(along, length));
    }

    private static Var Shorten(Var p, Var length) => UntypedOps.Divide(p, UntypedOps.Maximum(length, UntypedOps.ConstantLike(length, 1)));

    private void Solve(in NdArray<T> x, double t, in NdArray<T> into, List<double>? momenta)
    {
        if (t == 0)
        {
            Compute.Backend.Copy(x, into);
            return;
        }

        var dual = new TotalVariationDual<T>(Compute, x, t, NormSquared, isotropic, into);
        double target = stopping.Target(Compute.Backend.Dot(x, x).Real / 2, ElementTypes.Of<T>());
        double gap = double.PositiveInfinity;
        int steps = 0;
        while (steps < stopping.IterationLimit && !(gap <= target))
        {
            for (int k = 0; k < GapInterval; k++, steps++)
            {
                double momentum = dual.Advance();
                momenta?.Add(momentum);
            }

            gap = dual.Gap();
            if (!double.IsFinite(gap)) break;
        }

        dual.Release();
        if (!(gap <= target)) throw new ConvergenceException("the prox of the total variation", double.IsFinite(gap) ? StopReason.IterationLimit : StopReason.NotFinite, steps, gap, target);
    }
}
