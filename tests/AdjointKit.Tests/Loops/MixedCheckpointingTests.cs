using AdjointKit.Loops;
using AdjointKit.Loops.Schedules;
using Xunit;

namespace AdjointKit.Tests.Loops;

public sealed class MixedCheckpointingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    public void No_schedule_at_all_is_better(int snapshot, int record)
    {
        for (int steps = 1; steps <= 7; steps++)
        {
            for (int budget = record; budget <= record + 6; budget++)
            {
                int best = new ExhaustiveSearch(steps, snapshot, record, budget).ForwardSteps();
                Assert.Equal(best, new MixedCheckpointing(steps, snapshot, record, budget).ForwardSteps);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(23, 10)]
    [InlineData(4, 10)]
    [InlineData(57, 10)]
    [InlineData(7, 2)]
    public void The_table_equals_the_full_recursion(int snapshot, int record)
    {
        const int steps = 260;
        const int largest = 300;
        int[][] live = FullRecursion(steps, snapshot, record, largest, out int[][] start);
        for (int free = 0; free <= largest; free += 7)
        {
            foreach (int count in new[] { 1, 2, 3, 10, 50, 137, steps })
            {
                Assert.Equal(start[free][count], new MixedCheckpointing(count, snapshot, record, free + record).ForwardSteps);
            }
        }

        Assert.Equal(live[largest][100], new MixedCheckpointing(steps, snapshot, record, largest + record).ForwardStepsFromLive(100));
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(100, 5)]
    [InlineData(1000, 8)]
    [InlineData(4000, 30)]
    public void Without_room_for_records_it_is_binomial_checkpointing(int steps, int snapshots)
    {
        // A record too large to be kept beside the working one leaves snapshots only; y[0] counts as one of revolve's.
        const int record = 100_000;
        var plan = new MixedCheckpointing(steps, 1, record, record + snapshots - 1);
        Assert.Equal(Revolve(steps, snapshots) + steps, plan.ForwardSteps);
    }

    [Theory]
    [InlineData(64, 2.3)]
    [InlineData(12, 2.3)]
    [InlineData(200, 1)]
    [InlineData(40, 0.5)]
    [InlineData(500, 6)]
    public void It_never_takes_more_steps_than_binomial_checkpointing(int records, double ratio)
    {
        const long record = 1000;
        long snapshot = (long)(record * ratio);
        foreach (int steps in new[] { 30, 300, 1000, 4000, 9000 })
        {
            long budget = records * record;
            if (budget >= steps * record) continue;
            var plan = new MixedCheckpointing(steps, snapshot, record, budget);
            int snapshots = (int)((budget - record) / snapshot) + 1;
            Assert.InRange(plan.ForwardSteps, steps, Revolve(steps, snapshots) + steps);
        }
    }

    [Fact]
    public void One_unit_for_either_gives_the_known_sums()
    {
        // Maddison 2024: with one unit, n (n + 1) / 2 - 1 steps; with n - 1 units every record fits.
        var one = new MixedCheckpointing(100, 1, 1, 2);
        for (int n = 2; n <= 100; n++) Assert.Equal(n * (n + 1) / 2 - 1, one.ForwardStepsFromLive(n));
        var all = new MixedCheckpointing(100, 1, 1, 100);
        Assert.Equal(100, all.ForwardStepsFromLive(100));
    }

    [Theory]
    [InlineData(10, 2.3)]
    [InlineData(64, 2.3)]
    [InlineData(200, 2.3)]
    [InlineData(1000, 2.3)]
    [InlineData(200, 1)]
    public void A_plan_of_twenty_thousand_steps_is_compiled_into_the_steps_it_counts(int records, double ratio)
    {
        const long record = 1 << 20;
        var plan = new MixedCheckpointing(20_000, (long)(record * ratio), record, records * record);
        List<LoopOperation> operations = plan.Compile();
        Assert.Equal(plan.ForwardSteps, operations.Where(o => o.Kind is LoopOperationKind.Advance or LoopOperationKind.Record).Sum(o => o.To - o.From));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(23, 200)]
    [InlineData(5, 31)]
    public void The_compiled_plan_is_valid_and_keeps_within_its_bytes(int snapshot, int budget)
    {
        const int record = 10;
        for (int steps = 1; steps < 120; steps += 7)
        {
            var plan = new MixedCheckpointing(steps, snapshot, record, budget + record);
            LoopPlan compiled = LoopPlan.From(steps, new LoopSizes(snapshot, record), plan.Compile());
            Assert.Equal(plan.ForwardSteps, compiled.ForwardSteps);
            Assert.InRange(compiled.Bytes, record, budget + record);
            Assert.Equal(steps, Simulate(compiled, snapshot, record));
        }
    }

    /// <summary>Executes a plan on paper: memory is a map from byte to what lies there. Returns the steps reversed.</summary>
    private static long Simulate(LoopPlan plan, int snapshot, int record)
    {
        string[] memory = new string[plan.Bytes];
        long live = -1;
        long adjoint = plan.Steps;
        foreach (LoopOperation operation in plan.Operations)
        {
            switch (operation.Kind)
            {
                case LoopOperationKind.Initialize:
                    live = 0;
                    break;
                case LoopOperationKind.Store:
                    Assert.Equal(live, operation.From);
                    memory.AsSpan((int)operation.Address, snapshot).Fill($"y{live}");
                    break;
                case LoopOperationKind.Restore:
                    Assert.All(memory[(int)operation.Address..(int)(operation.Address + snapshot)], at => Assert.Equal($"y{operation.From}", at));
                    live = operation.From;
                    break;
                case LoopOperationKind.Advance:
                    Assert.Equal(live, operation.From);
                    live = operation.To;
                    break;
                case LoopOperationKind.Record:
                    Assert.Equal(live, operation.From);
                    for (long step = operation.From; step < operation.To; step++) memory.AsSpan((int)(operation.Address + (step - operation.From) * record), record).Fill($"r{step}");
                    live = operation.To;
                    break;
                case LoopOperationKind.Reverse:
                    Assert.Equal(adjoint, operation.To);
                    for (long step = operation.From; step < operation.To; step++)
                    {
                        int at = (int)(operation.Address + (step - operation.From) * record);
                        Assert.All(memory[at..(at + record)], content => Assert.Equal($"r{step}", content));
                    }

                    adjoint = operation.From;
                    break;
            }
        }

        return plan.Steps - adjoint;
    }

    /// <summary>The forward steps of revolve beside the recording ones: t n - C(c + t, t - 1), C(c + t - 1, t - 1) &lt; n &lt;= C(c + t, t).</summary>
    private static long Revolve(int steps, int snapshots)
    {
        int repetitions = 0;
        double reach = 1;
        double before = 0;
        while (reach < steps)
        {
            repetitions++;
            before = reach;
            reach *= (double)(snapshots + repetitions) / repetitions;
        }

        // C(c + t, t - 1) = C(c + t - 1, t - 1) (c + t) / (c + 1), and C(c + t - 1, t - 1) is the reach before the last repetition.
        return repetitions == 0 ? 0 : (long)Math.Round(repetitions * (double)steps - before * (snapshots + repetitions) / (snapshots + 1));
    }

    private static int[][] FullRecursion(int steps, int snapshot, int record, int largest, out int[][] start)
    {
        const int never = int.MaxValue / 4;
        int[][] live = new int[largest + 1][];
        start = new int[largest + 1][];
        for (int free = 0; free <= largest; free++)
        {
            int[] p = live[free] = new int[steps + 1];
            int[] p0 = start[free] = new int[steps + 1];
            p[1] = 1;
            p0[1] = 1;
            for (int n = 2; n <= steps; n++)
            {
                p[n] = free >= record ? Math.Min(never, 1 + live[free - record][n - 1]) : never;
                p0[n] = p[n];
                for (int i = 1; i < n; i++)
                {
                    if (free >= snapshot) p[n] = Math.Min(p[n], i + live[free - snapshot][n - i] + p[i]);
                }

                for (int i = 1; i < n; i++) p0[n] = Math.Min(p0[n], i + p[n - i] + p0[i]);
                p0[n] = Math.Min(p0[n], p[n]);
            }
        }

        return live;
    }
}
