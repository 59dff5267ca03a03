using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>y = x W^T + b along the last axis: [..., inputs] to [..., outputs], with <c>weight</c> W [outputs, inputs] and <c>bias</c> b [outputs].</summary>
public sealed class Linear<T> : Layer<T>, IWeightedLayer
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterSet parameters;
    private readonly string name;
    private readonly int weight;
    private readonly int bias = -1;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer: its parameters are name.weight and name.bias.</param>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="outputs">The length of the last axis of the output.</param>
    /// <param name="hasBias">Whether there is a bias, of zeros at first.</param>
    /// <param name="initializer">How the weights are drawn; null: <see cref="Initializer.XavierUniform"/>.</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Linear(ParameterSet parameters, string name, nint inputs, nint outputs, bool hasBias = true, Initializer? initializer = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        this.parameters = parameters;
        this.name = name;
        Inputs = inputs;
        Outputs = outputs;
        weight = parameters.AddDrawn<T>($"{name}.weight", new Shape(outputs, inputs), initializer ?? Initializer.XavierUniform(), inputs, outputs, seed);
        if (hasBias) bias = parameters.AddDrawn<T>($"{name}.bias", new Shape(outputs), Initializer.Zeros, inputs, outputs, seed);
    }

    /// <summary>The length of the last axis of the input.</summary>
    public nint Inputs { get; }

    /// <summary>The length of the last axis of the output.</summary>
    public nint Outputs { get; }

    string IWeightedLayer.Name => name;

    nint IWeightedLayer.FanIn => Inputs;

    UntypedArray IWeightedLayer.Weight => parameters[weight];

    UntypedArray? IWeightedLayer.Bias => bias < 0 ? null : parameters[bias];

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default)
    {
        Shape shape = x.Shape;
        if (shape.Rank == 0 || shape[shape.Rank - 1] != Inputs) throw new ArgumentException($"a linear layer of {Inputs} inputs does not fit an array of shape {shape}", nameof(x));
        Var<T> w = parameters.Record<T>(x.Tape, weight);
        Var<T> rows = shape.Rank == 2 ? x : Ops.Reshape(x, shape.Count / Inputs, Inputs);
        Var<T> y = Ops.MatMul(rows, w, formB: MatrixForm.Transposed);
        if (bias >= 0) y += parameters.Record<T>(x.Tape, bias);
        return shape.Rank == 2 ? y : Ops.Reshape(y, shape.With(shape.Rank - 1, Outputs).Lengths);
    }
}
