using AdjointKit.Devices.Drivers.Cuda;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>The driver on the stand-in.</summary>
public sealed class StandInDriverSuite : CudaDriverSuite
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
}

/// <summary>The driver on the NVIDIA device of this machine, if there is one.</summary>
public sealed class NvidiaDriverSuite : CudaDriverSuite
{
    public NvidiaDriverSuite()
        : base(Open())
    {
    }

    private static CudaDriver Open()
    {
        var (usable, reports) = CudaDiscovery.Find(null, null);
        Skip.If(usable.Count == 0, $"no CUDA device: {reports[0].Obstacle}");
        return new CudaDriver(usable[0]);
    }
}
