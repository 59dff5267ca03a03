using AdjointKit.Autodiff;

namespace AdjointKit.Loops;

/// <summary>One step of a loop written in ops: what goes in, and the places for what comes out. Valid during the call only.</summary>
public readonly ref struct LoopFrame
{
    internal LoopFrame(long step, ReadOnlySpan<Var> state, ReadOnlySpan<Var> inputs, ReadOnlySpan<Var> parameters, Span<Var> next, Span<Var> outputs)
    {
        Step = step;
        State = state;
        Inputs = inputs;
        Parameters = parameters;
        Next = next;
        Outputs = outputs;
    }

    /// <summary>The number of the step, from 0.</summary>
    public long Step { get; }

    /// <summary>The state before the step.</summary>
    public ReadOnlySpan<Var> State { get; }

    /// <summary>Of each input sequence the entry of this step.</summary>
    public ReadOnlySpan<Var> Inputs { get; }

    /// <summary>What all steps share.</summary>
    public ReadOnlySpan<Var> Parameters { get; }

    /// <summary>Receives the state after the step: types and shapes stay.</summary>
    public Span<Var> Next { get; }

    /// <summary>Receives the outputs of the step.</summary>
    public Span<Var> Outputs { get; }
}

/// <summary>
/// A step of a loop, written in ops on the variables of the frame alone. A variable taken from outside is refused.
/// </summary>
/// <remarks>
/// Under <see cref="Schedule.StoreAll"/>, the default, it runs once for every step, as in a plain loop. Under every other schedule, and for derivatives of second order, it runs again
/// when the loop computes again what it did not keep, and must then do the same: what changes from call to call (a counter, random numbers) belongs into the state or the inputs,
/// or is made from <see cref="LoopFrame.Step"/>. A body that comes to another state when it runs again is noticed where the state lies in host memory, and an
/// <see cref="InvalidOperationException"/> says so.
/// </remarks>
public delegate void LoopBody(LoopFrame frame);

/// <summary>Whether a loop takes another step.</summary>
/// <param name="step">The number of steps taken.</param>
/// <param name="state">The state, in host memory. Read only.</param>
public delegate bool LoopCondition(long step, ReadOnlySpan<Arrays.UntypedArray> state);
