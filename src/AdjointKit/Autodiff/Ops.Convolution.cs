using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>
/// Convolutions as neural networks mean them: correlations, the kernel not flipped. Lines are [N, channels, length], planes [N, channels, height, width]. Pairs are (along the height, along
/// the width).
/// </content>
public static partial class Ops
{
    /// <summary>y[n, o, p] = bias[o] + the sum over channels c of the group of o, and taps k, of kernel[o, c, k] x[n, c, p stride + k dilation - padding]; outside x there are zeros.</summary>
    /// <param name="x">Lines [N, channels, length].</param>
    /// <param name="kernel">[outputs, channels / groups, taps].</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="stride">From a window to the next.</param>
    /// <param name="padding">Zeros in front and behind.</param>
    /// <param name="dilation">From a tap to the next.</param>
    /// <param name="groups">The number of groups of channels that do not see each other.</param>
    public static Var<T> Convolution1d<T>(Var<T> x, Var<T> kernel, Var<T> bias = default, nint stride = 1, nint padding = 0, nint dilation = 1, nint groups = 1)
        where T : unmanaged
    {
        const string Op = "convolution";
        Var y = UntypedOps.Convolution2d(UntypedOps.AsPlanes(Op, x), UntypedOps.AsPlanes(Op, kernel), new WindowSteps(1, 0, 1), new WindowSteps(stride, padding, dilation), groups);
        return new(UntypedOps.AsLines(UntypedOps.AddBias(y, bias)));
    }

    /// <summary>The convolution of planes: as <see cref="Convolution1d"/> along both axes.</summary>
    /// <param name="x">Planes [N, channels, height, width].</param>
    /// <param name="kernel">[outputs, channels / groups, taps, taps].</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="stride">From a window to the next; 1 if not given.</param>
    /// <param name="padding">Zeros on both sides; none if not given.</param>
    /// <param name="dilation">From a tap to the next; 1 if not given.</param>
    /// <param name="groups">The number of groups of channels that do not see each other.</param>
    public static Var<T> Convolution2d<T>(Var<T> x, Var<T> kernel, Var<T> bias = default, (nint Y, nint X)? stride = null, (nint Y, nint X)? padding = null, (nint Y, nint X)? dilation = null, nint groups = 1)
        where T : unmanaged
    {
        (WindowSteps y, WindowSteps along) = StepsOf(stride, padding, dilation);
        return new(UntypedOps.AddBias(UntypedOps.Convolution2d(x, kernel, y, along, groups), bias));
    }

    /// <summary>The transpose of <see cref="Convolution1d"/> as a map of its x: what its adjoint does to a sensitivity, as an op of its own. Output length (length - 1) stride - 2 padding + dilation (taps - 1) + 1 + more.</summary>
    /// <param name="x">Lines [N, channels, length].</param>
    /// <param name="kernel">[channels, outputs / groups, taps].</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="stride">The stride of the convolution, by which the result is longer.</param>
    /// <param name="padding">The padding of the convolution, by which the result is shorter on both sides.</param>
    /// <param name="dilation">From a tap to the next.</param>
    /// <param name="groups">The number of groups of channels that do not see each other.</param>
    /// <param name="more">Elements more at the end, fewer than the stride: that many lengths have transposes of one length.</param>
    public static Var<T> TransposedConvolution1d<T>(Var<T> x, Var<T> kernel, Var<T> bias = default, nint stride = 1, nint padding = 0, nint dilation = 1, nint groups = 1, nint more = 0)
        where T : unmanaged
    {
        const string Op = "transposed convolution";
        Var y = UntypedOps.TransposedConvolution2d(UntypedOps.AsPlanes(Op, x), UntypedOps.AsPlanes(Op, kernel), new WindowSteps(1, 0, 1), new WindowSteps(stride, padding, dilation), groups, 0, more);
        return new(UntypedOps.AsLines(UntypedOps.AddBias(y, bias)));
    }

    /// <summary>The transpose of <see cref="Convolution2d"/> as a map of its x: as <see cref="TransposedConvolution1d"/> along both axes.</summary>
    /// <param name="x">Planes [N, channels, height, width].</param>
    /// <param name="kernel">[channels, outputs / groups, taps, taps].</param>
    /// <param name="bias">A number for each output channel, or none.</param>
    /// <param name="stride">The strides of the convolution; 1 if not given.</param>
    /// <param name="padding">The paddings of the convolution; none if not given.</param>
    /// <param name="dilation">From a tap to the next; 1 if not given.</param>
    /// <param name="groups">The number of groups of channels that do not see each other.</param>
    /// <param name="more">Elements more at the ends, fewer than the strides; none if not given.</param>
    public static Var<T> TransposedConvolution2d<T>(Var<T> x, Var<T> kernel, Var<T> bias = default, (nint Y, nint X)? stride = null, (nint Y, nint X)? padding = null, (nint Y, nint X)? dilation = null, nint groups = 1, (nint Y, nint X)? more = null)
        where T : unmanaged
    {
        (WindowSteps y, WindowSteps along) = StepsOf(stride, padding, dilation);
        (nint moreY, nint moreX) = more ?? (0, 0);
        return new(UntypedOps.AddBias(UntypedOps.TransposedConvolution2d(x, kernel, y, along, groups, moreY, moreX), bias));
    }

    private static (WindowSteps Y, WindowSteps X) StepsOf((nint Y, nint X)? stride, (nint Y, nint X)? padding, (nint Y, nint X)? dilation)
    {
        (nint strideY, nint strideX) = stride ?? (1, 1);
        (nint paddingY, nint paddingX) = padding ?? (0, 0);
        (nint dilationY, nint dilationX) = dilation ?? (1, 1);
        return (new WindowSteps(strideY, paddingY, dilationY), new WindowSteps(strideX, paddingX, dilationX));
    }
}
