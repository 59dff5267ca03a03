using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Loops.Schedules;
using AdjointKit.Runs;

namespace AdjointKit.Loops;

/// <summary>The loop: runs a <see cref="LoopStep"/> forward, its tangent along with it, or forward and back.</summary>
public static class Loop
{
    /// <summary>Plans a loop: what a run of it will keep and compute again.</summary>
    /// <param name="step">The step, with its sizes fixed.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="schedule">What of the past to keep.</param>
    /// <param name="compute">The computation whose memory account <see cref="Schedule.WithinAccount"/> looks at.</param>
    /// <exception cref="InsufficientBudgetException">The budget does not hold one record.</exception>
    public static LoopPlan Plan(LoopStep step, long steps, Schedule schedule, Compute? compute = null) => Plan(step, steps, schedule, compute?.Memory);

    /// <summary>Plans a loop and makes its memory.</summary>
    /// <param name="step">The step, with its sizes fixed.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="schedule">What of the past to keep.</param>
    /// <param name="compute">The account that the memory is charged to, and the threads that copy snapshots.</param>
    /// <exception cref="InsufficientBudgetException">The budget does not hold one record, or the account has less left than the schedule needs.</exception>
    public static LoopRun Start(LoopStep step, long steps, Schedule schedule, Compute? compute = null) =>
        Start(step, Plan(step, steps, schedule, compute), compute);

    /// <summary>Makes the memory of a loop whose plan is there already: loops of equal sizes may share one.</summary>
    /// <param name="step">The step, with the sizes that the plan was made for.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="compute">The account that the memory is charged to, and the threads that copy snapshots.</param>
    public static LoopRun Start(LoopStep step, LoopPlan plan, Compute? compute = null) => Start(step, plan, compute?.Memory, compute?.Team);

    /// <summary>Makes the memory of a loop whose length depends on the data: run it with <see cref="LoopRun.ForwardWhile"/>.</summary>
    /// <param name="step">The step, with its sizes fixed.</param>
    /// <param name="schedule">What of the past to keep: a byte budget, or a folder; all where the step is written in ops.</param>
    /// <param name="compute">The account that the memory is charged to, and the threads that copy snapshots.</param>
    /// <exception cref="InsufficientBudgetException">The budget does not hold one record.</exception>
    /// <exception cref="NotSupportedException">The schedule needs the number of steps.</exception>
    public static LoopRun StartOnline(LoopStep step, Schedule schedule, Compute? compute = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(schedule);
        return new LoopRun(step, schedule.Online(LoopSizes.Of(step), compute?.Memory ?? new MemoryAccount()), compute?.Memory, compute?.Team);
    }

    /// <summary>Runs all steps and keeps nothing.</summary>
    /// <param name="step">The step.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often.</param>
    public static void Forward(LoopStep step, long steps, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running forward", steps, progress, cancellation);
        var pace = new IntervalPace();
        step.Initialize();
        for (long from = 0; from < steps;)
        {
            long to = from + pace.Next(steps - from);
            step.Advance(from, to, RecordWindow.None);
            pace.Done(to - from);
            reporter.Add(to - from);
            from = to;
        }

        reporter.Finish();
    }

    /// <summary>Runs all steps with the tangent along.</summary>
    /// <param name="step">A step with a tangent rule.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often.</param>
    /// <exception cref="NotSupportedException">The step has no tangent rule.</exception>
    public static void Tangent(LoopStep step, long steps, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running the tangent", steps, progress, cancellation);
        var pace = new IntervalPace();
        step.Initialize();
        step.InitializeTangent();
        for (long from = 0; from < steps;)
        {
            long to = from + pace.Next(steps - from);
            step.AdvanceTangent(from, to);
            pace.Done(to - from);
            reporter.Add(to - from);
            from = to;
        }

        reporter.Finish();
    }

    /// <summary>Runs the adjoint of all steps where it needs nothing of a forward run: no step has a record, and the sensitivity of the last state is given.</summary>
    /// <param name="step">A step whose records take no bytes.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="progress">Told at least every 100 ms, or once per step where that is slower.</param>
    /// <param name="cancellation">Looked at as often.</param>
    /// <exception cref="ArgumentException">The step has records: use <see cref="Start(LoopStep, long, Schedule, Compute?)"/>.</exception>
    public static void Adjoint(LoopStep step, long steps, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (step.RecordBytes > 0) throw new ArgumentException($"The adjoint of {step.GetType().Name} needs the records of a forward run: start the loop, run it forward, then backward.", nameof(step));
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        var reporter = new LoopProgress("running the adjoint", steps, progress, cancellation);
        var pace = new IntervalPace();
        step.InitializeAdjoint();
        for (long to = steps; to > 0;)
        {
            long from = to - pace.Next(to);
            step.AdvanceAdjoint(from, to, RecordWindow.None);
            pace.Done(to - from);
            reporter.Add(to - from);
            to = from;
        }

        reporter.Finish();
    }

    internal static LoopPlan Plan(LoopStep step, long steps, Schedule schedule, MemoryAccount? account)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return schedule.Plan(steps, LoopSizes.Of(step), account ?? new MemoryAccount());
    }

    internal static LoopRun Start(LoopStep step, LoopPlan plan, MemoryAccount? account, ThreadTeam? team)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(plan);
        if (LoopSizes.Of(step) != plan.Sizes) throw new ArgumentException("The plan was made for a step with other sizes of state and record: plan this loop anew.", nameof(plan));
        return new LoopRun(step, plan, account, team);
    }
}
