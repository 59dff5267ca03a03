using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Convolutions and pools. Lines are planes of one row.</content>
internal static partial class UntypedOps
{
    internal static Var Convolution(Var x, Var kernel, object shape) => x.IsNone || kernel.IsNone ? default : x.Tape.Apply(Rules.Convolution.Convolve.Rule, new Attributes { Subject = shape }, x, kernel);

    internal static Var TransposedConvolution(Var y, Var kernel, object shape) => y.IsNone || kernel.IsNone ? default : y.Tape.Apply(Rules.Convolution.TransposedConvolution.Rule, new Attributes { Subject = shape }, y, kernel);

    internal static Var KernelCorrelation(Var x, Var y, object shape) => x.IsNone || y.IsNone ? default : x.Tape.Apply(Rules.Convolution.KernelCorrelation.Rule, new Attributes { Subject = shape }, x, y);

    /// <summary>[N, C, height, width] with a kernel [outputs, C / groups, taps, taps].</summary>
    internal static Var Convolution2d(Var x, Var kernel, WindowSteps y, WindowSteps along, nint groups)
    {
        if (x.ElementType != kernel.ElementType) (x, kernel) = Promote(x, kernel);
        (Shape input, Shape taps) = (x.Shape, kernel.Shape);
        RequirePlanes("convolution", input, taps, channelsOfKernel: taps.Rank == 4 ? taps[1] * groups : 0);
        var shape = new ConvolutionShape(input[1], taps[0], groups, y.Axis(input[2], taps[2]), along.Axis(input[3], taps[3]));
        shape.Check("convolution", input);
        return Convolution(x, kernel, x.Tape.Compute.Backend.Plans.Convolution(shape));
    }

    /// <summary>[N, C, height, width] with a kernel [C, outputs / groups, taps, taps]: the kernel of the convolution that this one is the transpose of.</summary>
    internal static Var TransposedConvolution2d(Var x, Var kernel, WindowSteps y, WindowSteps along, nint groups, nint moreY, nint moreX)
    {
        if (x.ElementType != kernel.ElementType) (x, kernel) = Promote(x, kernel);
        (Shape input, Shape taps) = (x.Shape, kernel.Shape);
        RequirePlanes("transposed convolution", input, taps, channelsOfKernel: taps.Rank == 4 ? taps[0] : 0);
        var shape = new ConvolutionShape(taps[1] * groups, input[1], groups, y.AxisOfTransposed(input[2], taps[2], moreY), along.AxisOfTransposed(input[3], taps[3], moreX));
        shape.Check("transposed convolution", input);
        if (shape.Output(input[0]) != input) throw new ArgumentException($"transposed convolution of an array of shape {input}: {moreY} and {moreX} more elements at the end must be less than the strides {y.Stride} and {along.Stride}", nameof(moreY));
        return TransposedConvolution(x, kernel, x.Tape.Compute.Backend.Plans.Convolution(shape));
    }

    /// <summary>[N, C, length] as planes of one row.</summary>
    internal static Var AsPlanes(string op, Var x)
    {
        Shape shape = x.Shape;
        if (shape.Rank != 3) throw new ArgumentException($"a {op} of lines takes arrays of three axes, not of shape {shape}", nameof(x));
        return Reshape(x, new Shape(shape[0], shape[1], 1, shape[2]));
    }

    /// <summary>Planes of one row as lines.</summary>
    internal static Var AsLines(Var x)
    {
        Shape shape = x.Shape;
        return Reshape(x, new Shape(shape[0], shape[1], shape[3]));
    }

    /// <summary>A number for each channel added to planes.</summary>
    internal static Var AddBias(Var x, Var bias)
    {
        if (bias.IsNone) return x;
        if (bias.Shape.Rank != 1 || bias.Shape[0] != x.Shape[1]) throw new ArgumentException($"the bias of a convolution has one number for each of the {x.Shape[1]} output channels, not shape {bias.Shape}", nameof(bias));
        return Add(x, Reshape(bias, new Shape(bias.Shape[0], 1, 1)));
    }

    private static void RequirePlanes(string op, in Shape input, in Shape kernel, nint channelsOfKernel)
    {
        if (input.Rank != 4 || kernel.Rank != 4) throw new ArgumentException($"a {op} takes an input [N, channels, height, width] and a kernel of four axes, not shapes {input} and {kernel}", nameof(input));
        if (input[1] != channelsOfKernel) throw new ArgumentException($"a {op}: the kernel of shape {kernel} is for {channelsOfKernel} channels, the input of shape {input} has {input[1]}", nameof(kernel));
    }
}
