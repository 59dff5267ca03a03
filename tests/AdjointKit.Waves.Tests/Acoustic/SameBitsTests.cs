using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>The choice of threads, kernels and memory changes no bit of data and gradients.</summary>
public class SameBitsTests
{
    private static readonly Waves.TimeAxis Time = new(0.0015, 120);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using var one = new Compute(threads: 1);
        using var many = new Compute(threads);
        RequireSame(Run(CheckProblem.Options, one), Run(CheckProblem.Options, many));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void The_plain_kernels_give_the_same_bits(int order)
    {
        using var compute = new Compute(threads: 2);
        AcousticOptions options = CheckProblem.Options with { Order = order };
        RequireSame(Run(options, compute), Run(options with { PlainKernels = true }, compute));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    [InlineData(60_000)]
    [InlineData(200_000)]
    public void Any_byte_budget_gives_the_same_bits(long bytesBesideOneRecord)
    {
        using var compute = new Compute(threads: 2);
        long record = 4L * 57 * 64;
        AcousticOptions budget = CheckProblem.Options with { Schedule = Schedule.ByteBudget(record + bytesBesideOneRecord) };
        RequireSame(Run(CheckProblem.Options with { Schedule = Schedule.StoreAll }, compute), Run(budget, compute));
    }

    [Fact]
    public void A_memory_account_with_a_limit_is_kept()
    {
        using var unlimited = new Compute(threads: 2);
        (float[] Data, float[] Gradient) all = Run(CheckProblem.Options, unlimited);
        using var limited = new Compute(threads: 2, memoryBudget: 500_000);
        RequireSame(all, Run(CheckProblem.Options, limited));
        Assert.InRange(limited.Memory.Peak, 100_000, 500_000);
        Assert.True(unlimited.Memory.Peak > 1_000_000, $"{unlimited.Memory.Peak} bytes");
    }

    [Theory]
    [InlineData(TimeScheme.Leapfrog)]
    [InlineData(TimeScheme.Corrected)]
    public void A_limit_leaves_room_for_the_filters_of_inner_steps(TimeScheme scheme)
    {
        var coarse = new Waves.TimeAxis(0.004, 120);
        AcousticOptions options = CheckProblem.Options with { Time = scheme };
        using var unlimited = new Compute(threads: 2);
        using var limited = new Compute(threads: 2, memoryBudget: 600_000);
        RequireSame(Run(options, unlimited, coarse), Run(options, limited, coarse));
        Assert.InRange(limited.Memory.Peak, 100_000, 600_000);
        Assert.True(unlimited.Memory.Peak > 1_000_000, $"{unlimited.Memory.Peak} bytes");
    }

    [Fact]
    public void The_plan_of_each_shot_is_told_before_it_runs_and_the_truth_after()
    {
        var heard = new List<ShotHistory>();
        using var compute = new Compute(threads: 2);
        _ = Run(CheckProblem.Options with { Schedule = Schedule.ByteBudget(200_000), History = new Listener(heard) }, compute);
        Assert.Equal([0, 0, 1, 1], heard.Select(history => history.Shot));
        Assert.Equal([false, true, false, true], heard.Select(history => history.Report is not null));
        Assert.True(heard[0].Plan.RecomputedSteps > 0);
        Assert.Equal(heard[1].Plan.RecomputedSteps, heard[1].Report!.Value.RecomputedSteps);
    }

    private static (float[] Data, float[] Gradient) Run(AcousticOptions options, Compute compute, Waves.TimeAxis? time = null)
    {
        AcousticPropagator<float> propagator = CheckProblem.Propagator<float>(options, time ?? Time, compute);
        using NdArray<float> velocity = CheckProblem.Velocity<float>();
        using NdArray<float> signals = CheckProblem.Signals<float>(time ?? Time);
        using NdArray<float> data = propagator.Model(velocity, signals);
        using NdArray<float> observed = NdArray.Zeros<float>(data.Shape);
        using WaveGradient<float> gradient = propagator.Gradient(velocity, signals, observed);
        return (data.AsReadOnlySpan().ToArray(), [.. gradient.Velocity.AsReadOnlySpan(), .. gradient.Wavelet.AsReadOnlySpan()]);
    }

    private static void RequireSame((float[] Data, float[] Gradient) expected, (float[] Data, float[] Gradient) actual)
    {
        Assert.Contains(expected.Gradient, value => value != 0);
        Assert.Equal(expected.Data.Select(BitConverter.SingleToUInt32Bits), actual.Data.Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(expected.Gradient.Select(BitConverter.SingleToUInt32Bits), actual.Gradient.Select(BitConverter.SingleToUInt32Bits));
    }

    private sealed class Listener(List<ShotHistory> heard) : IProgress<ShotHistory>
    {
        public void Report(ShotHistory value) => heard.Add(value);
    }
}
