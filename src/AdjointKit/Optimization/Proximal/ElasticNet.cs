using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>a sum |x_i| + b/2 sum |x_i|^2 (Zou and Hastie 2005): prox is the soft threshold by step a, divided by 1 + step b.</summary>
public sealed class ElasticNet<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double absolute;
    private readonly double quadratic;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="absolute">a, not negative.</param>
    /// <param name="quadratic">b, not negative.</param>
    public ElasticNet(Compute compute, double absolute, double quadratic)
        : base(compute)
    {
        RequireNotNegative(absolute, "the weight of the magnitudes of an elastic net", nameof(absolute));
        RequireNotNegative(quadratic, "the weight of the squares of an elastic net", nameof(quadratic));
        this.absolute = absolute;
        this.quadratic = quadratic;
    }

    /// <inheritdoc/>
    public override double StrongConvexity => quadratic;

    /// <inheritdoc/>
    public override double LargestCurvature => absolute == 0 ? quadratic : double.PositiveInfinity;

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => (absolute * Sum(UntypedOps.Abs(x))) + ((quadratic / 2) * Sum(UntypedOps.AbsSquared(x)));

    /// <summary>sum max(|y_i| - a, 0)^2 / (2 b).</summary>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        if (quadratic == 0) return new L1Norm<T>(Compute, absolute).ConjugateValueCore(y);
        Var beyond = UntypedOps.Relu(UntypedOps.Affine(1, UntypedOps.Abs(y), -absolute));
        return (1 / (2 * quadratic)) * Sum(UntypedOps.Square(beyond));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) =>
        new(UntypedOps.Divide(UntypedOps.SoftThreshold(x, absolute * step), UntypedOps.Affine(quadratic, step, 1)));
}
