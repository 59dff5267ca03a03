using AdjointKit.Autodiff;

namespace AdjointKit.Loops.Steps;

/// <summary>What a tape keeps of a loop: the step with its arrays and the run with what the schedule keeps.</summary>
internal sealed class LoopRecord(TapeStep step, LoopRun run) : IDisposable, IHeldBytes
{
    internal TapeStep Step => step;

    internal LoopRun Run => run;

    public long HeldBytes => run.Memory.Bytes + step.HeldBytes;

    public void Dispose()
    {
        run.Dispose();
        step.Dispose();
    }
}
