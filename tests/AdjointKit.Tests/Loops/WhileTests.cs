using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Loops;

public sealed class WhileTests
{
    [Theory]
    [InlineData(0.83)]
    [InlineData(1e-3)]
    [InlineData(150)]
    public void The_gradient_is_that_of_the_plain_tape_under_every_schedule(double start)
    {
        using NdArray<double> x = NdArray.From(start, 0.01);
        ValueAndGradient<double> plain = Gradient.Of<double>(
            v =>
            {
                Var<double> y = v;
                while (y.Value[0] < 100) y = Grow(y, v);
                return Ops.Sum(y);
            },
            x);
        using var folder = new TemporaryFolder();
        ValueAndGradient<double>? first = null;
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.WithinAccount, Schedule.ByteBudget(30_000), Schedule.ByteBudget(6_000), Schedule.ByteBudget(4_000), Schedule.Disk(folder.Path) })
        {
            ValueAndGradient<double> looped = Gradient.Of<double>(v => Ops.Sum(While.Run(y => y[0] < 100, (y, p) => Grow(y, p[0]), v, [v], schedule: schedule)), x);
            first ??= looped;
            Assert.Equal(plain.Value, looped.Value, 1e-13 * Math.Abs(plain.Value));
            ScanTests.AssertClose(plain.Gradient, looped.Gradient, 1e-13);
            Assert.Equal(first.Value.Gradient.AsReadOnlySpan().ToArray(), looped.Gradient.AsReadOnlySpan().ToArray());
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));

        static Var<double> Grow(Var<double> y, Var<double> p) => (1.05 * y) + (0.02 * Ops.Sin(y * p));
    }

    [Fact]
    public void A_long_loop_of_unknown_length_keeps_to_a_small_budget_and_its_plan()
    {
        using NdArray<double> x = NdArray.From(1.0, 0.3);
        LoopResult? looped = null;
        LoopPlan? plan = null;
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> input = tape.Input(x);
        looped = While.Run((_, state) => state[0].As<double>()[0] < 100, frame => frame.Next[0] = Step(frame.State[0].As<double>()), [input], schedule: Schedule.ByteBudget(20_000), planned: made => plan = made);
        tape.Backward(Ops.Sum(looped.State[0].As<double>()));
        Assert.True(looped.Steps > 3000);
        Assert.True(plan!.Bytes <= 20_000 && plan.ForwardSteps <= 7 * looped.Steps, $"{plan}");
        Assert.Equal(looped.Steps, looped.Report!.Value.AdjointSteps);
        Assert.InRange(looped.Report.Value.Bytes, 10_000, 20_000);
        Assert.InRange(compute.Memory.Peak, 1_000, looped.Report.Value.Bytes);
        ValueAndGradient<double> stored = Gradient.Of<double>(v => Ops.Sum(While.Run(y => y[0] < 100, (y, _) => Step(y), v, [])), x);
        Assert.Equal(stored.Gradient.AsReadOnlySpan().ToArray(), tape.Gradient(input).AsReadOnlySpan().ToArray());

        static Var<double> Step(Var<double> y) => y + (0.001 * y) + (0.0001 * Ops.Sin(y));
    }

    [Fact]
    public void Body_and_condition_run_as_in_a_plain_loop()
    {
        using NdArray<double> x = NdArray.From(1.0);
        foreach ((double limit, int steps) in new[] { (0.0, 0), (1.5, 1), (6.5, 3) })
        {
            int calls = 0;
            int questions = 0;
            double Value(Var<double> v) => While.Run(h => ++questions > 0 && h[0] < limit, (h, p) => h + (p[0] * ++calls), v, [v]).Value[0];
            using var compute = new Compute(threads: 1);
            using var tape = new Tape(compute);
            Assert.Equal((1 + (steps * (steps + 1) / 2), steps, steps + 1), (Value(tape.Input(x)), calls, questions));
        }
    }

    [Fact]
    public void Tangents_and_second_derivatives_go_through()
    {
        using NdArray<double> a = NdArray.From(2.0, 7);
        using NdArray<double> v = NdArray.From(0.3, 1);

        // Newton's iteration for the square root, whose derivatives the last iterates have too.
        Var<double> Root(Var<double> x, Schedule schedule) => While.Run(y => Math.Abs((y[0] * y[0]) - 2) > 1e-13 || Math.Abs((y[1] * y[1]) - 7) > 1e-13, (y, p) => 0.5 * (y + (p[0] / y)), x, [x], schedule: schedule);
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(60_000) })
        {
            (_, NdArray<double> change) = Jvp.Of<double, double>(x => Root(x, schedule), a, v);
            Assert.Equal(0.3 / (2 * Math.Sqrt(2)), change[0], 1e-12);
            foreach (HvpMode mode in new[] { HvpMode.ForwardOverReverse, HvpMode.ReverseOverReverse })
            {
                (NdArray<double> gradient, NdArray<double> product) = Hvp.Of<double>(x => Ops.Sum(Root(x, schedule)), a, v, mode: mode);
                Assert.Equal(1 / (2 * Math.Sqrt(7)), gradient[1], 1e-12);
                Assert.Equal(-0.25 * Math.Pow(7, -1.5), product[1], 1e-9);
            }
        }
    }

    [Fact]
    public void A_loop_that_does_not_stop_and_one_that_does_not_start()
    {
        using NdArray<double> x = NdArray.From(1.0);
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Gradient.Of<double>(v => Ops.Sum(While.Run(_ => true, (y, _) => Ops.Sin(y), v, [], limit: 50)), x));
        Assert.Contains("50 steps", failure.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Gradient.Of<double>(v => Ops.Sum(While.Run(_ => false, (y, _) => y, v, [], schedule: Schedule.Truncated(2, 2))), x));
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(10_000) })
        {
            ValueAndGradient<double> still = Gradient.Of<double>(v => Ops.Sum(2 * While.Run(_ => false, (y, _) => Ops.Sin(y), v, [], schedule: schedule)), x);
            Assert.Equal(2, still.Value);
            Assert.Equal(2, still.Gradient[0]);
        }
    }
}
