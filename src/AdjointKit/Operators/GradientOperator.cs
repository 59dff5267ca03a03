using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>The gradient of an array by forward differences: component a of y [axes, ...] holds those along axis a.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class GradientOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly DifferenceOperator<T>[] differences;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="shape">The shape of x: one axis or more.</param>
    /// <param name="boundary">What x is behind its ends; <see cref="PadMode.Constant"/>: zero. <see cref="PadMode.Edge"/> makes the last difference 0.</param>
    public GradientOperator(Compute compute, Shape shape, PadMode boundary = PadMode.Edge)
        : base(compute, shape, Components(shape))
    {
        differences = [.. Enumerable.Range(0, shape.Rank).Select(axis => new DifferenceOperator<T>(compute, shape, axis, boundary))];
        Divergence = -H;
    }

    /// <summary>The divergence of arrays [axes, ...]: minus the adjoint.</summary>
    public LinearOperator<T, T> Divergence { get; }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        for (int axis = 0; axis < differences.Length; axis++) differences[axis].ApplyCore(x, into.Select(0, axis));
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        using NdArray<T> term = Compute.Empty<T>(Domain);
        differences[0].ApplyAdjointCore(y.Select(0, 0), into);
        for (int axis = 1; axis < differences.Length; axis++)
        {
            differences[axis].ApplyAdjointCore(y.Select(0, axis), term);
            Compute.Backend.AddScaled(1, term, into);
        }
    }

    private static Shape Components(Shape shape)
    {
        if (shape.Rank is 0 or Shape.MaxRank) throw new ArgumentException($"a gradient takes arrays of 1 to {Shape.MaxRank - 1} axes, not of shape {shape}", nameof(shape));
        return new Shape([shape.Rank, .. shape.Lengths]);
    }
}
