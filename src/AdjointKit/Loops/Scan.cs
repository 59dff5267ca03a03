using AdjointKit.Autodiff;
using AdjointKit.Loops.Steps;

namespace AdjointKit.Loops;

/// <summary>
/// A loop of known length on a tape, its step written in ops: one entry of the tape, however long it is, which keeps of the past what a <see cref="Schedule"/> says. Recurrent
/// networks, integrators and unrolled solvers.
/// </summary>
/// <remarks>
/// Gradients have the same bits under every exact schedule. Tangents go along with the steps and keep nothing; a Hessian-vector product runs the loop with its tangents under the same
/// schedule; derivatives of any order follow. The tape, the memory and the books of the loop are used again from step to step: a step allocates no managed memory but what its
/// body allocates.
/// </remarks>
/// <example>
/// <code>
/// (Var&lt;double&gt; last, Var&lt;double&gt; all) = Scan.Run((h, x, p) => { var next = Ops.Tanh(x + Ops.MatMul(h, p[0])); return (next, next); }, h0, sequence, [w], Schedule.ByteBudget(10_000_000));
/// </code>
/// </example>
public static class Scan
{
    /// <summary>Runs a step of any number of states, inputs and outputs of any types.</summary>
    /// <param name="body">The step.</param>
    /// <param name="initial">The state before the first step, at least one variable; types and shapes stay.</param>
    /// <param name="inputs">Sequences: step n gets entry n of each along the first axis.</param>
    /// <param name="parameters">What all steps share; their sensitivities are summed over the steps.</param>
    /// <param name="outputs">How many outputs a step has.</param>
    /// <param name="steps">The number of steps; none: the length of the input sequences.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    /// <param name="planned">Told the plan after the first step, which tells the size of a record, where a derivative may pass through the loop.</param>
    public static LoopResult Run(
        LoopBody body,
        ReadOnlySpan<Var> initial,
        ReadOnlySpan<Var> inputs = default,
        ReadOnlySpan<Var> parameters = default,
        int outputs = 0,
        long? steps = null,
        Schedule? schedule = null,
        Action<LoopPlan>? planned = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        long length = LengthOf(inputs, steps);
        if (outputs > 0 && length == 0) throw new ArgumentException("Scan: a loop that gives outputs takes one step or more", nameof(steps));
        var function = new LoopFunction(body, initial.Length, inputs.Length, parameters.Length, outputs) { Steps = length, Schedule = schedule ?? Schedule.StoreAll, Planned = planned };
        return LoopCalls.Apply(function, [.. initial, .. inputs, .. parameters]);
    }

    /// <summary>Runs a step of one state, one input and one output.</summary>
    /// <param name="step">Takes the state and the entry of this step to the next state and the output.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="inputs">The inputs of all steps along the first axis.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    public static (Var<T> State, Var<T> Outputs) Run<T>(Func<Var<T>, Var<T>, (Var<T> State, Var<T> Output)> step, Var<T> initial, Var<T> inputs, Schedule? schedule = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        return Run((state, input, _) => step(state, input), initial, inputs, [], schedule);
    }

    /// <summary>Runs a step of one state, one input and one output, with parameters that all steps share.</summary>
    /// <param name="step">Takes the state, the entry of this step and the parameters to the next state and the output.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="inputs">The inputs of all steps along the first axis.</param>
    /// <param name="parameters">What all steps share.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    public static (Var<T> State, Var<T> Outputs) Run<T>(
        Func<Var<T>, Var<T>, IReadOnlyList<Var<T>>, (Var<T> State, Var<T> Output)> step, Var<T> initial, Var<T> inputs, IReadOnlyList<Var<T>> parameters, Schedule? schedule = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(parameters);
        var shared = new Var<T>[parameters.Count];
        LoopResult result = Run(
            frame =>
            {
                LoopCalls.Typed(frame.Parameters, shared);
                (Var<T> next, Var<T> output) = step(frame.State[0].As<T>(), frame.Inputs[0].As<T>(), shared);
                frame.Next[0] = next;
                frame.Outputs[0] = output;
            },
            [initial],
            [inputs],
            LoopCalls.Untyped(parameters),
            outputs: 1,
            schedule: schedule);
        return (result.State[0].As<T>(), result.Outputs[0].As<T>());
    }

    /// <summary>Takes one state through a number of steps.</summary>
    /// <param name="step">Takes the state and the parameters to the next state.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="parameters">What all steps share.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="schedule">What to keep; null: everything.</param>
    public static Var<T> Repeat<T>(Func<Var<T>, IReadOnlyList<Var<T>>, Var<T>> step, Var<T> initial, IReadOnlyList<Var<T>> parameters, long steps, Schedule? schedule = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(parameters);
        return Run(LoopCalls.Body(step, parameters.Count), [initial], default, LoopCalls.Untyped(parameters), steps: steps, schedule: schedule).State[0].As<T>();
    }

    private static long LengthOf(ReadOnlySpan<Var> inputs, long? steps)
    {
        if (steps is < 0) throw new ArgumentOutOfRangeException(nameof(steps), steps, "Scan: a loop takes no negative number of steps");
        long? length = steps;
        for (int k = 0; k < inputs.Length; k++)
        {
            if (inputs[k].Shape.Rank == 0) throw new ArgumentException($"Scan: input sequence {k} of shape () has no axis of steps", nameof(inputs));
            long entries = inputs[k].Shape[0];
            length ??= entries;
            if (entries != length) throw new ArgumentException($"Scan: input sequence {k} of shape {inputs[k].Shape} has {entries} entries, and the loop takes {length} steps", nameof(inputs));
        }

        return length ?? throw new ArgumentException("Scan: a loop without input sequences needs the number of steps", nameof(steps));
    }
}
