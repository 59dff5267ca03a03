using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using Xunit;

namespace AdjointKit.Tests.Loops;

/// <summary>Loops whose steps do not all record as much as the first one.</summary>
public sealed class LoopBudgetTests
{
    private const int Length = 100;
    private const int Steps = 200;
    private const long Budget = 250_000;

    /// <summary>The largest of an array of the tape with what belongs to it, about.</summary>
    private const long OpBytes = 1024;

    private static readonly (string Name, Func<long, int> Ops)[] Growths =
    [
        ("first step small", step => step == 0 ? 1 : 40),
        ("last steps large", step => step < 150 ? 1 : 40),
        ("first steps of the sweep small", step => step > 150 ? 1 : 40),
        ("some steps large", step => step % 50 == 49 ? 60 : 2),
        ("growing", step => 1 + (int)(step / 3)),
        ("first step large", step => step == 0 ? 40 : 1),
    ];

    public static TheoryData<string> Names => [.. Growths.Select(growth => growth.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_held_stays_within_the_budget(string name)
    {
        Func<long, int> ops = Growths.Single(growth => growth.Name == name).Ops;
        double[] expected = Gradient(ops, Schedule.StoreAll, (_, _) => { });
        double[] actual = Gradient(ops, Schedule.ByteBudget(Budget), (result, account) =>
        {
            long largest = (1 + Enumerable.Range(0, Steps).Max(step => ops(step))) * OpBytes;
            Assert.InRange(account.Peak, Budget / 4, Budget + largest);
            Assert.InRange(result.Report!.Value.Bytes, account.Peak / 2, Budget + (2 * largest));
            Assert.Equal(Steps, result.Report.Value.AdjointSteps);
            Assert.InRange(result.Report.Value.ForwardSteps, Steps, 12 * Steps);
        });
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void So_it_does_where_the_length_is_not_known(string name)
    {
        Func<long, int> ops = Growths.Single(growth => growth.Name == name).Ops;
        using NdArray<double> x = NdArray.Fill<double>(1, Length, (_, k) => 0.01 * k);
        double[][] gradients = [.. new[] { Schedule.StoreAll, Schedule.ByteBudget(Budget) }.Select(schedule =>
        {
            using var compute = new Compute(threads: 1);
            using var tape = new Tape(compute);
            Var<double> input = tape.Input(x);
            LoopResult result = While.Run((step, _) => step < Steps, frame => Sines(frame, ops), [input], schedule: schedule);
            tape.Backward(Ops.Sum(result.State[0].As<double>()));
            long largest = (1 + Enumerable.Range(0, Steps).Max(step => ops(step))) * OpBytes;
            if (schedule != Schedule.StoreAll) Assert.InRange(compute.Memory.Peak, Budget / 4, Budget + largest);
            return tape.Gradient(input).AsReadOnlySpan().ToArray();
        })];
        Assert.Equal(gradients[0], gradients[1]);
    }

    [Fact]
    public void Where_everything_but_the_first_step_is_large_the_budget_holds_to_the_byte() =>
        Gradient(Growths[0].Ops, Schedule.ByteBudget(Budget), (result, account) =>
        {
            Assert.InRange(account.Peak, Budget / 4, Budget);
            Assert.InRange(result.Report!.Value.Bytes, account.Peak / 2, Budget);
        });

    [Fact]
    public void What_is_reported_of_everything_kept_is_what_is_held() =>
        Gradient(Growths[0].Ops, Schedule.StoreAll, (result, account) => Assert.InRange(result.Report!.Value.Bytes, account.Peak, 2 * account.Peak));

    [Fact]
    public void A_step_that_does_not_fit_is_told_with_what_it_needs()
    {
        InsufficientBudgetException failure = Assert.Throws<InsufficientBudgetException>(() => Gradient(step => step == 100 ? 400 : 1, Schedule.ByteBudget(Budget), (_, _) => { }));
        Assert.InRange(failure.Asked, 400 * OpBytes, 800 * OpBytes);
        Assert.Equal(Budget, failure.Limit);
        Assert.Contains("the record of the largest step of a loop needs", failure.Message, StringComparison.Ordinal);
    }

    private static void Sines(LoopFrame frame, Func<long, int> ops)
    {
        Var<double> y = frame.State[0].As<double>();
        for (int k = ops(frame.Step); k > 0; k--) y = Ops.Sin(y);
        frame.Next[0] = y;
    }

    /// <summary>The gradient by two sweeps over one tape, which are to agree.</summary>
    private static double[] Gradient(Func<long, int> ops, Schedule schedule, Action<LoopResult, MemoryAccount> check)
    {
        using NdArray<double> x = NdArray.Fill<double>(1, Length, (_, k) => 0.01 * k);
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> input = tape.Input(x);
        LoopResult result = Scan.Run(frame => Sines(frame, ops), [input], steps: Steps, schedule: schedule);
        Var<double> sum = Ops.Sum(result.State[0].As<double>());
        tape.Backward(sum);
        check(result, compute.Memory);
        double[] gradient = tape.Gradient(input).AsReadOnlySpan().ToArray();
        tape.Backward(sum);
        Assert.Equal(gradient, tape.Gradient(input).AsReadOnlySpan().ToArray());
        return gradient;
    }
}
