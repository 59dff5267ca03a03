using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Runs;
using Xunit;

namespace AdjointKit.Tests.Loops;

[Collection("Alone")]
public sealed class LoopRunTests
{
    private const int Count = 5;

    [Fact]
    public void The_gradient_agrees_with_differences()
    {
        const int steps = 60;
        OscillatorChain chain = Gradient(steps, Schedule.StoreAll);
        const double h = 1e-4;
        double difference = (8 * (Objective(steps, h) - Objective(steps, -h)) - (Objective(steps, 2 * h) - Objective(steps, -2 * h))) / (12 * h);
        Assert.Equal(difference, chain.StiffnessGradient, 1e-9 * Math.Abs(difference));
    }

    [Fact]
    public void The_tangent_agrees_with_the_gradient()
    {
        const int steps = 60;
        var chain = new OscillatorChain(Count) { Last = steps, StiffnessTangent = 1 };
        Loop.Tangent(chain, steps);
        double gradient = Gradient(steps, Schedule.StoreAll).StiffnessGradient;
        Assert.Equal(gradient, chain.ObjectiveTangent, 1e-12 * Math.Abs(gradient));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(37, 0)]
    [InlineData(300, 0)]
    [InlineData(150, 40)]
    public void Every_budget_gives_the_same_bits_within_its_bytes_and_its_plan(int steps, int padding)
    {
        OscillatorChain all = Gradient(steps, Schedule.StoreAll, padding);
        long record = 64;
        foreach (long bytes in new[] { record, 2 * record, 3 * record + 17, 5 * record, 11 * record, 23 * record, 100 * record, 1000 * record })
        {
            var chain = new OscillatorChain(Count, padding: padding) { Last = steps };
            using var compute = new Compute(threads: 1, memoryBudget: bytes);
            using (LoopRun run = Loop.Start(chain, steps, Schedule.ByteBudget(bytes), compute))
            {
                run.Forward();
                Assert.Equal(all.Objective, chain.Objective);
                run.Backward();
                Assert.Equal(run.Plan.ForwardSteps, chain.ForwardSteps);
                Assert.Equal(run.Plan.ForwardSteps, run.Report.ForwardSteps);
                Assert.Equal(steps, run.Report.AdjointSteps);
                Assert.Equal(run.Plan.RecomputedSteps, run.Report.RecomputedSteps);
            }

            Assert.Equal(0, compute.Memory.Used);
            Assert.InRange(compute.Memory.Peak, record, bytes);
            AssertSameBits(all, chain);
        }
    }

    [Fact]
    public void A_second_sweep_gives_the_same_bits()
    {
        const int steps = 90;
        var chain = new OscillatorChain(Count) { Last = steps };
        using LoopRun run = Loop.Start(chain, steps, Schedule.ByteBudget(64 * 12));
        run.Forward();
        run.Backward();
        double[] first = chain.StartGradient;
        double stiffness = chain.StiffnessGradient;
        run.Backward();
        Assert.Equal(first, chain.StartGradient);
        Assert.Equal(stiffness, chain.StiffnessGradient);
        Assert.Equal(2 * run.Plan.ForwardSteps, run.Report.ForwardSteps);
    }

    [Fact]
    public void A_run_is_used_again_for_the_next_shot()
    {
        const int steps = 90;
        var chain = new OscillatorChain(Count) { Last = steps };
        using LoopRun run = Loop.Start(chain, steps, Schedule.ByteBudget(64 * 12));
        for (int shot = 0; shot < 3; shot++)
        {
            run.Forward();
            run.Backward();
            AssertSameBits(Gradient(steps, Schedule.StoreAll), chain);
            Assert.Equal(run.Plan.ForwardSteps, run.Report.ForwardSteps);
        }
    }

    [Fact]
    public void A_sweep_without_a_run_before_runs_forward_first()
    {
        var chain = new OscillatorChain(Count) { Last = 20 };
        using LoopRun run = Loop.Start(chain, 20, Schedule.StoreAll);
        run.Backward();
        AssertSameBits(Gradient(20, Schedule.StoreAll), chain);
        run.Backward();
        Assert.Equal(20, run.Report.ForwardSteps);
    }

    [Fact]
    public void A_cancelled_sweep_can_be_started_again()
    {
        const int steps = 2000;
        using var cancellation = new CancellationTokenSource();
        var chain = new OscillatorChain(Count) { Last = steps };
        using LoopRun run = Loop.Start(chain, steps, Schedule.ByteBudget(64 * 20));
        run.Forward(null, cancellation.Token);
        long executed = chain.ForwardSteps;
        chain.OnAdvance = _ =>
        {
            if (chain.ForwardSteps == executed + 500) cancellation.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => run.Backward(null, cancellation.Token));
        Assert.InRange(chain.ForwardSteps, executed + 500, executed + 500 + 1024);
        chain.OnAdvance = null;
        run.Backward();
        AssertSameBits(Gradient(steps, Schedule.StoreAll), chain);
    }

    [Fact]
    public void A_slow_step_is_cancelled_within_a_tenth_of_a_second_and_reports_progress()
    {
        using var cancellation = new CancellationTokenSource();
        var chain = new OscillatorChain(Count) { Last = 1000, OnAdvance = _ => Thread.Sleep(2) };
        var events = new List<RunProgress>();
        using LoopRun run = Loop.Start(chain, 1000, Schedule.StoreAll);
        var reporter = new Reporter(happened =>
        {
            events.Add(happened);
            if (happened.Done > 100) cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => run.Forward(reporter, cancellation.Token));
        Assert.InRange(chain.ForwardSteps, 100, 400);
        Assert.All(events, happened => Assert.Equal(1000, happened.Total));
        Assert.True(events[0].Remaining > TimeSpan.Zero);
        Assert.Equal("steps", events[0].Unit);
    }

    [Fact]
    public void Steps_are_handed_over_in_intervals()
    {
        var chain = new OscillatorChain(Count) { Last = 5000 };
        using LoopRun run = Loop.Start(chain, 5000, Schedule.StoreAll);
        run.Forward();
        Assert.InRange(chain.Calls, 5, 100);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        const int steps = 3000;
        var chain = new OscillatorChain(Count) { Last = steps };
        using LoopRun run = Loop.Start(chain, steps, Schedule.ByteBudget(64 * 30));
        run.Forward();
        run.Backward();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(true);
            run.Forward();
            run.Backward();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(true) - before);
        }

        Assert.InRange(least, 0, 4000);
    }

    [Fact]
    public void A_budget_below_one_record_names_the_least_that_works()
    {
        var chain = new OscillatorChain(2000) { Last = 10 };
        var failure = Assert.Throws<InsufficientBudgetException>(() => Loop.Start(chain, 10, Schedule.ByteBudget(1000)));
        Assert.Equal(16064, failure.Asked);
        Assert.Contains("0.016 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_is_asked_before_anything_runs()
    {
        var chain = new OscillatorChain(Count) { Last = 100 };
        using var compute = new Compute(threads: 1, memoryBudget: 1000);
        Assert.Throws<InsufficientBudgetException>(() => Loop.Start(chain, 100, Schedule.StoreAll, compute));
        Assert.Equal(0, compute.Memory.Used);
        using LoopRun run = Loop.Start(chain, 100, Schedule.WithinAccount, compute);
        run.Backward();
        AssertSameBits(Gradient(100, Schedule.StoreAll), chain);
    }

    [Fact]
    public void A_step_without_records_keeps_nothing_and_runs_once()
    {
        var step = new Counter();
        using LoopRun run = Loop.Start(step, 50, Schedule.ByteBudget(0));
        run.Forward();
        run.Backward();
        Assert.Equal(0, run.Plan.Bytes);
        Assert.Equal(50, run.Report.ForwardSteps);
        Assert.Equal(50, step.Reversed);
    }

    [Fact]
    public void An_adjoint_that_needs_no_record_runs_without_a_forward_run()
    {
        var step = new Counter();
        Loop.Adjoint(step, 50);
        Assert.Equal(50, step.Reversed);
        Assert.Equal(0, step.Advanced);
        Assert.Throws<ArgumentException>(() => Loop.Adjoint(new OscillatorChain(Count), 50));
    }

    [Fact]
    public void A_loop_of_no_steps_only_initialises()
    {
        var chain = new OscillatorChain(Count) { Last = 0 };
        using LoopRun run = Loop.Start(chain, 0, Schedule.ByteBudget(0));
        run.Forward();
        run.Backward();
        Assert.Equal(chain.X, chain.StartGradient);
    }

    [Fact]
    public void A_plan_serves_several_runs_but_not_a_step_of_other_sizes()
    {
        LoopPlan plan = Loop.Plan(new OscillatorChain(Count), 40, Schedule.ByteBudget(64 * 7));
        var chain = new OscillatorChain(Count) { Last = 40 };
        using LoopRun run = Loop.Start(chain, plan);
        run.Backward();
        AssertSameBits(Gradient(40, Schedule.StoreAll), chain);
        Assert.Throws<ArgumentException>(() => Loop.Start(new OscillatorChain(100), plan));
    }

    [Fact]
    public void The_plan_and_the_report_print_what_a_user_asks()
    {
        var chain = new OscillatorChain(Count) { Last = 40 };
        using LoopRun run = Loop.Start(chain, 40, Schedule.ByteBudget(64 * 7));
        run.Forward();
        Assert.Equal(0, run.Report.PredictedSeconds);
        run.Backward();
        Assert.True(run.Report.PredictedSeconds > 0);
        Assert.StartsWith($"40 steps, {run.Plan.RecomputedSteps} recomputed, 0 MB", run.Plan.ToString(), StringComparison.Ordinal);
        Assert.Contains($"({run.Plan.RecomputedSteps} recomputed), 40 adjoint steps", run.Report.ToString(), StringComparison.Ordinal);
        Assert.Equal(run.Plan.ForwardSteps * 0.5 + 40 * 2.0, run.Plan.PredictedSeconds(0.5, 2), 1e-12);
    }

    private static OscillatorChain Gradient(int steps, Schedule schedule, int padding = 0)
    {
        var chain = new OscillatorChain(Count, padding: padding) { Last = steps };
        using LoopRun run = Loop.Start(chain, steps, schedule);
        run.Forward();
        run.Backward();
        return chain;
    }

    private static double Objective(int steps, double change)
    {
        var chain = new OscillatorChain(Count, 1.3 + change) { Last = steps };
        Loop.Forward(chain, steps);
        return chain.Objective;
    }

    private static void AssertSameBits(OscillatorChain expected, OscillatorChain actual)
    {
        Assert.Equal(expected.StartGradient.Select(BitConverter.DoubleToInt64Bits), actual.StartGradient.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.StiffnessGradient), BitConverter.DoubleToInt64Bits(actual.StiffnessGradient));
    }

    private sealed class Reporter(Action<RunProgress> action) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => action(value);
    }

    /// <summary>A linear step: its adjoint needs nothing of the run.</summary>
    private sealed class Counter : LoopStep
    {
        private readonly NdArray<double> state = NdArray.Zeros<double>(1);

        public long Reversed { get; private set; }

        public long Advanced { get; private set; }

        public override int StateCount => 1;

        public override long RecordBytes => 0;

        public override RawArray State(int index) => state.Raw;

        public override void Initialize() => state.AsWritableSpan()[0] = 0;

        public override void Advance(long from, long to, RecordWindow records)
        {
            Assert.False(records.Contains(from));
            Advanced += to - from;
        }

        public override void InitializeAdjoint() => Reversed = 0;

        public override void AdvanceAdjoint(long from, long to, RecordWindow records) => Reversed += to - from;
    }
}
