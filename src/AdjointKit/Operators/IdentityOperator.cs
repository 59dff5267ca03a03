using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>x to x.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="compute">Where it runs.</param>
/// <param name="shape">The shape of x.</param>
public sealed class IdentityOperator<T>(Compute compute, Shape shape) : LinearOperator<T, T>(compute, shape, shape)
    where T : unmanaged
{
    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Compute.Backend.Copy(x, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Compute.Backend.Copy(y, into);
}
