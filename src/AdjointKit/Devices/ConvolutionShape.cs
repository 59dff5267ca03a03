using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>
/// A convolution in the sense of neural networks: y[n, o, p] = the sum over the channels c of the group of o, and over taps k, of kernel[o, c, k] x[n, c, p stride + k dilation - padding].
/// x is [N, inputs, height, width], the kernel [outputs, inputs / groups, taps, taps], y [N, outputs, windows, windows]; what lies outside x counts as zero.
/// </summary>
internal readonly record struct ConvolutionShape(nint Inputs, nint Outputs, nint Groups, WindowAxis Y, WindowAxis X)
{
    /// <summary>The shape of the kernel.</summary>
    internal Shape Kernel => new(Outputs, Inputs / Groups, Y.Taps, X.Taps);

    /// <summary>The rows of the matrix that a group's windows make: a channel's tap each.</summary>
    internal nint TapsOfGroup => Inputs / Groups * Y.Taps * X.Taps;

    /// <summary>The shape of x for so many samples.</summary>
    internal Shape Input(nint samples) => new(samples, Inputs, Y.Length, X.Length);

    /// <summary>The shape of y for so many samples.</summary>
    internal Shape Output(nint samples) => new(samples, Outputs, Y.Windows, X.Windows);

    /// <summary>Throws if channels or windows do not fit.</summary>
    /// <param name="op">The op, for the message.</param>
    /// <param name="input">The shape of what is given to it.</param>
    internal void Check(string op, in Shape input)
    {
        if (Groups < 1 || Inputs % Groups != 0 || Outputs % Groups != 0) throw new ArgumentException($"{op} of an array of shape {input}: {Inputs} input channels and {Outputs} output channels do not fall into {Groups} equal groups");
        Y.Check(op, input);
        X.Check(op, input);
    }
}

/// <summary>Windows over the last two axes, each plane of them apart.</summary>
internal readonly record struct PoolShape(WindowAxis Y, WindowAxis X)
{
    private const string Op = "pooling";

    /// <summary>The shape of the result for planes of a given shape.</summary>
    internal Shape Output(in Shape input) => input.With(input.Rank - 2, Y.Windows).With(input.Rank - 1, X.Windows);

    internal void Check(in Shape input)
    {
        Y.Check(Op, input);
        X.Check(Op, input);
        if (Y.Padding >= Y.Taps || X.Padding >= X.Taps) throw new ArgumentException($"{Op} of an array of shape {input}: the padding ({Y.Padding}, {X.Padding}) must be less than the window ({Y.Taps}, {X.Taps}), so that each window sees an element");
    }
}
