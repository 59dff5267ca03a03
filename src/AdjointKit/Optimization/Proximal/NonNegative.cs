using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The indicator of arrays without negative elements: prox puts 0 in their place. Real.</summary>
public sealed class NonNegative<T> : ProximalOperator<T>
    where T : unmanaged
{
    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    public NonNegative(Compute compute)
        : base(compute) => RequireReal();

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => Indicator(-UntypedOps.Smallest(x, default), UntypedOps.ConstantLike(x, 0));

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y) => Indicator(UntypedOps.Largest(y, default), UntypedOps.Largest(UntypedOps.Abs(y), default));

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.Relu(x));
}
