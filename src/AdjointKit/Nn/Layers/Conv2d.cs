using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>A convolution of planes, [N, channels, height, width] to [N, outputs, ...] (<see cref="Ops.Convolution2d"/>), with <c>weight</c> [outputs, channels / groups, taps, taps] and <c>bias</c> [outputs].</summary>
public sealed class Conv2d<T> : Layer<T>, IWeightedLayer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterSet parameters;
    private readonly string name;
    private readonly nint fanIn;
    private readonly int weight;
    private readonly int bias = -1;
    private readonly (nint Y, nint X)? stride;
    private readonly (nint Y, nint X)? padding;
    private readonly (nint Y, nint X)? dilation;
    private readonly nint groups;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer: its parameters are name.weight and name.bias.</param>
    /// <param name="channels">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="taps">The height and width of the kernel.</param>
    /// <param name="stride">From a window to the next; 1 if not given.</param>
    /// <param name="padding">Zeros on both sides; none if not given.</param>
    /// <param name="dilation">From a tap to the next; 1 if not given.</param>
    /// <param name="groups">The number of groups of channels that do not see each other.</param>
    /// <param name="hasBias">Whether there is a bias, of zeros at first.</param>
    /// <param name="initializer">How the weights are drawn; null: <see cref="Initializer.HeUniform"/>.</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Conv2d(
        ParameterSet parameters,
        string name,
        nint channels,
        nint outputs,
        (nint Y, nint X) taps,
        (nint Y, nint X)? stride = null,
        (nint Y, nint X)? padding = null,
        (nint Y, nint X)? dilation = null,
        nint groups = 1,
        bool hasBias = true,
        Initializer? initializer = null,
        ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ConvolutionParameters.Check(channels, outputs, groups);
        this.parameters = parameters;
        this.name = name;
        (this.stride, this.padding, this.dilation, this.groups) = (stride, padding, dilation, groups);
        fanIn = channels / groups * taps.Y * taps.X;
        nint fanOut = outputs / groups * taps.Y * taps.X;
        weight = parameters.AddDrawn<T>($"{name}.weight", new Shape(outputs, channels / groups, taps.Y, taps.X), initializer ?? Initializer.HeUniform(), fanIn, fanOut, seed);
        if (hasBias) bias = parameters.AddDrawn<T>($"{name}.bias", new Shape(outputs), Initializer.Zeros, fanIn, fanOut, seed);
    }

    string IWeightedLayer.Name => name;

    nint IWeightedLayer.FanIn => fanIn;

    UntypedArray IWeightedLayer.Weight => parameters[weight];

    UntypedArray? IWeightedLayer.Bias => bias < 0 ? null : parameters[bias];

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default) =>
        Ops.Convolution2d(x, parameters.Record<T>(x.Tape, weight), bias < 0 ? default : parameters.Record<T>(x.Tape, bias), stride, padding, dilation, groups);
}
