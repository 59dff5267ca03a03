using System.Reflection;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Loops.Schedules;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Loops;

/// <summary>Disk, loops of unknown length and long loops, on fused steps.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Records_on_disk_give_the_same_bits_and_leave_no_file()
    {
        const int steps = 90;
        using var folder = new TemporaryFolder();
        OscillatorChain kept = Swept(Loop.Start, Schedule.StoreAll);
        var chain = new OscillatorChain(5) { Last = steps };
        using (LoopRun run = Loop.Start(chain, steps, Schedule.Disk(folder.Path)))
        {
            run.Forward();
            run.Backward();
            Assert.Equal(0, run.Plan.RecomputedSteps);
        }

        Assert.Equal(kept.StartGradient, chain.StartGradient);
        Assert.Equal(kept.StiffnessGradient, chain.StiffnessGradient);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));

        static OscillatorChain Swept(Func<LoopStep, long, Schedule, Compute?, LoopRun> start, Schedule schedule)
        {
            var chain = new OscillatorChain(5) { Last = steps };
            using LoopRun run = start(chain, steps, schedule, null);
            run.Forward();
            run.Backward();
            return chain;
        }
    }

    [Fact]
    public void A_disk_that_is_full_and_a_folder_that_is_not_there_are_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        IOException full = Assert.Throws<IOException>(() => Loop.Start(new Huge(), 10, Schedule.Disk(folder.Path)));
        Assert.Contains("is full", full.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, full.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => Loop.Start(new OscillatorChain(5) { Last = 3 }, 3, Schedule.Disk(Path.Combine(folder.Path, "none"))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(400)]
    [InlineData(3000)]
    public void A_fused_loop_of_unknown_length_gives_the_same_bits_within_its_bytes(int steps)
    {
        var kept = new OscillatorChain(5) { Last = steps };
        using (LoopRun run = Loop.Start(kept, steps, Schedule.StoreAll))
        {
            run.Forward();
            run.Backward();
        }

        using var folder = new TemporaryFolder();
        foreach (Schedule schedule in new[] { Schedule.ByteBudget(64), Schedule.ByteBudget(64 * 8), Schedule.ByteBudget(64 * 40), Schedule.ByteBudget(64 * 1000), Schedule.Disk(folder.Path) })
        {
            var chain = new OscillatorChain(5) { Last = steps };
            using LoopRun run = Loop.StartOnline(chain, schedule);
            if (steps > 1000 && schedule == Schedule.ByteBudget(64)) continue;
            Assert.Equal(steps, run.ForwardWhile(step => step < steps));
            Assert.Equal(kept.X, chain.X);
            for (int sweep = 0; sweep < 2; sweep++)
            {
                run.Backward();
                Assert.Equal(kept.StartGradient, chain.StartGradient);
                Assert.Equal(kept.StiffnessGradient, chain.StiffnessGradient);
                if (sweep == 0) Assert.Equal(run.Plan.ForwardSteps, run.Report.ForwardSteps);
            }
        }
    }

    [Theory]
    [InlineData(60_000, 64 * 30)]
    [InlineData(60_000, 64 * 3000)]
    [InlineData(200_000, 64 * 100)]
    public void A_long_loop_is_planned_by_the_formula_within_its_bytes_and_its_bound(int steps, long budget)
    {
        var sizes = new LoopSizes(192, 64);
        LoopPlan plan = Schedule.ByteBudget(budget).Plan(steps, sizes, new MemoryAccount());
        Assert.InRange(plan.Bytes, 64, budget);

        // Every step is swept over once, last one first, from records that are there.
        long next = steps;
        long live = -1;
        (long From, long To) recorded = default;
        var stored = new Dictionary<long, long>();
        foreach (LoopOperation operation in plan.Operations)
        {
            switch (operation.Kind)
            {
                case LoopOperationKind.Initialize:
                    live = 0;
                    break;
                case LoopOperationKind.Store:
                    Assert.Equal(live, operation.From);
                    stored[operation.Address] = live;
                    break;
                case LoopOperationKind.Restore:
                    live = stored[operation.Address];
                    Assert.Equal(operation.From, live);
                    break;
                case LoopOperationKind.Reverse:
                    Assert.Equal((operation.From, operation.To), recorded);
                    Assert.Equal(next, operation.To);
                    next = operation.From;
                    break;
                default:
                    Assert.Equal(live, operation.From);
                    live = operation.To;
                    recorded = (operation.From, operation.To);
                    break;
            }
        }

        Assert.Equal(0, next);
        long group = Math.Max(1, budget / 2 / 64);
        int slots = (int)Math.Max(1, (budget - (group * 64)) / 192);
        int repetitions = 0;
        while (BinomialPlan.Reach(slots, repetitions) < (steps + group - 1) / group) repetitions++;
        Assert.InRange(plan.ForwardSteps, steps, (repetitions + 1L) * steps);
    }

    [Fact]
    public void A_step_of_ones_own_can_be_written_with_what_is_public()
    {
        Assert.True(typeof(NdArray<double>).GetProperty("Raw")!.GetMethod!.IsPublic);
        Assert.All(typeof(LoopStep).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(method => method.IsAbstract), method => Assert.True(method.IsPublic, method.Name));
        using NdArray<double> numbers = NdArray.From(1.0, 2, 3, 4);
        NdArray<double> row = numbers.Slice(0, 1, 3).Raw.As<double>();
        Assert.Equal([2.0, 3, 4], row.AsReadOnlySpan().ToArray());
        row.AsWritableSpan()[0] = 7;
        Assert.Equal(7, numbers[1]);
        Assert.Throws<InvalidOperationException>(() => numbers.Slice(0, 1, 1).Raw.As<System.Numerics.Complex>());
    }

    private sealed class Huge : LoopStep
    {
        private readonly NdArray<double> state = NdArray.Zeros<double>(1);

        public override int StateCount => 1;

        public override long RecordBytes => 1L << 50;

        public override RawArray State(int index) => state.Raw;

        public override void Initialize()
        {
        }

        public override void Advance(long from, long to, RecordWindow records)
        {
        }

        public override void InitializeAdjoint()
        {
        }

        public override void AdvanceAdjoint(long from, long to, RecordWindow records)
        {
        }
    }
}
