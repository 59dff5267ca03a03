using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;

namespace AdjointKit.Nn;

/// <summary>
/// The long short-term memory over sequences [time, batch, inputs] to [time, batch, units] (S. Hochreiter and J. Schmidhuber, Neural Computation 9, 1997; forget gate: F. Gers, J. Schmidhuber and F. Cummins, 2000). With
/// z = W x_t + U h_(t-1) + b in the four parts i, f, g, o: c_t = s(f) c_(t-1) + s(i) tanh(g), h_t = s(o) tanh(c_t), s the logistic function. <c>inputWeight</c> W [4 units, inputs], <c>stateWeight</c> U [4 units, units],
/// <c>bias</c> b [4 units].
/// </summary>
public sealed class Lstm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RecurrentParameters<T> parameters;
    private readonly LoopBody body;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer, with which the names of its parameters begin.</param>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="units">The length of the state.</param>
    /// <param name="forgetBias">The bias of the forget gate at first: 1 remembers (R. Jozefowicz, W. Zaremba and I. Sutskever, 2015).</param>
    /// <param name="initializer">How the weights are drawn; null: uniform up to 1 / sqrt(units).</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Lstm(ParameterSet parameters, string name, nint inputs, nint units, double forgetBias = 1, Initializer? initializer = null, ulong seed = 0)
    {
        this.parameters = new RecurrentParameters<T>(parameters, name, inputs, units, gates: 4, initializer, seed);
        parameters.Compute.Backend.Fill(this.parameters.Bias.As<T>().Slice(0, units, units), forgetBias);
        body = frame =>
        {
            (Var<T> state, Var<T> cell) = Advance(frame.Inputs[0].As<T>(), frame.State[0].As<T>(), frame.State[1].As<T>(), frame.Parameters[0].As<T>());
            frame.Next[0] = state;
            frame.Next[1] = cell;
            frame.Outputs[0] = state;
        };
    }

    /// <summary>What a sweep keeps of the past; <see cref="Schedule.Truncated"/> for truncated back-propagation through time.</summary>
    public Schedule Schedule { get; init; } = Schedule.StoreAll;

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default) => Run(x).Outputs;

    /// <summary>The states h after all steps, and the last h and c.</summary>
    /// <param name="sequence">The inputs, [time, batch, inputs].</param>
    /// <param name="state">h before the first step, [batch, units]; zeros if not given.</param>
    /// <param name="cell">c before the first step, [batch, units]; zeros if not given.</param>
    public (Var<T> Outputs, Var<T> State, Var<T> Cell) Run(Var<T> sequence, Var<T> state = default, Var<T> cell = default)
    {
        LoopResult result = Scan.Run(
            body,
            [parameters.StateOf(sequence, state), parameters.StateOf(sequence, cell)],
            [parameters.InputsOf(sequence)],
            [parameters.StateWeight(sequence.Tape)],
            outputs: 1,
            schedule: Schedule);
        return (result.Outputs[0].As<T>(), result.State[0].As<T>(), result.State[1].As<T>());
    }

    /// <summary>h and c after one step, for a chain whose next input depends on the state: one step of <see cref="Run"/>, recorded.</summary>
    /// <param name="input">The input of the step, [batch, inputs].</param>
    /// <param name="state">h before it, [batch, units].</param>
    /// <param name="cell">c before it, [batch, units].</param>
    public (Var<T> State, Var<T> Cell) Step(Var<T> input, Var<T> state, Var<T> cell) => Advance(parameters.InputOf(input), parameters.Checked(input, state), parameters.Checked(input, cell), parameters.StateWeight(input.Tape));

    private static (Var<T> State, Var<T> Cell) Advance(Var<T> fromInput, Var<T> state, Var<T> cell, Var<T> weight)
    {
        nint units = state.Shape[1];
        Var<T> z = fromInput + Ops.MatMul(state, weight, formB: MatrixForm.Transposed);
        Var<T> next = (RecurrentParameters<T>.Sigmoid(Ops.Slice(z, 1, units, units)) * cell) + (RecurrentParameters<T>.Sigmoid(Ops.Slice(z, 1, 0, units)) * Ops.Tanh(Ops.Slice(z, 1, 2 * units, units)));
        return (RecurrentParameters<T>.Sigmoid(Ops.Slice(z, 1, 3 * units, units)) * Ops.Tanh(next), next);
    }
}
