using AdjointKit.Devices;
using AdjointKit.Devices.Programs;
using Xunit;

namespace AdjointKit.TestKit.Devices;

/// <summary>The first OpenCL device, opened once for a class of tests: with the kernels that suit it, and with those that suit a GPU.</summary>
public sealed class OpenClFixture : IDisposable
{
    private readonly Lazy<Compute?> native = new(() => Open(treatAsGpu: false));
    private readonly Lazy<Compute?> asGpu = new(() => Open(treatAsGpu: true));

    public static Device Device => new(DeviceKind.OpenCl, 0);

    public Compute Native => native.Value ?? throw Absent();

    public Compute AsGpu => asGpu.Value ?? throw Absent();

    public void Dispose()
    {
        if (native.IsValueCreated) native.Value?.Dispose();
        if (asGpu.IsValueCreated) asGpu.Value?.Dispose();
    }

    public static Compute? Open(bool treatAsGpu, long? memoryBudget = null, long? deviceMemory = null)
    {
        DeviceCatalogue catalogue = DeviceCatalogue.Discover();
        if (catalogue.Find(Device) is null) return null;
        return new Compute(new DeviceRuntime(catalogue.Open(Device), ProgramCache.OfUser(), deviceMemory, treatAsGpu), threads: 2, memoryBudget);
    }

    private static SkipException Absent() => new($"no OpenCL device: {DeviceCatalogue.Discover().Obstacle(DeviceKind.OpenCl)}");
}
