using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>Forward differences along an axis: y[i] = x[i + 1] - x[i]. What x is behind its end decides the last one; continued by its edge element (<see cref="PadMode.Edge"/>) it is 0.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DifferenceOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly int axis;
    private readonly Extension extension;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="axis">The axis of the differences.</param>
    /// <param name="boundary">What x is behind its end; <see cref="PadMode.Constant"/>: zero.</param>
    public DifferenceOperator(Compute compute, Shape shape, int axis, PadMode boundary = PadMode.Edge)
        : base(compute, shape, shape)
    {
        if (axis < 0 || axis >= shape.Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"an array of shape {shape} has no axis {axis} to take differences along");
        this.axis = axis;
        extension = new Extension(compute, shape.Rank, axis, shape[axis], before: 0, behind: 1, boundary);
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        nint length = Domain[axis];
        using NdArray<T> longer = Compute.Empty<T>(Domain.With(axis, length + 1));
        extension.Apply(x, longer);
        Compute.Backend.Binary(BinaryOp.Subtract, longer.Slice(axis, 1, length), longer.Slice(axis, 0, length), into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        nint length = Domain[axis];
        using NdArray<T> longer = Compute.Empty<T>(Domain.With(axis, length + 1));
        Compute.Backend.Fill(longer.Slice(axis, 0, 1), 0);
        Compute.Backend.Copy(y, longer.Slice(axis, 1, length));
        Compute.Backend.AddScaled(-1, y, longer.Slice(axis, 0, length));
        extension.ApplyAdjoint(longer, into);
    }
}
