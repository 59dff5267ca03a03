using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// What recurrent layers have in common: the weights of inputs and state, the gates below one another, and a bias. The inputs of all steps are multiplied at once, before the loop.
/// </summary>
internal sealed class RecurrentParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nint inputs;
    private readonly nint units;
    private readonly nint rows;
    private readonly int inputWeight;
    private readonly int stateWeight;
    private readonly int bias;

    internal RecurrentParameters(ParameterSet set, string name, nint inputs, nint units, int gates, Initializer? initializer, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Set = set;
        (this.inputs, this.units) = (inputs, units);
        rows = gates * units;
        initializer ??= Initializer.Uniform(1 / Math.Sqrt(units));
        inputWeight = set.AddDrawn<T>($"{name}.inputWeight", new Shape(rows, inputs), initializer, inputs, units, seed);
        stateWeight = set.AddDrawn<T>($"{name}.stateWeight", new Shape(rows, units), initializer, units, units, seed);
        bias = set.AddDrawn<T>($"{name}.bias", new Shape(rows), Initializer.Zeros, inputs, units, seed);
    }

    internal ParameterSet Set { get; }

    /// <summary>The bias as an array.</summary>
    internal UntypedArray Bias => Set[bias];

    /// <summary>The logistic function of either precision.</summary>
    internal static Var<T> Sigmoid(Var<T> x) => new(UntypedOps.Sigmoid(x));

    internal Var<T> StateWeight(Tape tape) => Set.Record<T>(tape, stateWeight);

    /// <summary>W x_t + b of all steps, [time, batch, gates units].</summary>
    internal Var<T> InputsOf(Var<T> sequence)
    {
        Shape shape = sequence.Shape;
        if (shape.Rank != 3 || shape[2] != inputs || shape[0] == 0) throw new ArgumentException($"a recurrent layer of {inputs} inputs takes sequences [time, batch, {inputs}] of one step or more, not {shape}", nameof(sequence));
        return Ops.Reshape(Weighted(Ops.Reshape(sequence, shape[0] * shape[1], inputs)), shape[0], shape[1], rows);
    }

    /// <summary>W x + b of one step, [batch, gates units].</summary>
    internal Var<T> InputOf(Var<T> input) => input.Shape.Rank == 2 && input.Shape[1] == inputs
        ? Weighted(input)
        : throw new ArgumentException($"a step of a recurrent layer of {inputs} inputs takes [batch, {inputs}], not {input.Shape}", nameof(input));

    /// <summary>A state before one step.</summary>
    internal Var<T> Checked(Var<T> input, Var<T> state)
    {
        var shape = new Shape(input.Shape[0], units);
        return state.Shape == shape ? state : throw new ArgumentException($"a state of shape {state.Shape} does not fit inputs of shape {input.Shape}: it has shape {shape}", nameof(state));
    }

    /// <summary>The state before the first step: zeros if none is given.</summary>
    internal Var<T> StateOf(Var<T> sequence, Var<T> given)
    {
        if (sequence.Shape.Rank != 3) throw new ArgumentException($"a recurrent layer takes sequences [time, batch, {inputs}], not {sequence.Shape}", nameof(sequence));
        var shape = new Shape(sequence.Shape[1], units);
        if (given.ToVar().IsNone) return sequence.Tape.Zeros(ElementTypes.Of<T>(), shape).As<T>();
        return given.Shape == shape ? given : throw new ArgumentException($"a state of shape {given.Shape} does not fit sequences of shape {sequence.Shape}: it has shape {shape}", nameof(given));
    }

    private Var<T> Weighted(Var<T> x) => Ops.MatMul(x, Set.Record<T>(x.Tape, inputWeight), formB: MatrixForm.Transposed) + Set.Record<T>(x.Tape, bias);
}
