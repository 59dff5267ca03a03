using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.TestKit;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Loops;

public sealed class ScanTests
{
    public static TheoryData<int> Programs => [.. Enumerable.Range(0, LoopProgram.All.Length)];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_exact_schedule_gives_the_bits_of_the_others_and_the_gradient_of_the_plain_tape(int index)
    {
        LoopProgram program = LoopProgram.All[index];
        (double value, NdArray<double>[] plain) = Gradient.Of<double>(v => program.Plain(v), program.Inputs());
        (double storedValue, NdArray<double>[] stored, LoopPlan plan) = Swept(program, Schedule.StoreAll);
        Assert.Equal(program.Steps, plan.Steps);
        Assert.Equal(0, plan.RecomputedSteps);
        Assert.Equal(value, storedValue, 1e-13 * Math.Abs(value));
        for (int k = 0; k < plain.Length; k++) AssertClose(plain[k], stored[k], 1e-13);
        long record = program.Growth * plan.Bytes / plan.Steps;
        using var folder = new TemporaryFolder();
        var schedules = new List<Schedule> { Schedule.Disk(folder.Path), Schedule.Truncated(program.Steps, program.Steps), Schedule.WithinAccount };
        foreach (double records in new[] { 1, 1.5, 2.2, 4, 9 }) schedules.Add(Schedule.ByteBudget((long)(records * record)));
        foreach (Schedule schedule in schedules)
        {
            (double again, NdArray<double>[] gradients, LoopPlan other) = Swept(program, schedule);
            Assert.Equal(storedValue, again);
            for (int k = 0; k < plain.Length; k++) Assert.Equal(stored[k].AsReadOnlySpan().ToArray(), gradients[k].AsReadOnlySpan().ToArray());
            if (schedule == schedules[^5]) Assert.True(other.RecomputedSteps > 0 && other.Bytes <= 1.01 * record, $"{other}");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Tangents_and_second_derivatives_are_those_of_the_plain_tape_under_every_schedule(int index)
    {
        LoopProgram program = LoopProgram.All[index];
        (double _, NdArray<double>[] gradients) = Gradient.Of<double>(v => program.Plain(v), program.Inputs());
        NdArray<double>[] directions = program.Directions();
        double slope = gradients.Zip(directions, (g, d) => g.AsReadOnlySpan().ToArray().Zip(d.AsReadOnlySpan().ToArray(), (a, b) => a * b).Sum()).Sum();
        (_, NdArray<double>[] products) = Hvp.Of<double>(v => program.Plain(v), program.Inputs(), directions);
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(150_000) })
        {
            (_, NdArray<double> tangent) = Jvp.Of<double, double>(v => program.Scanned(v, schedule), program.Inputs(), directions);
            Assert.Equal(slope, tangent[[]], 1e-12 * Math.Max(1, Math.Abs(slope)));
            (_, NdArray<double>[] scanned) = Hvp.Of<double>(v => program.Scanned(v, schedule), program.Inputs(), directions);
            for (int k = 0; k < products.Length; k++) AssertClose(products[k], scanned[k], 1e-11);
        }
    }

    [Fact]
    public void Second_derivatives_by_reverse_over_reverse_and_third_derivatives_go_through()
    {
        using NdArray<double> x = NdArray.From(0.3, -0.6);
        using NdArray<double> v = NdArray.From(1.0, 0.5);
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(100_000) })
        {
            (_, NdArray<double> expected) = Hvp.Of<double>(a => Ops.Sum(Plain(a)), x, v, mode: HvpMode.ReverseOverReverse);
            (_, NdArray<double> product) = Hvp.Of<double>(a => Ops.Sum(Looped(a, schedule)), x, v, mode: HvpMode.ReverseOverReverse);
            AssertClose(expected, product, 1e-12);
            (_, NdArray<double> third) = Hvp.Of<double>(a => Along(Plain, a), x, v);
            (_, NdArray<double> looped) = Hvp.Of<double>(a => Along(b => Looped(b, schedule), a), x, v);
            AssertClose(third, looped, 1e-12);
        }

        Var<double> Along(Func<Var<double>, Var<double>> f, Var<double> a) => Ops.Sum(Jvp.Of(f, a, a.Tape.Constant(v)).Tangent);

        static Var<double> Plain(Var<double> a)
        {
            Var<double> y = a;
            for (int t = 0; t < 6; t++) y = Ops.Sin(y) + (0.5 * a * y);
            return y;
        }

        static Var<double> Looped(Var<double> a, Schedule schedule) => Scan.Repeat((y, p) => Ops.Sin(y) + (0.5 * p[0] * y), a, [a], 6, schedule);
    }

    [Fact]
    public void A_loop_within_a_loop_is_differentiated()
    {
        using NdArray<double> x = NdArray.From(0.3, -0.6);
        ValueAndGradient<double> plain = Gradient.Of<double>(
            a =>
            {
                Var<double> y = a;
                for (int t = 0; t < 4; t++)
                {
                    Var<double> z = y;
                    for (int s = 0; s < 3; s++) z = Ops.Tanh(z + a);
                    y = z * y;
                }

                return Ops.Sum(y);
            },
            x);
        ValueAndGradient<double> nested = Gradient.Of<double>(
            a => Ops.Sum(Scan.Repeat((y, p) => Scan.Repeat((z, q) => Ops.Tanh(z + q[0]), y, p, 3, Schedule.ByteBudget(20_000)) * y, a, [a], 4, Schedule.ByteBudget(50_000))),
            x);
        Assert.Equal(plain.Value, nested.Value, 1e-14);
        AssertClose(plain.Gradient, nested.Gradient, 1e-13);
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(4, 4)]
    [InlineData(3, 50)]
    [InlineData(1, 2)]
    public void A_truncated_sweep_is_the_sum_of_its_windows(int k1, int k2)
    {
        const int steps = 23;
        double[] sequence = [.. Enumerable.Range(0, steps).Select(t => Math.Sin(t))];
        double[] at = [0.2, 0.8];
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> start = tape.Input(NdArray.From<double>([at[0]], default));
        Var<double> weight = tape.Input(NdArray.From<double>([at[1]], default));
        (Var<double> last, Var<double> all) = Scan.Run((h, x, p) => Step(h, x, p[0]), start, tape.Constant(NdArray.From(sequence)), [weight], Schedule.Truncated(k1, k2));
        tape.Backward(Ops.Sum(Ops.Sin(all)) + last);

        (double ofStart, double ofWeight) = (0, 0);
        for (int end = Math.Min(k1, steps), before = 0; before < steps; before = end, end = Math.Min(end + k1, steps))
        {
            int first = Math.Max(0, end - k2);
            double state = at[0];
            for (int t = 0; t < first; t++) state = Math.Tanh((state * at[1]) + sequence[t]);
            using var window = new Tape(compute);
            Var<double> entry = window.Input(NdArray.From<double>([state], default));
            Var<double> shared = window.Input(NdArray.From<double>([at[1]], default));
            Var<double> h = entry;
            Var<double> loss = window.Constant(0.0);
            for (int t = first; t < end; t++)
            {
                (h, Var<double> output) = Step(h, window.Constant(NdArray.From<double>([sequence[t]], default)), shared);
                if (t >= before) loss += Ops.Sin(output);
            }

            if (end == steps) loss += h;
            window.Backward(loss);
            if (first == 0) ofStart += window.Gradient(entry)[[]];
            ofWeight += window.Gradient(shared)[[]];
        }

        Assert.Equal(ofStart, tape.Gradient(start)[[]], 1e-14);
        Assert.Equal(ofWeight, tape.Gradient(weight)[[]], 1e-13);

        static (Var<double>, Var<double>) Step(Var<double> h, Var<double> x, Var<double> w)
        {
            Var<double> next = Ops.Tanh((h * w) + x);
            return (next, next * h);
        }
    }

    [Fact]
    public void A_second_sweep_and_a_swept_tape_reset_give_the_same_bits()
    {
        LoopProgram program = LoopProgram.All[0];
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(40_000) })
        {
            var all = new List<double[]>();
            for (int round = 0; round < 2; round++)
            {
                tape.Reset();
                Var<double>[] inputs = [.. program.Inputs().Select(tape.Input)];
                Var<double> loss = program.Scanned(inputs, schedule);
                for (int sweep = 0; sweep < 2; sweep++)
                {
                    tape.Backward(loss);
                    all.Add([.. inputs.SelectMany(input => tape.Gradient(input).AsReadOnlySpan().ToArray())]);
                }
            }

            for (int k = 1; k < all.Count; k++) Assert.Equal(all[0], all[k]);
        }

        tape.Dispose();
        Assert.Equal(0, compute.Memory.Used);
    }

    [Fact]
    public void Plan_and_report_tell_what_is_kept_and_done()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(0.5, 1));
        LoopPlan? planned = null;
        LoopResult result = Scan.Run(frame => frame.Next[0] = Ops.Sin(frame.State[0].As<double>()), [x], steps: 300, schedule: Schedule.ByteBudget(10_000), planned: plan => planned = plan);
        tape.Backward(Ops.Sum(result.State[0].As<double>()));
        Assert.NotNull(planned);
        Assert.True(planned.RecomputedSteps > 0 && planned.Bytes <= 10_000 && planned.PredictedTimeRatio() > 1, $"{planned}");
        Assert.Equal(planned.ForwardSteps, result.Report!.Value.ForwardSteps);
        Assert.Equal(300, result.Report.Value.AdjointSteps);
        Assert.Contains("300 steps", planned.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_everything_is_kept_each_step_runs_once()
    {
        int calls = 0;
        using NdArray<double> x = NdArray.From(1.0);
        ValueAndGradient<double> gradient = Gradient.Of<double>(v => Ops.Sum(Scan.Repeat((h, p) => h + (p[0] * ++calls), v, [v], 3)), x);
        Assert.Equal((3, 1 + 1 + 2 + 3, 1 + 1 + 2 + 3), (calls, gradient.Value, gradient.Gradient[0]));
        calls = 0;
        using NdArray<double> sequence = NdArray.From(1.0, 1, 1);
        gradient = Gradient.Of<double>(v => Ops.Sum(Scan.Run((h, u) => (h + (u * ++calls), h), v, v.Tape.Constant(sequence)).Outputs), x);
        Assert.Equal((3, 1 + 2 + 4, 3), (calls, gradient.Value, gradient.Gradient[0]));
        calls = 0;
        Gradient.Of<double>(v => Ops.Sum(Scan.Repeat((h, _) => h * ++calls, v, [], 0)), x);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void A_body_that_does_something_else_when_it_runs_again_is_told_so()
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> x = NdArray.From(1.0);
        foreach (Schedule schedule in new[] { Schedule.ByteBudget(5_000), Schedule.ByteBudget(20_000), Schedule.Disk(folder.Path), Schedule.Truncated(20, 20) })
        {
            Func<Var<double>, Var>[] loops =
            [
                v => Ops.Sum(Scan.Repeat(Counting(), v, [v], 100, schedule)),
                v => Ops.Sum(While.Run(h => h[0] < 5000, Counting(), v, [v], schedule: schedule)),
            ];
            foreach (Func<Var<double>, Var> loop in loops.Take(schedule == Schedule.Truncated(20, 20) ? 1 : 2))
            {
                Assert.Contains("came to another state when they ran again", Assert.Throws<InvalidOperationException>(() => Gradient.Of<double>(v => loop(v), x)).Message, StringComparison.Ordinal);
            }
        }

        static Func<Var<double>, IReadOnlyList<Var<double>>, Var<double>> Counting()
        {
            int calls = 0;
            return (h, p) => h + (p[0] * ++calls);
        }
    }

    [Fact]
    public void Under_a_budget_the_first_run_runs_each_step_once()
    {
        using NdArray<double> x = NdArray.From(1.0);
        foreach (Schedule schedule in new[] { Schedule.ByteBudget(10_000), Schedule.Truncated(5, 7), Schedule.WithinAccount })
        {
            using var compute = new Compute(threads: 1);
            using var tape = new Tape(compute);
            int calls = 0;
            Var<double> last = Scan.Repeat((h, p) => h + (p[0] * ++calls), tape.Input(x), [tape.Input(x)], 100, schedule);
            Assert.Equal((100, 1 + (100 * 101 / 2)), (calls, last.Value[0]));
        }
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(0.5, 1));
        Assert.Contains("state 0", Assert.Throws<InvalidOperationException>(() => Scan.Run(_ => { }, [x], steps: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("stay the same", Assert.Throws<InvalidOperationException>(() => Scan.Run(frame => frame.Next[0] = Ops.Sum(frame.State[0].As<double>()), [x], steps: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("another tape", Assert.Throws<ArgumentException>(() => Scan.Run(frame => frame.Next[0] = frame.State[0].As<double>() * x, [x], steps: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("number of steps", Assert.Throws<ArgumentException>(() => Scan.Run(frame => frame.Next[0] = frame.State[0], [x])).Message, StringComparison.Ordinal);
        Assert.Contains("takes 3 steps", Assert.Throws<ArgumentException>(() => Scan.Run(frame => frame.Next[0] = frame.State[0], [x], [x], steps: 3)).Message, StringComparison.Ordinal);
        Assert.Throws<InsufficientBudgetException>(() => Scan.Run(frame => frame.Next[0] = Ops.Sin(frame.State[0].As<double>()), [x], steps: 3, schedule: Schedule.ByteBudget(10)));
        tape.Dispose();
        Assert.Equal(0, compute.Memory.Used);
    }

    [SkippableFact]
    public void On_a_device_the_gradient_is_that_of_the_processor()
    {
        using Compute device = OpenClFixture.Watched(out _);
        using var processor = new Compute(threads: 1);
        using NdArray<float> host = NdArray.Fill<float>(1, 1000, (_, k) => 0.5f + (1e-4f * k)).Reshape(1000);
        NdArray<float> onDevice = device.ToDevice(host);
        float[] expected = Of(host, Schedule.StoreAll, processor);
        foreach (Schedule schedule in new[] { Schedule.StoreAll, Schedule.ByteBudget(60_000) })
        {
            float[] actual = Of(onDevice, schedule, device);
            for (int k = 0; k < actual.Length; k++) Assert.Equal(expected[k], actual[k], 1e-5f);
        }

        static float[] Of(NdArray<float> x, Schedule schedule, Compute compute)
        {
            using var tape = new Tape(compute);
            Var<float> v = tape.Input(x);
            Var<float> first = Scan.Repeat((y, p) => Ops.Sin(y + p[0]), v, [v], 20, schedule);
            tape.Backward(Ops.Sum(While.Run(y => y[0] > 0.3f, (y, p) => Ops.Sin(y * p[0]) + (0.1f * y), first, [v], schedule: schedule)));
            return compute.ToHost(tape.Gradient(v)).AsReadOnlySpan().ToArray();
        }
    }

    [Fact]
    public void Within_a_map_each_member_runs_its_own_loop()
    {
        using NdArray<double> x = NdArray.From<double>([0.1, 0.5, -0.7, 1.1, 0.2, 2], new Shape(3, 2));
        ValueAndGradient<double> mapped = Gradient.Of<double>(v => Ops.Sum(Batch.Map(a => Scan.Repeat((y, p) => Ops.Sin(y + p[0]), a, [a], 5), v)), x);
        ValueAndGradient<double> whole = Gradient.Of<double>(v => Ops.Sum(Scan.Repeat((y, p) => Ops.Sin(y + p[0]), v, [v], 5)), x);
        Assert.Equal(whole.Value, mapped.Value, 1e-14);
        AssertClose(whole.Gradient.Reshape(6), mapped.Gradient.Reshape(6), 1e-14);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_steps_differentiate_within_a_hundred_megabytes()
    {
        const int steps = 1_000_000;
        const double h = 1e-6;
        using var compute = new Compute(threads: 1, memoryBudget: 100_000_000);
        using var tape = new Tape(compute);
        Var<double> y = tape.Input(NdArray.From(2.0));
        Var<double> p = tape.Input(NdArray.From(0.5));
        LoopResult result = Scan.Run(
            frame => frame.Next[0] = frame.State[0].As<double>() + (h * (frame.Parameters[0].As<double>() - frame.State[0].As<double>())), [y], default, [p], steps: steps, schedule: Schedule.WithinAccount);
        tape.Backward(Ops.Sum(result.State[0].As<double>()));
        double decay = Math.Pow(1 - h, steps);
        Assert.Equal(decay, tape.Gradient(y)[0], 1e-9);
        Assert.Equal(1 - decay, tape.Gradient(p)[0], 1e-9);
        Assert.InRange(result.Report!.Value.RecomputedSteps, 1, 2L * steps);
        Assert.True(compute.Memory.Peak <= 100_000_000);
    }

    private static (double Value, NdArray<double>[] Gradients, LoopPlan Plan) Swept(LoopProgram program, Schedule schedule)
    {
        LoopPlan? plan = null;
        (double value, NdArray<double>[] gradients) = Gradient.Of<double>(v => program.Scanned(v, schedule, made => plan = made), program.Inputs());
        return (value, gradients, plan!);
    }

    internal static void AssertClose(NdArray<double> expected, NdArray<double> actual, double tolerance)
    {
        double scale = Math.Max(1e-3, expected.AsReadOnlySpan().ToArray().Max(Math.Abs));
        for (int i = 0; i < expected.Count; i++)
        {
            double error = Math.Abs(expected.AsReadOnlySpan()[i] - actual.AsReadOnlySpan()[i]);
            Assert.True(error <= tolerance * scale, $"element {i}: {actual.AsReadOnlySpan()[i]:R} for {expected.AsReadOnlySpan()[i]:R}");
        }
    }
}
