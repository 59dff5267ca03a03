using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// weight sum_g |x_g|_2, the L2,1 norm: a group is what differs along some axes only. prox makes each group shorter by step times weight, or 0.
/// </summary>
public sealed class GroupL1Norm<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double weight;
    private readonly int[] axes;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="axes">The axes along which the elements of a group stand; negative ones are counted from the end.</param>
    public GroupL1Norm(Compute compute, double weight, params ReadOnlySpan<int> axes)
        : base(compute)
    {
        RequireNotNegative(weight, "the weight of the group norm", nameof(weight));
        if (axes.Length == 0) throw new ArgumentException("a group norm needs one axis or more along which the elements of a group stand", nameof(axes));
        this.weight = weight;
        this.axes = axes.ToArray();
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => weight * Sum(Lengths(x));

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        Var largest = UntypedOps.Largest(Lengths(y), default);
        return Indicator(UntypedOps.Affine(1, largest, -weight), largest);
    }

    /// <inheritdoc/>
    internal override bool HasConjugateProx => weight > 0;

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.Shrink(x, Lengths(x), weight * step));

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape) => _ = UntypedOps.Reduced(shape, axes, "a group norm");

    /// <summary>Groups that are longer than the weight become as long.</summary>
    internal override Var<T> ConjugateProxCore(Var<T> y, Var step) => weight > 0 ? Shortened(y, Lengths(y), weight) : base.ConjugateProxCore(y, step);

    private Var Lengths(Var x) => UntypedOps.Norm(x, 2, UntypedOps.Reduced(x.Shape, axes, "a group norm"));
}
