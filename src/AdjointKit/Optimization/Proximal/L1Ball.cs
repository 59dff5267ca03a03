using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The indicator of sum |x_i| &lt;= radius: prox is the soft threshold that brings the magnitudes onto the <see cref="Simplex{T}"/> (Duchi et al. 2008), none for an x inside.</summary>
public sealed class L1Ball<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double radius;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="radius">The radius, above 0.</param>
    public L1Ball(Compute compute, double radius = 1)
        : base(compute)
    {
        RequirePositive(radius, "the radius of the L1 ball", nameof(radius));
        this.radius = radius;
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var norm = Sum(UntypedOps.Abs(x));
        return Indicator(UntypedOps.Affine(1, norm, -radius), norm);
    }

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y) => radius * UntypedOps.Largest(UntypedOps.Abs(y), default);

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.SoftThreshold(x, UntypedOps.Relu(Simplex<T>.Threshold(UntypedOps.Abs(x), radius))));
}
