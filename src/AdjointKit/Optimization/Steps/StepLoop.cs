using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;

namespace AdjointKit.Optimization.Steps;

/// <summary>Takes a step on a tape many times: recorded one after another, or as one loop of the engine that keeps of the past what a schedule says and computes the rest again.</summary>
internal static class StepLoop
{
    /// <summary>Takes a number of steps.</summary>
    /// <param name="step">The step; receives the state after them.</param>
    /// <param name="tape">The tape of its state.</param>
    /// <param name="scalarType">The type of scalars.</param>
    /// <param name="complexScalars">Whether inner products of complex vectors are complex.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="schedule">What to keep; null: the steps are recorded.</param>
    internal static void Run<TStep>(ref TStep step, Tape tape, ElementType scalarType, bool complexScalars, long steps, Schedule? schedule)
        where TStep : struct, IUnrolledStep
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (schedule is null)
        {
            var on = new TapeAlgebra(tape, scalarType, complexScalars);
            for (long k = 0; k < steps; k++) step.Advance(on, k);
            return;
        }

        if (steps == 0) return;
        var reader = new Reader();
        step.Visit(reader);
        var shared = new Reader();
        step.VisitShared(shared);
        TStep model = step;
        LoopResult result = Scan.Run(
            frame =>
            {
                TStep inside = model;
                inside.Visit(new Writer([.. frame.State]));
                inside.VisitShared(new Writer([.. frame.Parameters]));
                inside.Advance(new TapeAlgebra(frame.State[0].Tape, scalarType, complexScalars), frame.Step);
                var after = new Reader();
                inside.Visit(after);
                after.Variables.CopyTo(frame.Next);
            },
            [.. reader.Variables],
            parameters: [.. shared.Variables],
            steps: steps,
            schedule: schedule);
        step.Visit(new Writer([.. result.State]));
    }

    private sealed class Reader : IStateVisitor<Var, TapeScalar>
    {
        internal List<Var> Variables { get; } = [];

        public void Vector(ref Var vector) => Variables.Add(vector);

        public void Number(ref TapeScalar number) => Variables.Add(number.Value);
    }

    private sealed class Writer(Var[] variables) : IStateVisitor<Var, TapeScalar>
    {
        private int next;

        public void Vector(ref Var vector) => vector = variables[next++];

        public void Number(ref TapeScalar number) => number = new TapeScalar(variables[next++]);
    }
}
