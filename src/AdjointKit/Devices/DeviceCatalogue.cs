using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Drivers.Cuda;
using AdjointKit.Devices.Drivers.OpenCl;

namespace AdjointKit.Devices;

/// <summary>The devices of this machine as they were found at one moment, and why one is not usable.</summary>
public sealed class DeviceCatalogue
{
    private readonly List<DeviceReport> reports = [];
    private readonly Dictionary<Device, Func<DeviceDriver>> openers = [];

    private DeviceCatalogue()
    {
    }

    /// <summary>What was found, CUDA first; an interface that shows no device is told of, too.</summary>
    public IReadOnlyList<DeviceReport> Reports => reports;

    /// <summary>Looks for devices. Takes up to a second where a driver has to wake one.</summary>
    public static DeviceCatalogue Discover()
    {
        var catalogue = new DeviceCatalogue();
        catalogue.AddCuda();
        catalogue.AddOpenCl();
        return catalogue;
    }

    /// <summary>The usable device of a number; null where there is none.</summary>
    public DeviceReport? Find(Device device) => reports.Find(report => report.Device == device);

    /// <summary>The best usable GPU: CUDA before OpenCL; never an OpenCL device that is a processor. Null where there is none.</summary>
    public DeviceReport? BestGpu() => reports.Find(report => report.Description is { IsProcessor: false });

    /// <summary>Why no device of a kind is usable: one sentence.</summary>
    public string Obstacle(DeviceKind kind)
    {
        IEnumerable<string> obstacles = reports.Where(report => report.Kind == kind && report.Obstacle is not null).Select(report => $"{report.Name}: {report.Obstacle}");
        return string.Join("; ", obstacles);
    }

    /// <summary>Opens a device.</summary>
    /// <exception cref="DeviceException">There is no such device, or it cannot be opened.</exception>
    internal DeviceDriver Open(Device device)
    {
        if (openers.TryGetValue(device, out Func<DeviceDriver>? open)) return open();
        string obstacle = Obstacle(device.Kind);
        int count = openers.Keys.Count(known => known.Kind == device.Kind);
        string reason = obstacle.Length > 0 ? obstacle : $"there are {count} devices of that kind, counted from 0";
        throw new DeviceException(device, $"{device} is not usable: {reason}");
    }

    private void AddCuda()
    {
        string? driver = Environment.GetEnvironmentVariable(CudaLibrary.Variable);
        string? compiler = Environment.GetEnvironmentVariable(NvrtcLibrary.Variable);
        (List<CudaDeviceEntry> usable, List<DeviceReport> found) = CudaDiscovery.Find(driver, compiler);
        reports.AddRange(found);
        foreach (CudaDeviceEntry entry in usable) openers.Add(entry.Device, () => new CudaDriver(entry));
    }

    private void AddOpenCl()
    {
        if (OpenClLibrary.TryLoad(out string reason) is not OpenClLibrary library)
        {
            reports.Add(DeviceReport.Unusable(DeviceKind.OpenCl, "OpenCL", reason));
            return;
        }

        (List<OpenClDeviceEntry> usable, List<DeviceReport> found) = OpenClDiscovery.Find(library);
        reports.AddRange(found);
        foreach (OpenClDeviceEntry entry in usable) openers.Add(entry.Device, () => new OpenClDriver(library, entry));
    }
}
