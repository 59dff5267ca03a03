using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>
/// Convolution along one or two axes, the result as large as x: y[i] = sum over k of kernel[k] x[i + c - k] with the centre c = taps / 2 (rounded down), for a plane
/// along both axes at once. A short kernel is what it is for: the work is that of the taps.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class ConvolutionOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly ConvolutionShape shape;
    private readonly Extension rows;
    private readonly Extension columns;
    private readonly NdArray<T> kernel;
    private readonly NdArray<T> conjugate;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="domain">The shape of x: one or two axes.</param>
    /// <param name="kernel">The kernel, on that device, with as many axes; it is copied.</param>
    /// <param name="boundary">What x is behind its ends; <see cref="PadMode.Constant"/>: zero.</param>
    public ConvolutionOperator(Compute compute, Shape domain, NdArray<T> kernel, PadMode boundary)
        : base(compute, domain, domain)
    {
        if (domain.Rank is not (1 or 2)) throw new ArgumentException($"a convolution takes arrays of one or two axes, not of shape {domain}", nameof(domain));
        if (kernel.Rank != domain.Rank || kernel.Count == 0) throw new ArgumentException($"a kernel of shape {kernel.Shape} does not fit arrays of shape {domain}: it has as many axes, and a tap at least", nameof(kernel));
        Shape taps = Planes(kernel.Shape);
        Shape plane = Planes(domain);
        rows = Around(compute, plane, taps, 2, boundary);
        columns = Around(compute, plane, taps, 3, boundary);
        shape = new ConvolutionShape(1, 1, 1, new WindowAxis(rows.Length, taps[2], 1, 0, 1), new WindowAxis(columns.Length, taps[3], 1, 0, 1));

        // The windows count their taps upwards, a convolution downwards.
        NdArray<T> turned = kernel;
        for (int axis = 0; axis < kernel.Rank; axis++) turned = turned.Slice(axis, kernel.Shape[axis] - 1, kernel.Shape[axis], -1);
        this.kernel = compute.Empty<T>(kernel.Shape);
        compute.Backend.Copy(turned, this.kernel);
        this.kernel = this.kernel.Reshape(taps);
        conjugate = compute.Empty<T>(taps);
        compute.Backend.Unary(UnaryOp.Conjugate, this.kernel, conjugate);
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        Shape plane = Planes(Domain);
        using NdArray<T> taller = Compute.Empty<T>(plane.With(2, rows.Length));
        using NdArray<T> wider = Compute.Empty<T>(shape.Input(1));
        rows.Apply(x.Reshape(plane), taller);
        columns.Apply(taller, wider);
        new Convolutions(Compute.Backend, shape).Apply(wider, kernel, into.Reshape(plane));
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        Shape plane = Planes(Domain);
        using NdArray<T> taller = Compute.Empty<T>(plane.With(2, rows.Length));
        using NdArray<T> wider = Compute.Empty<T>(shape.Input(1));
        new Convolutions(Compute.Backend, shape).Transposed(y.Reshape(plane), conjugate, wider);
        columns.ApplyAdjoint(wider, taller);
        rows.ApplyAdjoint(taller, into.Reshape(plane));
    }

    private static Extension Around(Compute compute, Shape plane, Shape taps, int axis, PadMode boundary) =>
        new(compute, plane.Rank, axis, plane[axis], taps[axis] - 1 - (taps[axis] / 2), taps[axis] / 2, boundary);

    /// <summary>One sample of one channel; lines are planes of one row.</summary>
    private static Shape Planes(Shape shape) => shape.Rank == 1 ? new Shape(1, 1, 1, shape[0]) : new Shape(1, 1, shape[0], shape[1]);
}
