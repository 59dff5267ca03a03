namespace AdjointKit.Loops.Steps;

/// <summary>What a tape keeps of a loop: the step with its arrays and the run with what the schedule keeps.</summary>
internal sealed class LoopRecord(TapeStep step, LoopRun run) : IDisposable
{
    internal TapeStep Step => step;

    internal LoopRun Run => run;

    public void Dispose()
    {
        run.Dispose();
        step.Dispose();
    }
}
