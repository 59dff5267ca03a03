using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;

namespace AdjointKit.Nn;

/// <summary>
/// The simple recurrent network h_t = f(W x_t + U h_(t-1) + b) over sequences [time, batch, inputs] to [time, batch, units] (J. L. Elman, "Finding structure in time", Cognitive Science 14, 1990): <c>inputWeight</c> W
/// [units, inputs], <c>stateWeight</c> U [units, units], <c>bias</c> b [units].
/// </summary>
public sealed class Rnn<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RecurrentParameters<T> parameters;
    private readonly LoopBody body;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer, with which the names of its parameters begin.</param>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="units">The length of the state.</param>
    /// <param name="activation">f, in ops; null: tanh.</param>
    /// <param name="initializer">How the weights are drawn; null: uniform up to 1 / sqrt(units).</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Rnn(ParameterSet parameters, string name, nint inputs, nint units, Func<Var<T>, Var<T>>? activation = null, Initializer? initializer = null, ulong seed = 0)
    {
        this.parameters = new RecurrentParameters<T>(parameters, name, inputs, units, gates: 1, initializer, seed);
        Func<Var<T>, Var<T>> f = activation ?? Ops.Tanh;
        body = frame =>
        {
            Var<T> state = f(frame.Inputs[0].As<T>() + Ops.MatMul(frame.State[0].As<T>(), frame.Parameters[0].As<T>(), formB: MatrixForm.Transposed));
            frame.Next[0] = state;
            frame.Outputs[0] = state;
        };
    }

    /// <summary>What a sweep keeps of the past; <see cref="Schedule.Truncated"/> for truncated back-propagation through time.</summary>
    public Schedule Schedule { get; init; } = Schedule.StoreAll;

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default) => Run(x).Outputs;

    /// <summary>The states after all steps, and the last one.</summary>
    /// <param name="sequence">The inputs, [time, batch, inputs].</param>
    /// <param name="state">The state before the first step, [batch, units]; zeros if not given.</param>
    public (Var<T> Outputs, Var<T> State) Run(Var<T> sequence, Var<T> state = default)
    {
        LoopResult result = Scan.Run(body, [parameters.StateOf(sequence, state)], [parameters.InputsOf(sequence)], [parameters.StateWeight(sequence.Tape)], outputs: 1, schedule: Schedule);
        return (result.Outputs[0].As<T>(), result.State[0].As<T>());
    }
}
