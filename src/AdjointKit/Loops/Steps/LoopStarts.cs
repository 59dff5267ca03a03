using AdjointKit.Devices;

namespace AdjointKit.Loops.Steps;

/// <summary>Starts and runs the loop of a function, whether its length is known or found on the way.</summary>
internal static class LoopStarts
{
    /// <summary>Makes the memory of a measured step; tells the plan where it is known.</summary>
    internal static LoopRun Start(LoopFunction function, TapeStep step, Compute compute)
    {
        if (function.GoOn is not null) return Loop.StartOnline(step, function.Schedule, compute);
        LoopPlan plan = Loop.Plan(step, function.Steps, function.Schedule, compute);
        function.Planned?.Invoke(plan);
        return Loop.Start(step, plan, compute);
    }

    /// <summary>Runs forward and keeps what the schedule says.</summary>
    internal static void Forward(LoopFunction function, TapeStep step, LoopRun run)
    {
        if (function.GoOn is null)
        {
            run.Forward();
            function.StepsDone = function.Steps;
            return;
        }

        function.StepsDone = run.ForwardWhile(step.GoesOn, function.Steps);
        function.Planned?.Invoke(run.Plan);
    }

    /// <summary>Runs forward and keeps nothing. Returns the number of steps.</summary>
    internal static long Run(LoopFunction function, TapeStep step)
    {
        if (function.GoOn is null)
        {
            Loop.Forward(step, function.Steps);
            return function.Steps;
        }

        step.Initialize();
        long at = 0;
        while (step.GoesOn(at))
        {
            if (at >= function.Steps) throw new InvalidOperationException($"The loop did not stop within {function.Steps} steps: its condition still holds. Give a larger limit if that is meant.");
            step.Advance(at, at + 1, RecordWindow.None);
            at++;
        }

        return at;
    }
}
