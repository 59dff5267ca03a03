using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;

namespace AdjointKit.Nn;

/// <summary>
/// Gated recurrent units over sequences [time, batch, inputs] to [time, batch, units] (K. Cho and others, EMNLP 2014; the reset gate behind the product, as in cuDNN). With x = W x_t + b and u = U h_(t-1) in the three parts r,
/// z, n: h_t = n + s(z) (h_(t-1) - n), n = tanh(x_n + s(r) (u_n + d)), s the logistic function of the sums x + u. <c>inputWeight</c> W [3 units, inputs], <c>stateWeight</c> U [3 units, units], <c>bias</c> b [3 units],
/// <c>stateBias</c> d [units].
/// </summary>
public sealed class Gru<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RecurrentParameters<T> parameters;
    private readonly int stateBias;
    private readonly LoopBody body;

    /// <summary>Adds the parameters of the layer to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer, with which the names of its parameters begin.</param>
    /// <param name="inputs">The length of the last axis of the input.</param>
    /// <param name="units">The length of the state.</param>
    /// <param name="initializer">How the weights are drawn; null: uniform up to 1 / sqrt(units).</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Gru(ParameterSet parameters, string name, nint inputs, nint units, Initializer? initializer = null, ulong seed = 0)
    {
        this.parameters = new RecurrentParameters<T>(parameters, name, inputs, units, gates: 3, initializer, seed);
        stateBias = parameters.AddDrawn<T>($"{name}.stateBias", new Shape(units), Initializer.Zeros, units, units, seed);
        body = frame =>
        {
            Var<T> x = frame.Inputs[0].As<T>();
            Var<T> before = frame.State[0].As<T>();
            Var<T> u = Ops.MatMul(before, frame.Parameters[0].As<T>(), formB: MatrixForm.Transposed);
            Var<T> gates = RecurrentParameters<T>.Sigmoid(Ops.Slice(x, 1, 0, 2 * units) + Ops.Slice(u, 1, 0, 2 * units));
            Var<T> candidate = Ops.Tanh(Ops.Slice(x, 1, 2 * units, units) + (Ops.Slice(gates, 1, 0, units) * (Ops.Slice(u, 1, 2 * units, units) + frame.Parameters[1].As<T>())));
            Var<T> state = candidate + (Ops.Slice(gates, 1, units, units) * (before - candidate));
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
        LoopResult result = Scan.Run(
            body,
            [parameters.StateOf(sequence, state)],
            [parameters.InputsOf(sequence)],
            [parameters.StateWeight(sequence.Tape), parameters.Set.Record<T>(sequence.Tape, stateBias)],
            outputs: 1,
            schedule: Schedule);
        return (result.Outputs[0].As<T>(), result.State[0].As<T>());
    }
}
