using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// The indicator of x >= 0 with sum x_i = total: prox is max(x - t, 0) with the largest t = (sum of the k largest x - total) / k over all k (Held, Wolfe and Crowder 1974). Real.
/// </summary>
public sealed class Simplex<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double total;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="total">The sum of the elements, above 0.</param>
    public Simplex(Compute compute, double total = 1)
        : base(compute)
    {
        RequireReal();
        RequirePositive(total, "the sum of the elements of a simplex", nameof(total));
        this.total = total;
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var scale = UntypedOps.Affine(1, Sum(UntypedOps.Abs(x)), total);
        Var off = UntypedOps.Abs(UntypedOps.Affine(1, Sum(x), -total));
        return Indicator(UntypedOps.Maximum(off, -UntypedOps.Smallest(x, default)), scale);
    }

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y) => total * UntypedOps.Largest(y, default);

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.Relu(UntypedOps.Subtract(x, Threshold(x, total))));

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape.Count == 0) throw new ArgumentException($"the elements of an array of shape {shape} cannot sum up to {total}: it has none", nameof(shape));
    }

    /// <summary>The largest (sum of the k largest x - total) / k.</summary>
    internal static Var Threshold(Var x, double total)
    {
        nint count = x.Shape.Count;
        Var flat = UntypedOps.Reshape(x, new Shape(count));
        Var sorted = UntypedOps.GatherAlong(flat, UntypedOps.Order(flat, 0, descending: true), 0);
        Var numbers = UntypedOps.RunningSum(x.Tape.Filled(x.ElementType, flat.Shape, 1), 0);
        return UntypedOps.Largest(UntypedOps.Divide(UntypedOps.Affine(1, UntypedOps.RunningSum(sorted, 0), -total), numbers), default);
    }
}
