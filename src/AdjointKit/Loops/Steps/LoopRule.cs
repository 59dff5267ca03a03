using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Loops.Steps;

/// <summary>
/// A loop on a tape: its last state and output sequences from its first state, inputs and parameters. The tangent is that of the dual loop, run along; the adjoint sweeps over
/// what the schedule kept, and where the sweep is recorded it is an op in turn (<see cref="LoopAdjointRule"/>): so derivatives of any order keep what the schedule says and no more.
/// </summary>
internal sealed class LoopRule : Rule
{
    internal static readonly LoopRule Rule = new();

    internal override string Name => "loop";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        var function = (LoopFunction)c.Attributes.Subject!;
        Tape tape = c.Tape;
        bool recorded = tape.WillRecord(c);
        var arguments = new UntypedArray[c.InputCount];
        var active = new bool[c.InputCount];
        for (int k = 0; k < arguments.Length; k++)
        {
            arguments[k] = c.X(k);
            active[k] = c.IsActive(k);
        }

        var step = new TapeStep(function, tape, arguments, active);
        LoopRun? run = null;
        try
        {
            var lasts = new UntypedArray[function.States];
            for (int k = 0; k < lasts.Length; k++) lasts[k] = c.NewOutput(arguments[k].ElementType, arguments[k].Shape);
            if (recorded || function.Outputs > 0) step.Measure();
            for (int k = 0; k < function.Outputs; k++)
            {
                (ElementType type, Shape shape) = step.OutputKinds[k];
                step.Sequences[k] = c.NewOutput(type, Stacked(shape, function.Steps));
            }

            if (recorded) run = LoopStarts.Start(function, step, tape.Compute);
            if (run is null) function.StepsDone = LoopStarts.Run(function, step);
            else LoopStarts.Forward(function, step, run);
            for (int k = 0; k < lasts.Length; k++) tape.Compute.Backend.Copy(step.Live(k), lasts[k]);
            Array.Clear(step.Sequences);
        }
        catch
        {
            run?.Dispose();
            step.Dispose();
            throw;
        }

        if (run is null)
        {
            step.Dispose();
            return;
        }

        var record = new LoopRecord(step, run);
        function.Record = record;
        c.Entry.Saved = record;
    }

    internal override void Tangent(in RuleContext c)
    {
        var function = (LoopFunction)c.Attributes.Subject!;
        Var[] changes = Pushed(c.Tape, function, LoopArguments.Inputs(c, function.Arguments), LoopArguments.Tangents(c, 0, function.Arguments));
        for (int k = 0; k < changes.Length; k++) c.SetTangent(k, changes[k]);
    }

    internal override void Adjoint(in RuleContext c)
    {
        var function = (LoopFunction)c.Attributes.Subject!;
        if (c.Tape.IsRecording)
        {
            var wanted = new bool[c.InputCount];
            for (int k = 0; k < wanted.Length; k++) wanted[k] = c.IsActive(k);
            Var[] sensitivities = LoopAdjointRule.Apply(c.Tape, function, wanted, LoopArguments.Inputs(c, c.InputCount), LoopArguments.Cotangents(c));
            for (int k = 0; k < wanted.Length; k++)
            {
                if (wanted[k]) c.Accumulate(k, sensitivities[k]);
            }

            return;
        }

        var record = (LoopRecord)c.Entry.Saved!;
        TapeStep step = record.Step;
        for (int k = 0; k < c.OutputCount; k++)
        {
            Var cotangent = c.Cotangent(k);
            step.Cotangents[k] = cotangent.IsNone ? default : cotangent.Value;
        }

        for (int k = 0; k < c.InputCount; k++) step.Sensitivities[k] = c.IsActive(k) ? c.Tape.Accumulator(c.InputId(k)) : default;
        record.Run.Backward();
        step.FinishAdjoint(record.Run.Plan.Steps);
    }

    /// <summary>The tangents of states and outputs, by the dual loop, as variables.</summary>
    internal static Var[] Pushed(Tape tape, LoopFunction function, ReadOnlySpan<Var> arguments, ReadOnlySpan<Var> tangents)
    {
        LoopFunction dual = function.Dual;
        var results = new Var[dual.States + dual.Outputs];
        tape.Apply(Rule, new Attributes { Subject = dual }, function.DualArguments(arguments, tangents), results);
        return [.. results.AsSpan(function.States, function.States), .. results.AsSpan(dual.States + function.Outputs)];
    }

    private static Shape Stacked(in Shape shape, long steps)
    {
        if (shape.Rank == Shape.MaxRank) throw new ArgumentException($"An output of shape {shape} has no room for an axis of steps: an array has at most {Shape.MaxRank} axes.");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        lengths[0] = (nint)steps;
        shape.Lengths.CopyTo(lengths[1..]);
        return new Shape(lengths[..(shape.Rank + 1)]);
    }
}
