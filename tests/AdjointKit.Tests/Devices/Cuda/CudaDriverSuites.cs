using AdjointKit.Devices.Drivers;
using AdjointKit.TestKit.Devices;
using AdjointKit.Tests.Devices.Drivers;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>The driver on the stand-in.</summary>
public sealed class StandInDriverSuite : DriverSuite
{
    private readonly StandIn standIn;

    public StandInDriverSuite()
        : this(new StandIn())
    {
    }

    private StandInDriverSuite(StandIn standIn)
        : base(standIn.Open()) => this.standIn = standIn;

    public override void Dispose()
    {
        base.Dispose();
        standIn.Dispose();
    }

    [SkippableFact]
    public void Too_many_groups_along_y_are_refused_with_the_limit()
    {
        nint kernel = Find("place");
        DeviceException failure = Assert.Throws<DeviceException>(() => Driver.Launch(kernel, new LaunchSize(1, 65536, 1, 1), [KernelArgument.Memory(0), KernelArgument.Int(1)]));
        Assert.Equal("cuda:0 runs at most 65535 groups along y, and a launch asked for 65536: turn the axes, or run it in parts.", failure.Message);
    }
}
