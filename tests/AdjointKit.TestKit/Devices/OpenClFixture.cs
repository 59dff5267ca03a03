using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;
using Xunit;

namespace AdjointKit.TestKit.Devices;

/// <summary>
/// The first OpenCL device, opened once for a class of tests: with the kernels that suit it, and with those that suit a GPU. The variable ADJOINTKIT_TEST_DEVICE
/// names another kind (cuda), so that all these tests can be run on a machine with a GPU.
/// </summary>
public sealed class OpenClFixture : IDisposable
{
    private readonly Lazy<Compute?> native = new(() => Open(treatAsGpu: false));
    private readonly Lazy<Compute?> asGpu = new(() => Open(treatAsGpu: true));

    public static Device Device { get; } = Environment.GetEnvironmentVariable("ADJOINTKIT_TEST_DEVICE") is { Length: > 0 } named ? new Device(Enum.Parse<DeviceKind>(named, ignoreCase: true), 0) : new Device(DeviceKind.OpenCl, 0);

    public Compute Native => native.Value ?? throw Absent();

    public Compute AsGpu => asGpu.Value ?? throw Absent();

    public void Dispose()
    {
        if (native.IsValueCreated) native.Value?.Dispose();
        if (asGpu.IsValueCreated) asGpu.Value?.Dispose();
    }

    public static Compute? Open(bool treatAsGpu, long? memoryBudget = null, long? deviceMemory = null) =>
        OpenDriver() is DeviceDriver driver ? On(driver, ProgramCache.OfUser(), treatAsGpu, memoryBudget, deviceMemory) : null;

    /// <summary>A computation on the device, watched; the test is skipped where there is none.</summary>
    public static Compute Watched(out ObservedDriver driver, long? memoryBudget = null, long? deviceMemory = null, string? cacheFolder = null)
    {
        driver = new ObservedDriver(OpenDriver() ?? throw Absent());
        return On(driver, cacheFolder is null ? ProgramCache.OfUser() : new ProgramCache(cacheFolder), treatAsGpu: false, memoryBudget, deviceMemory);
    }

    private static DeviceDriver? OpenDriver()
    {
        DeviceCatalogue catalogue = DeviceCatalogue.Discover();
        return catalogue.Find(Device) is null ? null : catalogue.Open(Device);
    }

    private static Compute On(DeviceDriver driver, ProgramCache cache, bool treatAsGpu, long? memoryBudget, long? deviceMemory) =>
        new(new DeviceRuntime(driver, cache, deviceMemory, treatAsGpu), threads: 2, memoryBudget);

    private static SkipException Absent() => new($"no device {Device}: {DeviceCatalogue.Discover().Obstacle(Device.Kind)}");
}
