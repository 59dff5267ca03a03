using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>weight times the number of elements other than 0: prox is the hard threshold, which keeps elements with |x_i|^2 above 2 step weight. Not convex.</summary>
public sealed class L0Norm<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double weight;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    public L0Norm(Compute compute, double weight = 1)
        : base(compute)
    {
        RequireNotNegative(weight, "the weight of the number of nonzeros", nameof(weight));
        this.weight = weight;
    }

    /// <inheritdoc/>
    public override bool IsConvex => false;

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => weight * Nonzeros(x);

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var isKept = UntypedOps.Greater(UntypedOps.Abs(x), UntypedOps.Sqrt((2 * weight) * step));
        return new(UntypedOps.Where(isKept, x, UntypedOps.ConstantLike(x, 0)));
    }

    /// <summary>The number of elements other than 0.</summary>
    internal static Var Nonzeros(Var x)
    {
        Var size = UntypedOps.Abs(x);
        return Sum(UntypedOps.Greater(size, UntypedOps.ConstantLike(size, 0)));
    }
}
