using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Loops.Memory;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Loops;

/// <summary>Records above 64 KiB in device memory and beyond it, at the borders of budgets: always the same bits, and never more bytes than the budget.</summary>
public sealed class DeviceLoopMemoryTests
{
    private const int Steps = 30;
    private const nint Count = 20_003;

    /// <summary>The bytes of a record, in whole cache lines.</summary>
    private const long Record = 80_064;

    private static readonly Lazy<float[]> Expected = new(() => Gradient(null, null, Schedule.StoreAll, overflows: false));

    public static TheoryData<long> Budgets => [Record, (2 * Record) - 1, 2 * Record, (7 * Record) - 1, 7 * Record, (Steps * Record) - 1, Steps * Record];

    [SkippableTheory]
    [MemberData(nameof(Budgets))]
    public void On_the_device(long budget) => Assert.Equal(Expected.Value, Gradient(budget, null, Schedule.ByteBudget(budget), overflows: false));

    [SkippableTheory]
    [MemberData(nameof(Budgets))]
    public void With_what_the_account_has_left(long budget) => Assert.Equal(Expected.Value, Gradient(budget, null, Schedule.WithinAccount, overflows: false));

    /// <summary>The device has so many bytes beside the arrays of the step: room for no record but the one in hand, for three and that, for nine and that.</summary>
    [SkippableTheory]
    [InlineData(200_000, 2 * Record)]
    [InlineData(200_000, (4 * Record) - 1)]
    [InlineData(400_000, (7 * Record) - 1)]
    [InlineData(400_000, 7 * Record)]
    [InlineData(400_000, Steps * Record)]
    [InlineData(1_000_000, Steps * Record)]
    public void Beyond_the_device(long room, long budget)
    {
        long deviceMemory = (3 * StoragePool.SizeClass((nint)Record)) + room;
        Assert.Equal(Expected.Value, Gradient(budget, deviceMemory, Schedule.ByteBudget(budget), overflows: true));
        Assert.Equal(Expected.Value, Gradient(budget, deviceMemory, Schedule.WithinAccount, overflows: true));
    }

    private static float[] Gradient(long? budget, long? deviceMemory, Schedule schedule, bool overflows)
    {
        using Compute compute = OpenClFixture.Watched(out _, budget, deviceMemory);
        using var step = new SineOnDevice(compute, Count);
        using (LoopRun run = Loop.Start(step, Steps, schedule, compute))
        {
            Assert.Equal(overflows, ((DeviceLoopMemory)run.Memory).HostBytes > 0);
            run.Forward();
            run.Backward();
            Assert.InRange(run.Report.Bytes, Record, budget ?? long.MaxValue);
        }

        Assert.Equal(0, compute.Memory.Used);
        Assert.InRange(compute.Memory.Peak, Record, budget ?? long.MaxValue);
        return step.Gradient;
    }
}
