using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The indicator of |x|_2 &lt;= radius: prox shortens what is longer. Around another centre: <see cref="ProximalOperator{T}.Translated"/>.</summary>
public sealed class L2Ball<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double radius;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="radius">The radius, not negative.</param>
    public L2Ball(Compute compute, double radius = 1)
        : base(compute)
    {
        RequireNotNegative(radius, "the radius of the L2 ball", nameof(radius));
        this.radius = radius;
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var norm = UntypedOps.Norm(x, 2, default);
        return Indicator(UntypedOps.Affine(1, norm, -radius), norm);
    }

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y) => radius * UntypedOps.Norm(y, 2, default);

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var norm = UntypedOps.Norm(x, 2, default);
        Var limit = UntypedOps.ConstantLike(norm, radius);
        return new(UntypedOps.Where(UntypedOps.Greater(norm, limit), UntypedOps.Multiply(x, UntypedOps.Divide(limit, norm)), x));
    }
}
