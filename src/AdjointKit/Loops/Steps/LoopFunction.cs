using AdjointKit.Autodiff;

namespace AdjointKit.Loops.Steps;

/// <summary>A loop as a function of its first state, its input sequences and its parameters, in this order; it gives the last state and the output sequences. Belongs to one call.</summary>
internal sealed class LoopFunction(LoopBody body, int states, int inputs, int parameters, int outputs)
{
    private LoopFunction? dual;

    internal LoopBody Body => body;

    internal int States => states;

    internal int Inputs => inputs;

    internal int Parameters => parameters;

    internal int Outputs => outputs;

    internal int Arguments => states + inputs + parameters;

    /// <summary>The number of steps; with a condition the most.</summary>
    internal required long Steps { get; init; }

    internal LoopCondition? GoOn { get; init; }

    internal required Schedule Schedule { get; init; }

    /// <summary>Told the plan as soon as it is made.</summary>
    internal Action<LoopPlan>? Planned { get; init; }

    /// <summary>What the last run of the value rule left behind.</summary>
    internal LoopRecord? Record { get; set; }

    /// <summary>The number of steps of the last run.</summary>
    internal long StepsDone { get; set; }

    /// <summary>
    /// The loop with its tangents going along: twice as many states, inputs, parameters and outputs, the tangents after the values. Its adjoint is what second derivatives need:
    /// with the cotangents (dy, y) of values and tangents it gives the tangent of the adjoint of the loop.
    /// </summary>
    internal LoopFunction Dual => dual ??= MakeDual();

    /// <summary>The arguments of the dual loop.</summary>
    internal Var[] DualArguments(ReadOnlySpan<Var> values, ReadOnlySpan<Var> tangents)
    {
        var joint = new Var[2 * Arguments];
        for (int k = 0; k < Arguments; k++)
        {
            joint[DualPlace(k)] = values[k];
            joint[DualPlace(k) + GroupOf(k)] = tangents[k];
        }

        return joint;
    }

    /// <summary>Where an argument stands among those of the dual loop.</summary>
    internal int DualPlace(int argument)
    {
        if (argument < states) return argument;
        return argument < states + inputs ? argument + states : argument + states + inputs;
    }

    private int GroupOf(int argument)
    {
        if (argument < states) return states;
        return argument < states + inputs ? inputs : parameters;
    }

    private LoopFunction MakeDual()
    {
        var fresh = new Var[Arguments];
        var tangents = new Var[Arguments];
        var results = new Var[states + outputs];
        var pushed = new Var[states + outputs];
        return new LoopFunction(Step, 2 * states, 2 * inputs, 2 * parameters, 2 * outputs)
        {
            Steps = Steps,
            GoOn = GoOn is null ? null : (step, state) => GoOn(step, state[..states]),
            Schedule = Schedule,
        };

        void Step(LoopFrame frame)
        {
            Tape tape = frame.State[0].Tape;
            for (int k = 0; k < fresh.Length; k++)
            {
                ReadOnlySpan<Var> group = k < states ? frame.State : k < states + inputs ? frame.Inputs : frame.Parameters;
                int place = k < states ? k : k < states + inputs ? k - states : k - states - inputs;
                fresh[k] = tape.FreshCopy(group[place]);
                tangents[k] = group[place + GroupOf(k)];
            }

            int first = tape.Count;
            Array.Clear(results);
            body(new LoopFrame(frame.Step, fresh.AsSpan(0, states), fresh.AsSpan(states, inputs), fresh.AsSpan(states + inputs), results.AsSpan(0, states), results.AsSpan(states)));
            StepResults.Check(results, states);
            tape.PushForward(results, fresh, tangents, pushed, first);
            results.AsSpan(0, states).CopyTo(frame.Next);
            pushed.AsSpan(0, states).CopyTo(frame.Next[states..]);
            results.AsSpan(states).CopyTo(frame.Outputs);
            pushed.AsSpan(states).CopyTo(frame.Outputs[outputs..]);
        }
    }
}
