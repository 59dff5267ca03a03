using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Loops;
using AdjointKit.TestKit.Devices;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.OnDevice;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Devices;

/// <summary>Whole shots on a device: memory, host traffic, loss.</summary>
public sealed class DeviceShotTests
{
    private static readonly AdjointKit.Waves.TimeAxis Time = new(0.0013, CheckProblem.Samples);

    [SkippableTheory]
    [InlineData(300_000)]
    [InlineData(1_000_000)]
    public void A_history_beyond_the_device_lies_in_host_memory_and_gives_the_same_bits(long budget)
    {
        using Compute wide = OpenClFixture.Watched(out _);
        using Compute tight = OpenClFixture.Watched(out _, deviceMemory: 1_200_000);
        AcousticOptions options = CheckProblem.Options with { Schedule = Schedule.ByteBudget(budget) };
        using WaveGradient<float> expected = Gradient(wide, options);
        using WaveGradient<float> actual = Gradient(tight, options);
        Assert.Equal(expected.Velocity.AsReadOnlySpan().ToArray(), actual.Velocity.AsReadOnlySpan().ToArray());
        Assert.Equal(expected.Wavelet.AsReadOnlySpan().ToArray(), actual.Wavelet.AsReadOnlySpan().ToArray());
    }

    [SkippableFact]
    public void Storing_all_and_recomputing_give_the_same_bits()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        using WaveGradient<float> all = Gradient(compute, CheckProblem.Options with { Schedule = Schedule.StoreAll });
        using WaveGradient<float> some = Gradient(compute, CheckProblem.Options with { Schedule = Schedule.ByteBudget(200_000) });
        Assert.True(some.RecomputedSteps > 0);
        Assert.Equal(all.Velocity.AsReadOnlySpan().ToArray(), some.Velocity.AsReadOnlySpan().ToArray());
    }

    [SkippableFact]
    public void Steps_allocate_nothing_and_leave_the_host_alone()
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        AcousticPropagator<float> propagator = CheckProblem.Propagator<float>(CheckProblem.Options, Time, compute);
        using NdArray<float> velocity = CheckProblem.Velocity<float>();
        AcousticPlan<float> plan = propagator.Plan;
        var account = new MemoryAccount();
        using var medium = new AcousticMedium<float>(plan.Grid, plan.Layout, velocity, plan.MaximumVelocity, plan.InnerStep, plan.Options, account);
        using var imaging = new GradientImage<float>(medium.Layout, illuminate: true, account);
        using var step = new DeviceAcousticStep<float>(plan, medium, imaging);
        using var shot = new AcousticShot<float>(plan.Survey.Shots[0], plan.Grid, medium, plan.Substeps, plan.Filter.RecordedSamples);
        step.Begin(shot);
        step.Initialize();
        step.InitializeAdjoint();
        RawArray[] records = [.. Enumerable.Range(0, 40).Select(_ => compute.Zeros<float>(medium.Layout.PlainCount).Raw)];
        Run();
        long bytes = compute.Backend.Transfers.ToDevice + compute.Backend.Transfers.ToHost;
        long launches = driver.Launches;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(bytes, compute.Backend.Transfers.ToDevice + compute.Backend.Transfers.ToHost);
        Assert.Equal(40 * (3 + 4), driver.Launches - launches);

        void Run()
        {
            var window = new RecordWindow(0, records);
            step.Advance(0, 40, window);
            step.AdvanceAdjoint(0, 40, window);
        }
    }

    [SkippableFact]
    public void A_device_that_is_lost_in_a_sweep_ends_it_with_that_and_gives_its_memory_back()
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        driver.LaunchesLeft = 500;
        Assert.Throws<DeviceLostException>(() => Gradient(compute, CheckProblem.Options));
        Assert.Equal(0, compute.Memory.Used);
    }

    [SkippableFact]
    public void A_device_too_small_for_the_fields_says_so_and_gives_its_memory_back()
    {
        using Compute compute = OpenClFixture.Watched(out _, deviceMemory: 100_000);
        Assert.Throws<DeviceMemoryException>(() => Gradient(compute, CheckProblem.Options));
        Assert.Equal(0, compute.Memory.Used);
    }

    private static WaveGradient<float> Gradient(Compute compute, AcousticOptions options)
    {
        AcousticPropagator<float> propagator = CheckProblem.Propagator<float>(options, Time, compute);
        using NdArray<float> velocity = CheckProblem.Velocity<float>();
        using NdArray<float> signals = CheckProblem.Signals<float>(Time);
        using NdArray<float> observed = NdArray.Zeros<float>(propagator.Plan.DataShape);
        return propagator.Gradient(velocity, signals, observed);
    }
}
