using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// weight sum h(x_i) with h(x) = |x|^2 / (2 d) up to |x| = d and |x| - d/2 beyond (Huber 1964), the Moreau envelope of |x|: prox is x (1 - t / max(|x|, d + t)), t = step weight.
/// </summary>
public sealed class HuberLoss<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double corner;
    private readonly double weight;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="corner">d, above 0: where the parabola ends.</param>
    /// <param name="weight">The weight, not negative.</param>
    public HuberLoss(Compute compute, double corner, double weight = 1)
        : base(compute)
    {
        RequirePositive(corner, "the corner of the Huber function", nameof(corner));
        RequireNotNegative(weight, "the weight of the Huber function", nameof(weight));
        this.corner = corner;
        this.weight = weight;
    }

    /// <inheritdoc/>
    public override double LargestCurvature => weight / corner;

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var size = UntypedOps.Abs(x);
        Var isLarge = UntypedOps.Greater(size, UntypedOps.ConstantLike(size, corner));
        return Sum(UntypedOps.Where(isLarge, UntypedOps.Affine(weight, size, -weight * corner / 2), (weight / (2 * corner)) * UntypedOps.AbsSquared(x)));
    }

    /// <summary>The conjugate of weight |x| plus corner / (2 weight) |y|^2: an envelope adds a square to the conjugate.</summary>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        if (weight == 0) return new L1Norm<T>(Compute, 0).ConjugateValueCore(y);
        Var largest = UntypedOps.Largest(UntypedOps.Abs(y), default);
        return Indicator(UntypedOps.Affine(1, largest, -weight), largest) + ((corner / (2 * weight)) * Sum(UntypedOps.AbsSquared(y)));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var t = weight * step;
        Var divisor = UntypedOps.Maximum(UntypedOps.Abs(x), UntypedOps.Affine(1, t, corner));
        return new(UntypedOps.Multiply(x, UntypedOps.Affine(-1, UntypedOps.Divide(t, divisor), 1)));
    }
}
