using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Kernels;
using AdjointKit.Loops;
using AdjointKit.Loops.Memory;

namespace AdjointKit.Benchmarks.Waves;

/// <summary>
/// The gradient of a shot on 500 x 500 points within a byte budget: the time of run and sweep against what its plan says from the cost of a forward and an
/// adjoint step, measured before and after each sweep; and the plan against binomial checkpointing (Griewank and Walther 2000) in the same memory.
/// </summary>
internal sealed class CheckpointBenchmark(ContestSettings settings, int threads, int steps)
{
    private const int Size = 500;
    private static readonly int[] Megabytes = [64, 512];

    internal void Run()
    {
        using var team = new ThreadTeam(threads);
        using var shot = new ShotCase<float>(Size, Size, 8, steps, gradient: true, team);
        Console.WriteLine($"{steps} steps on {Size} x {Size} points with layers of 20, order 8, f32; {threads} threads, {settings.Rounds} rounds; medians{(settings.ProcessorTime ? ", processor time" : string.Empty)}.");
        Console.WriteLine();
        using var parts = new StepParts(shot.Step, team, settings.ProcessorTime);
        Sweep[] sweeps = [.. Megabytes.Select(megabytes => new Sweep(shot, megabytes * 1_000_000L, team, settings.ProcessorTime))];

        // The first turn takes pages from the operating system and wakes the threads; it does not count.
        var costs = new List<StepCosts>();
        parts.Measure();
        foreach (Sweep sweep in sweeps) sweep.Measure();
        for (int round = 0; round < settings.Rounds; round++)
        {
            costs.Add(parts.Measure());
            foreach (Sweep sweep in sweeps)
            {
                double seconds = sweep.Measure();
                costs.Add(parts.Measure());
                sweep.Note(seconds, costs[^2].And(costs[^1]));
            }
        }

        Console.WriteLine("| forward step | with record | adjoint step | store a snapshot | restore it |");
        Console.WriteLine("|---|---|---|---|---|");
        Console.WriteLine($"| {Milliseconds(costs, cost => cost.Forward)} | {Milliseconds(costs, cost => cost.Record)} | {Milliseconds(costs, cost => cost.Adjoint)} | {Milliseconds(costs, cost => cost.Store)} | {Milliseconds(costs, cost => cost.Restore)} |");
        Console.WriteLine();
        Console.WriteLine("measured / plan: the plan's forward steps times a forward step, and its adjoint steps times an adjoint step; measured / detail: records and copies counted as such.");
        Console.WriteLine();
        Console.WriteLine("| budget | history | recomputed | binomial recomputes | snapshots stored, restored | measured | measured / plan (quartiles) | measured / detail |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (Sweep sweep in sweeps)
        {
            Console.WriteLine(sweep.Line(steps));
            sweep.Dispose();
        }
    }

    /// <summary>
    /// The steps that binomial checkpointing runs again when every slot holds a state and y[0] costs none: r n - C(s + r, r - 1) for the least r with
    /// n at most C(s + r, r), s slots and that of y[0].
    /// </summary>
    private static long BinomialRecomputedSteps(long steps, long snapshots)
    {
        long slots = snapshots + 1;
        double reach = 1;
        long repetitions = 0;
        while (reach < steps)
        {
            repetitions++;
            reach *= (double)(slots + repetitions) / repetitions;
        }

        // C(s + r, r - 1) = C(s + r, r) r / (s + 1).
        return (long)Math.Round((repetitions * steps) - (reach * repetitions / (slots + 1)));
    }

    private static string Milliseconds(List<StepCosts> costs, Func<StepCosts, double> of) =>
        string.Create(CultureInfo.InvariantCulture, $"{1e3 * Contest.Median([.. costs.Select(of)]):0.000} ms");

    /// <summary>Run and sweep within a budget, again and again in the same memory.</summary>
    private sealed class Sweep : IDisposable
    {
        private readonly long budget;
        private readonly long slots;
        private readonly bool processorTime;
        private readonly LoopRun run;
        private readonly List<double> measured = [];
        private readonly List<double> toPlan = [];
        private readonly List<double> toDetail = [];

        internal Sweep(ShotCase<float> shot, long budget, ThreadTeam team, bool processorTime)
        {
            this.budget = budget;
            this.processorTime = processorTime;
            long history = budget - shot.FieldBytes;
            run = Loop.Start(shot.Step, Loop.Plan(shot.Step, shot.Steps, Schedule.ByteBudget(history)), account: null, team);
            slots = (history - run.Plan.Sizes.RecordStride) / run.Plan.Sizes.SnapshotStride;
        }

        internal double Measure() => Contest.Time(
            () =>
            {
                run.Forward();
                run.Backward();
            },
            processorTime);

        internal void Note(double seconds, StepCosts costs)
        {
            measured.Add(seconds);
            toPlan.Add(seconds / run.Plan.PredictedSeconds(costs.Forward, costs.Adjoint));
            toDetail.Add(seconds / costs.Of(run.Plan));
        }

        internal string Line(long steps)
        {
            LoopPlan plan = run.Plan;
            double[] sorted = [.. toPlan.Order()];
            return string.Create(CultureInfo.InvariantCulture, $"| {budget / 1_000_000} MB | {plan.Bytes / 1e6:0.0} MB | {plan.RecomputedSteps} | {BinomialRecomputedSteps(steps, slots)} in {slots} snapshots | {plan.SnapshotsStored}, {plan.SnapshotsRestored} | {Contest.Median([.. measured]):0.00} s | {Contest.Median(sorted):0.000} ({sorted[sorted.Length / 4]:0.000}-{sorted[(sorted.Length - 1) * 3 / 4]:0.000}) | {Contest.Median([.. toDetail]):0.000} |");
        }

        public void Dispose() => run.Dispose();
    }

    /// <summary>Measures the operations that plans consist of, in memory larger than the caches.</summary>
    private sealed class StepParts : IDisposable
    {
        private const int Count = 200;
        private readonly LoopStep step;
        private readonly bool processorTime;
        private readonly LoopRun run;
        private readonly LoopMemory memory;

        internal StepParts(LoopStep step, ThreadTeam team, bool processorTime)
        {
            this.step = step;
            this.processorTime = processorTime;
            run = Loop.Start(step, Loop.Plan(step, Count, Schedule.StoreAll), account: null, team);
            memory = new HostLoopMemory(run.Plan.Sizes.SnapshotStride * Count, account: null, team);
        }

        internal StepCosts Measure()
        {
            double forward = Time(() => Loop.Forward(step, Count));
            double record = Time(() => run.Forward());
            double adjoint = Time(() => run.Backward());
            double store = Time(() => ForEachSnapshot(address => memory.Store(step, address)));
            double restore = Time(() => ForEachSnapshot(address => memory.Restore(step, address)));
            return new StepCosts(forward, record, adjoint, store, restore);
        }

        public void Dispose()
        {
            run.Dispose();
            memory.Dispose();
        }

        private double Time(Action work) => Contest.Time(work, processorTime) / Count;

        private void ForEachSnapshot(Action<long> copy)
        {
            for (int k = 0; k < Count; k++) copy(k * run.Plan.Sizes.SnapshotStride);
        }
    }

    /// <summary>The seconds of each operation of a plan.</summary>
    private readonly record struct StepCosts(double Forward, double Record, double Adjoint, double Store, double Restore)
    {
        internal StepCosts And(StepCosts other) =>
            new((Forward + other.Forward) / 2, (Record + other.Record) / 2, (Adjoint + other.Adjoint) / 2, (Store + other.Store) / 2, (Restore + other.Restore) / 2);

        /// <summary>Each step of the loop is run with its record once; all other runs of it are plain.</summary>
        internal double Of(LoopPlan plan) =>
            (plan.RecomputedSteps * Forward) + (plan.Steps * (Record + Adjoint)) + (plan.SnapshotsStored * Store) + (plan.SnapshotsRestored * Restore);
    }
}
