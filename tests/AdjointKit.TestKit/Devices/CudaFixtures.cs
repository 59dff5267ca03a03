using AdjointKit.Devices;
using AdjointKit.Devices.Drivers.Cuda;
using AdjointKit.Devices.Programs;
using Xunit;

namespace AdjointKit.TestKit.Devices;

/// <summary>A stand-in for CUDA, opened once for a class of tests.</summary>
public sealed class StandInFixture : IDisposable
{
    private readonly Lazy<(StandIn StandIn, Compute Compute)> opened = new(() =>
    {
        var standIn = new StandIn();
        return (standIn, new Compute(new DeviceRuntime(standIn.Open(), new ProgramCache(null), memory: null, treatAsGpu: false), threads: 2, memoryBudget: null));
    });

    public Compute Compute => opened.Value.Compute;

    public void Dispose()
    {
        if (!opened.IsValueCreated) return;
        opened.Value.Compute.Dispose();
        opened.Value.StandIn.Dispose();
    }
}

/// <summary>The first NVIDIA device, opened once for a class of tests.</summary>
public sealed class NvidiaFixture : IDisposable
{
    private readonly Lazy<Compute?> opened = new(() =>
    {
        List<CudaDeviceEntry> usable = CudaDiscovery.Find(null, null).Usable;
        return usable.Count == 0 ? null : new Compute(new DeviceRuntime(new CudaDriver(usable[0]), ProgramCache.OfUser(), memory: null, treatAsGpu: false), threads: 2, memoryBudget: null);
    });

    public Compute Compute => opened.Value ?? throw new SkipException($"no CUDA device: {CudaDiscovery.Find(null, null).Reports[0].Obstacle}");

    public void Dispose()
    {
        if (opened.IsValueCreated) opened.Value?.Dispose();
    }
}
