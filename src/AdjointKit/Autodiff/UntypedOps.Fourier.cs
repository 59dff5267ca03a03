using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Rules.Fourier;

namespace AdjointKit.Autodiff;

/// <content>Fourier transforms.</content>
internal static partial class UntypedOps
{
    private const string Transform = "Fourier transform";

    /// <summary>The transform along one axis.</summary>
    internal static Var FourierAlong(Var x, int axis, bool inverse)
    {
        RequireComplex(x);
        int along = AxisOf(axis, x.Shape, Transform);
        RequirePoints(x.Shape, along);
        Var last = ToLast(x, along);
        return ToLast(Fourier(last, x.Tape.Compute.Backend.Plans.Fourier(last.Shape[-1]), inverse), along);
    }

    /// <summary>The transform over the last axes.</summary>
    internal static Var FourierOverGrid(Var x, int axes, bool inverse)
    {
        RequireComplex(x);
        return Fourier(x, x.Tape.Compute.Backend.Plans.Fourier(GridOf(x.Shape, axes)), inverse);
    }

    /// <summary>The transform by a plan.</summary>
    internal static Var Fourier(Var x, object? plan, bool inverse) => x.IsNone ? x : x.Tape.Apply(inverse ? FourierTransform.Inverse : FourierTransform.Forward, new Attributes { Subject = plan }, x);

    internal static Var RealFourierAlong(Var x, int axis)
    {
        int along = AxisOf(axis, x.Shape, Transform);
        RequirePoints(x.Shape, along);
        Var last = ToLast(x, along);
        return ToLast(RealFourier(last, x.Tape.Compute.Backend.Plans.Fourier(last.Shape[-1])), along);
    }

    internal static Var RealFourierOverGrid(Var x, int axes) => RealFourier(x, x.Tape.Compute.Backend.Plans.Fourier(GridOf(x.Shape, axes)));

    internal static Var RealFourier(Var x, object? plan) => x.IsNone ? x : x.Tape.Apply(RealFourierTransform.Rule, new Attributes { Subject = plan }, x);

    internal static Var InverseRealFourierAlong(Var x, nint length, int axis)
    {
        int along = AxisOf(axis, x.Shape, Transform);
        RequireHalf(x.Shape, along, length);
        Var last = ToLast(x, along);
        return ToLast(InverseRealFourier(last, length, x.Tape.Compute.Backend.Plans.Fourier(length)), along);
    }

    internal static Var InverseRealFourierOverGrid(Var x, nint length, int axes)
    {
        Shape grid = GridOf(x.Shape, axes);
        RequireHalf(x.Shape, x.Shape.Rank - 1, length);
        return InverseRealFourier(x, length, x.Tape.Compute.Backend.Plans.Fourier(grid.With(axes - 1, length)));
    }

    internal static Var InverseRealFourier(Var x, nint length, object? plan) => x.IsNone ? x : x.Tape.Apply(InverseRealFourierTransform.Rule, new Attributes { Subject = plan, Step = length }, x);

    /// <summary>Coefficients times <paramref name="ends"/> at 0 and the Nyquist frequency, times <paramref name="between"/> elsewhere along the last axis.</summary>
    internal static Var ScaleHalfSpectrum(Var x, nint length, Complex ends, Complex between) => x.IsNone ? x : x.Tape.Apply(HalfSpectrumScale.Rule, new Attributes { Step = length, Scale = ends, Shift = between }, x);

    /// <summary>F^-1 (H F x) over as many last axes as H has.</summary>
    internal static Var FourierFilter(Var field, Var transfer)
    {
        (field, transfer) = (ToComplex(field), ToComplex(transfer));
        (Shape grid, Shape shape) = (transfer.Shape, field.Shape);
        if (grid.Rank == 0 || grid.Rank > shape.Rank || GridOf(shape, grid.Rank) != grid) throw new ArgumentException($"Fourier filter: the transfer function of shape {grid} must have the shape of the last axes of the field, which is {shape}", nameof(transfer));
        if (grid.Rank > 1) return FourierFilter(field, transfer, field.Tape.Compute.Backend.Plans.Fourier(grid), conjugate: false);
        return FourierAlong(Multiply(FourierAlong(field, -1, inverse: false), transfer), -1, inverse: true);
    }

    internal static Var FourierFilter(Var field, Var transfer, object? plan, bool conjugate) => field.IsNone || transfer.IsNone
        ? default
        : field.Tape.Apply(conjugate ? Rules.Fourier.FourierFilter.Conjugated : Rules.Fourier.FourierFilter.Plain, new Attributes { Subject = plan }, field, transfer);

    /// <summary>An axis exchanged with the last one.</summary>
    private static Var ToLast(Var x, int axis)
    {
        Shape shape = x.Shape;
        if (axis == shape.Rank - 1) return x;
        Span<int> order = stackalloc int[shape.Rank];
        for (int other = 0; other < order.Length; other++) order[other] = other;
        (order[axis], order[^1]) = (order[^1], axis);
        return Transpose(x, new AxisOrder(order, shape));
    }

    private static Shape GridOf(in Shape shape, int axes)
    {
        if (shape.Rank < axes) throw new ArgumentException($"{Transform} over {axes} axes: an array of shape {shape} has {shape.Rank}", nameof(shape));
        for (int axis = shape.Rank - axes; axis < shape.Rank; axis++) RequirePoints(shape, axis);
        return new Shape(shape.Lengths[^axes..]);
    }

    private static void RequirePoints(in Shape shape, int axis)
    {
        if (shape[axis] == 0) throw new ArgumentException($"{Transform} along axis {axis} of an array of shape {shape}: no points have no transform", nameof(shape));
    }

    internal static void RequireComplex(Var x)
    {
        if (!ElementTypes.IsComplex(x.ElementType)) throw new ArgumentException($"{Transform} of {x}: take RealFft for real numbers, or Ops.ToComplex", nameof(x));
    }

    private static void RequireHalf(in Shape shape, int axis, nint length)
    {
        if (length < 1 || shape[axis] != (length / 2) + 1) throw new ArgumentException($"{Transform}: to {length} real numbers an array of shape {shape} must have {(length / 2) + 1} coefficients along axis {axis}, not {shape[axis]}", nameof(length));
    }
}
