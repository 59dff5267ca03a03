using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops.Memory;
using AdjointKit.Loops.Schedules;
using AdjointKit.Runs;

namespace AdjointKit.Loops;

/// <summary>
/// One loop in two phases: forward to the last state, keeping what the plan says, and back with the adjoint, computing again what was not kept.
/// The memory is made once; running forward again, as the next shot does, uses the same.
/// </summary>
public sealed partial class LoopRun : IDisposable
{
    private readonly LoopStep step;
    private readonly long recordBytes;
    private readonly RawArray[] window;
    private readonly IntervalPace forwardPace = new();
    private readonly IntervalPace recordPace = new();
    private readonly IntervalPace adjointPace = new();
    private readonly OnlineSnapshots? snapshots;
    private LoopPlan? plan;
    private LoopOperation[] operations = [];
    private int next;
    private long remaining;

    // The state before the steps that were recorded last, by its fingerprint.
    private (long Step, int? State) joint = (-1, null);
    private bool ready;
    private long forwardSteps;
    private long adjointSteps;
    private double forwardSeconds;
    private double backwardSeconds;
    private double forwardStepSeconds;
    private double predictedSeconds;

    internal LoopRun(LoopStep step, LoopPlan plan, MemoryAccount? account, ThreadTeam? team)
    {
        this.step = step;
        recordBytes = step.RecordBytes;
        Memory = LoopMemory.For(step, plan, account, team);
        window = recordBytes == 0 ? [] : new RawArray[(int)Math.Min(IntervalPace.Limit, Math.Max(1, plan.Steps))];
        budget = plan.Budget;
        Use(plan);
    }

    /// <summary>A loop whose length is not known; without snapshots the step keeps all records.</summary>
    internal LoopRun(LoopStep step, OnlineSnapshots? snapshots, MemoryAccount? account, ThreadTeam? team)
    {
        this.step = step;
        this.snapshots = snapshots;
        recordBytes = step.RecordBytes;
        Memory = snapshots is null ? new HostLoopMemory(0, account, team) : LoopMemory.For(step, snapshots, account, team);
        if (snapshots is not null) snapshots.Memory = Memory;
        budget = snapshots?.Budget;
        window = recordBytes == 0 ? [] : new RawArray[IntervalPace.Limit];
        IsOnline = true;
    }

    /// <summary>What this run does; of a loop whose length depends on the data known after <see cref="ForwardWhile"/>.</summary>
    public LoopPlan Plan => plan ?? throw new InvalidOperationException("The length of this loop is not known before ForwardWhile has run it.");

    /// <summary>What was done since the last call of <see cref="Forward"/>, that call included.</summary>
    public LoopReport Report => new(Plan.Steps, forwardSteps, adjointSteps, Math.Max(0, forwardSteps - Plan.Steps), step.KeepsRecords ? peakBytes : Memory.Bytes, forwardSeconds, backwardSeconds, predictedSeconds);

    /// <summary>Whether the length of the loop is found by running it.</summary>
    internal bool IsOnline { get; }

    /// <summary>Where snapshots and records lie.</summary>
    internal LoopMemory Memory { get; }

    /// <summary>Runs from y[0] to the last state.</summary>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often; a cancelled run may be started again.</param>
    public void Forward(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        (forwardSteps, adjointSteps, forwardSeconds, backwardSeconds, predictedSeconds, peakBytes) = (0, 0, 0, 0, 0, 0);
        RunForward(progress, cancellation);
    }

    /// <summary>
    /// Runs a loop of <see cref="Loop.StartOnline"/> from y[0] on as long as a condition holds, and keeps what fits; then the plan of the sweep is made. <see cref="Forward"/>
    /// repeats the run with as many steps.
    /// </summary>
    /// <param name="goOn">Whether to take another step, given the number of steps taken; it looks at the live state of the step.</param>
    /// <param name="limit">The most steps.</param>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often; a cancelled run may be started again.</param>
    /// <returns>The number of steps.</returns>
    /// <exception cref="InvalidOperationException">The condition still holds after <paramref name="limit"/> steps.</exception>
    public long ForwardWhile(Func<long, bool> goOn, long limit = long.MaxValue, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(goOn);
        if (!IsOnline) throw new InvalidOperationException("The length of this loop was fixed when it was planned: call Forward, or make it with Loop.StartOnline.");
        (forwardSteps, adjointSteps, forwardSeconds, backwardSeconds, predictedSeconds, peakBytes) = (0, 0, 0, 0, 0, 0);
        GiveUp(0);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running forward", 0, progress, cancellation);
        ready = false;
        snapshots?.Restart();
        step.Initialize();
        long at = 0;
        while (goOn(at))
        {
            if (at >= limit) throw new InvalidOperationException($"The loop did not stop within {limit} steps: its condition still holds. Give a larger limit if that is meant.");
            if (snapshots is not null && snapshots.Wants(at, out long address)) Memory.Store(step, address);
            step.Advance(at, at + 1, snapshots is null ? new RecordWindow(at, window.AsSpan(0, 1)) : RecordWindow.None);
            NotePeak();
            if (snapshots is not null && IsLargerThan(snapshots.Sizes)) snapshots.Enlarge(Grown(snapshots.Sizes));
            at++;
            forwardSteps++;
            reporter.Add(1);
        }

        if (snapshots is null)
        {
            Use(LoopPlan.From(at, LoopSizes.Of(step), LoopPlan.StoreAllOperations(at)));
            next = FirstReverse(operations);
        }
        else
        {
            Use(snapshots.Finish(at, out int done));
            next = done;
            if (step.KeepsRecords) held.AddRange(snapshots.Held);
            joint = (at, step.Fingerprint());
        }

        ready = true;
        forwardSeconds = reporter.Elapsed.TotalSeconds;
        forwardStepSeconds = forwardSeconds / Math.Max(1, at);
        reporter.Finish();
        return at;
    }

    /// <summary>
    /// Runs the adjoint sweep from the last state to y[0]. A second sweep gives the same bits: where the first one used up what was kept, the forward
    /// run is repeated.
    /// </summary>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often; a cancelled sweep may be started again.</param>
    public void Backward(IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!ready) RunForward(progress, cancellation);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running the adjoint", Plan.RecomputedSteps + Plan.Steps, progress, cancellation);
        ready = false;
        try
        {
            step.InitializeAdjoint();
            adjointPace.Restart();
            remaining = Plan.Steps;
            while (next < operations.Length) Execute(operations[next++], ref reporter);
            predictedSeconds = Plan.PredictedSeconds(forwardStepSeconds, adjointPace.Seconds / Math.Max(1, Plan.Steps));
            reporter.Finish();
        }
        finally
        {
            backwardSeconds += reporter.Elapsed.TotalSeconds;
            ready = Plan.KeepsEverything && operations == Plan.Operations;
            if (ready) next = FirstReverse(operations);
        }
    }

    /// <summary>Releases the memory of the loop.</summary>
    public void Dispose()
    {
        ready = false;
        Memory.Dispose();
    }

    private void RunForward(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running forward", Plan.Steps, progress, cancellation);
        ready = false;
        GiveUp(0);
        Use(Plan);
        joint = (-1, null);
        try
        {
            while (next < operations.Length && !BeginsSweep(operations[next])) Execute(operations[next++], ref reporter);
            ready = true;
            forwardStepSeconds = reporter.Elapsed.TotalSeconds / Math.Max(1, Plan.Steps);
            reporter.Finish();
        }
        finally
        {
            forwardSeconds += reporter.Elapsed.TotalSeconds;
        }
    }

    private void Use(LoopPlan made)
    {
        plan = made;
        operations = made.Operations;
        next = 0;
        remaining = made.Steps;
    }

    private static bool BeginsSweep(LoopOperation operation) => operation.Kind is LoopOperationKind.Reverse or LoopOperationKind.Cut;

    private static int FirstReverse(LoopOperation[] operations)
    {
        int first = Array.FindIndex(operations, BeginsSweep);
        return first < 0 ? operations.Length : first;
    }

    private void Execute(LoopOperation operation, ref LoopProgress reporter)
    {
        switch (operation.Kind)
        {
            case LoopOperationKind.Initialize: step.Initialize(); break;
            case LoopOperationKind.Store: Store(operation.From, operation.Address); break;
            case LoopOperationKind.Restore: Memory.Restore(step, operation.Address); break;
            case LoopOperationKind.Advance: Advance(operation.From, operation.To, ref reporter); break;
            case LoopOperationKind.Record: Record(operation, ref reporter); break;
            case LoopOperationKind.Reverse: Reverse(operation, ref reporter); break;
            case LoopOperationKind.Cut: step.CutAdjoint(operation.From, operation.To == Plan.Steps); break;
        }
    }

    private void Advance(long from, long end, ref LoopProgress reporter)
    {
        while (from < end)
        {
            long to = from + forwardPace.Next(end - from);
            step.Advance(from, to, RecordWindow.None);
            forwardPace.Done(to - from);
            forwardSteps += to - from;
            reporter.Add(to - from);
            from = to;
            NotePeak();
            if (!IsLargerThan(Plan.Sizes)) continue;
            Adapt(from);
            return;
        }

        if (end == Plan.Steps) joint = (end, step.Fingerprint());
    }

    private void Record(LoopOperation operation, ref LoopProgress reporter)
    {
        GiveUp(operation.From);
        step.ExpectRecords(operation.From, operation.To);
        int? begun = Plan.RecomputedSteps > 0 ? step.Fingerprint() : null;
        for (long from = operation.From; from < operation.To;)
        {
            long to = from + Together(operation, from, recordPace.Next(operation.To - from));
            to = step.Record(from, to, Window(operation, from, to, load: false), Room);
            for (long kept = from; kept < to && !step.KeepsRecords; kept++) Memory.Keep(AddressOf(operation, kept), recordBytes);
            recordPace.Done(to - from);
            forwardSteps += to - from;
            reporter.Add(to - from);
            from = to;
            NotePeak();
            if (!step.KeepsRecords || !IsFull(from, operation.To)) continue;
            Adapt(from);
            return;
        }

        CheckJoint(operation.From, operation.To);
        joint = (operation.From, begun);
    }

    private void Reverse(LoopOperation operation, ref LoopProgress reporter)
    {
        for (long to = operation.To; to > operation.From;)
        {
            long from = Math.Max(to - adjointPace.Next(to - operation.From), FirstTogether(operation, to));
            step.AdvanceAdjoint(from, to, Window(operation, from, to, load: true));
            adjointPace.Done(to - from);
            adjointSteps += to - from;
            reporter.Add(to - from);
            to = from;
        }

        remaining = operation.From;
    }

    /// <summary>Steps that run again are to arrive at the state from which the steps after them were recorded.</summary>
    private void CheckJoint(long from, long to)
    {
        if (joint.Step != to || joint.State is not int state || step.Fingerprint() == state) return;
        throw new InvalidOperationException(
            $"The steps {from} to {to - 1} of a loop came to another state when they ran again: a step is to be a function of its frame alone. Put what changes from call to call (a counter, random numbers) into the state or the inputs, or keep everything with Schedule.StoreAll, which runs each step once.");
    }

    private long AddressOf(LoopOperation operation, long step) => operation.Address + ((step - operation.From) * Plan.Sizes.RecordStride);

    /// <summary>How many of the next records can be written at one time.</summary>
    private long Together(LoopOperation operation, long from, long wanted) =>
        recordBytes == 0 || step.KeepsRecords ? wanted : Memory.Together(AddressOf(operation, from), Plan.Sizes.RecordStride, (int)wanted);

    /// <summary>The first record that can be read together with the last one before <paramref name="to"/>: those where the live state lies, or one of the others.</summary>
    private long FirstTogether(LoopOperation operation, long to)
    {
        if (recordBytes == 0 || step.KeepsRecords) return operation.From;
        int together = Memory.Together(operation.Address, Plan.Sizes.RecordStride, (int)Math.Min(int.MaxValue, to - operation.From));
        return operation.From + together >= to ? operation.From : to - 1;
    }

    /// <summary>The records of [from, to), which lie one after the other from the operation's address on.</summary>
    private RecordWindow Window(LoopOperation operation, long from, long to, bool load)
    {
        if (recordBytes == 0) return RecordWindow.None;
        int count = (int)(to - from);
        for (int index = 0; index < count && !step.KeepsRecords; index++) window[index] = Memory.Record(AddressOf(operation, from + index), recordBytes, load);
        return new RecordWindow(from, window.AsSpan(0, count));
    }
}
