using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// weight times the sum of the singular values of a matrix, or of each of the matrices in the last two axes: prox soft-thresholds them (Cai, Candès and Shen 2010).
/// First derivatives are right where singular values are equal or 0, too: matrices of low rank. Second ones are those of the singular value decomposition, where the values differ.
/// </summary>
public sealed class NuclearNorm<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double weight;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    public NuclearNorm(Compute compute, double weight = 1)
        : base(compute)
    {
        RequireNotNegative(weight, "the weight of the nuclear norm", nameof(weight));
        this.weight = weight;
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => weight * Sum(UntypedOps.SingularValues(x));

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        Var largest = UntypedOps.Largest(UntypedOps.SingularValues(y), default);
        return Indicator(UntypedOps.Affine(1, largest, -weight), largest);
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.SingularValueThreshold(x, weight * step));

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape.Rank < 2) throw new ArgumentException($"the nuclear norm is one of matrices, and an array of shape {shape} is none: give it two axes or more", nameof(shape));
    }
}
