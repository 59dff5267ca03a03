using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>
/// Normalises over the last axes, then times <c>gain</c> plus <c>bias</c>, both of the shape of these axes, 1 and 0 at first (J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer normalization", 2016;
/// <see cref="Ops.LayerNorm"/>).
/// </summary>
public sealed class LayerNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterSet parameters;
    private readonly int gain;
    private readonly int bias;
    private readonly int axes;
    private readonly double epsilon;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer: its parameters are name.gain and name.bias.</param>
    /// <param name="shape">The lengths of the last axes, which are normalised over.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public LayerNorm(ParameterSet parameters, string name, in Shape shape, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.epsilon = epsilon;
        axes = shape.Rank;
        gain = parameters.AddDrawn<T>($"{name}.gain", shape, Initializer.Constant(1), 1, 1, 0);
        bias = parameters.AddDrawn<T>($"{name}.bias", shape, Initializer.Zeros, 1, 1, 0);
    }

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default) => Ops.LayerNorm(x, parameters.Record<T>(x.Tape, gain), parameters.Record<T>(x.Tape, bias), axes, epsilon);
}
