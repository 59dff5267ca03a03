using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Loops.Steps;

/// <summary>Checks what a step gave.</summary>
internal static class StepResults
{
    internal static void Check(ReadOnlySpan<Var> results, int states)
    {
        for (int k = 0; k < results.Length; k++)
        {
            if (results[k].IsNone) throw new InvalidOperationException(k < states ? $"The step did not set the next value of state {k}." : $"The step did not set its output {k - states}.");
        }
    }

    internal static void CheckState(int index, Var next, in UntypedArray state)
    {
        if (next.ElementType == state.ElementType && next.Shape == state.Shape) return;
        throw new InvalidOperationException($"A step takes state {index} from {state} to {next.Value}: types and shapes of a loop's state stay the same.");
    }
}
