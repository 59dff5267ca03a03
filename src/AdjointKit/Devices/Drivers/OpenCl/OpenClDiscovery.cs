using System.Text;

namespace AdjointKit.Devices.Drivers.OpenCl;

/// <summary>A device that OpenCL shows.</summary>
/// <param name="Device">Its name.</param>
/// <param name="Platform">The platform that shows it.</param>
/// <param name="Id">What the platform knows it by.</param>
/// <param name="Description">What it is.</param>
/// <param name="Identity">Its name and the versions of its driver.</param>
/// <param name="CompilesKernelsOneByOne">Whether its driver compiles a kernel when it is launched, and keeps it on disk itself: PoCL.</param>
internal sealed record OpenClDeviceEntry(Device Device, nint Platform, nint Id, DeviceDescription Description, string Identity, bool CompilesKernelsOneByOne);

/// <summary>Asks OpenCL for its devices, GPUs before processors, so that number 0 is the one that most users mean.</summary>
internal static unsafe class OpenClDiscovery
{
    private const string PoCl = "Portable Computing Language";
    private const ulong AllDevices = 0xFFFFFFFF;
    private const ulong ProcessorType = 1 << 1;
    private const uint PlatformName = 0x0902;
    private const uint DeviceType = 0x1000;
    private const uint MaxComputeUnits = 0x1002;
    private const uint MaxWorkGroupSize = 0x1004;
    private const uint MaxAllocation = 0x1010;
    private const uint GlobalMemory = 0x101F;
    private const uint LocalMemory = 0x1023;
    private const uint Available = 0x1027;
    private const uint CompilerAvailable = 0x1028;
    private const uint DeviceName = 0x102B;
    private const uint DriverVersion = 0x102D;
    private const uint DeviceVersion = 0x102F;
    private const uint DeviceExtensions = 0x1030;

    // Drivers set themselves up when they are asked for the first time, and PoCL answers a second thread with null pointers meanwhile.
    private static readonly Lock Gate = new();

    /// <summary>The usable devices, and what is not usable and why.</summary>
    internal static (List<OpenClDeviceEntry> Usable, List<DeviceReport> Reports) Find(OpenClLibrary library)
    {
        lock (Gate) return Look(library);
    }

    private static (List<OpenClDeviceEntry> Usable, List<DeviceReport> Reports) Look(OpenClLibrary library)
    {
        var reports = new List<DeviceReport>();
        var found = new List<(nint Platform, nint Id, DeviceDescription Description, string Identity, bool CompilesKernelsOneByOne)>();
        uint count;
        int code = library.GetPlatformIds(0, null, &count);
        if (code == OpenClError.NoPlatform || (code == OpenClError.Success && count == 0))
        {
            reports.Add(DeviceReport.Unusable(DeviceKind.OpenCl, "OpenCL", "no OpenCL driver is registered: install that of your device (in a container, write its .icd file and point OCL_ICD_VENDORS at it)"));
            return ([], reports);
        }

        if (code != OpenClError.Success)
        {
            reports.Add(DeviceReport.Unusable(DeviceKind.OpenCl, "OpenCL", $"its drivers could not be listed: {OpenClError.NameOf(code)}"));
            return ([], reports);
        }

        var platforms = new nint[count];
        fixed (nint* ids = platforms) _ = library.GetPlatformIds(count, ids, null);
        foreach (nint platform in platforms)
        {
            string platformName = Text(library.GetPlatformInfo, platform, PlatformName);
            foreach (nint id in DevicesOf(library, platform))
            {
                DeviceDescription description = Describe(library, platformName, id);
                string? obstacle = Obstacle(library, id);
                string identity = $"{platformName}|{description.Name}|{Text(library.GetDeviceInfo, id, DriverVersion)}|{Text(library.GetDeviceInfo, id, DeviceVersion)}";
                if (obstacle is null) found.Add((platform, id, description, identity, platformName == PoCl));
                else reports.Add(DeviceReport.Unusable(DeviceKind.OpenCl, $"{description.Name}, {description.Driver}", obstacle));
            }
        }

        var usable = new List<OpenClDeviceEntry>();
        foreach ((nint platform, nint id, DeviceDescription description, string identity, bool compilesKernelsOneByOne) in found.OrderBy(entry => entry.Description.IsProcessor))
        {
            var device = new Device(DeviceKind.OpenCl, usable.Count);
            usable.Add(new OpenClDeviceEntry(device, platform, id, description, identity, compilesKernelsOneByOne));
            reports.Add(DeviceReport.Usable(device, description));
        }

        if (reports.Count == 0) reports.Add(DeviceReport.Unusable(DeviceKind.OpenCl, "OpenCL", "its drivers show no device"));
        return (usable, reports);
    }

    private static nint[] DevicesOf(OpenClLibrary library, nint platform)
    {
        uint count = 0;
        if (library.GetDeviceIds(platform, AllDevices, 0, null, &count) != OpenClError.Success || count == 0) return [];
        var devices = new nint[count];
        fixed (nint* ids = devices) _ = library.GetDeviceIds(platform, AllDevices, count, ids, null);
        return devices;
    }

    private static DeviceDescription Describe(OpenClLibrary library, string platform, nint id) => new()
    {
        Name = Text(library.GetDeviceInfo, id, DeviceName),
        Driver = $"{Text(library.GetDeviceInfo, id, DeviceVersion)}, {platform}",
        IsProcessor = (Number(library, id, DeviceType, sizeof(ulong)) & ProcessorType) != 0,
        HasDouble = Text(library.GetDeviceInfo, id, DeviceExtensions).Contains("cl_khr_fp64", StringComparison.Ordinal),
        MemoryBytes = (long)Number(library, id, GlobalMemory, sizeof(ulong)),
        LargestAllocation = (long)Number(library, id, MaxAllocation, sizeof(ulong)),
        LocalBytes = (int)Number(library, id, LocalMemory, sizeof(ulong)),
        LargestGroup = (int)Number(library, id, MaxWorkGroupSize, sizeof(ulong)),
        ComputeUnits = (int)Number(library, id, MaxComputeUnits, sizeof(uint)),
    };

    private static string? Obstacle(OpenClLibrary library, nint id)
    {
        if (Number(library, id, Available, sizeof(uint)) == 0) return "its driver says that it is not available";
        if (Number(library, id, CompilerAvailable, sizeof(uint)) == 0) return "its driver has no compiler";

        // "OpenCL 1.2 ..."
        string version = Text(library.GetDeviceInfo, id, DeviceVersion);
        string number = version.StartsWith("OpenCL ", StringComparison.Ordinal) ? version[7..].Split(' ')[0] : "";
        return Version.TryParse(number, out Version? parsed) && parsed >= new Version(1, 2) ? null : $"it offers \"{version}\", and OpenCL 1.2 is needed";
    }

    private static ulong Number(OpenClLibrary library, nint id, uint parameter, int size)
    {
        ulong value = 0;
        return library.GetDeviceInfo(id, parameter, (nuint)size, &value, null) == OpenClError.Success ? value : 0;
    }

    private static string Text(delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> ask, nint id, uint parameter)
    {
        nuint length;
        if (ask(id, parameter, 0, null, &length) != OpenClError.Success || length == 0) return "";
        var bytes = new byte[(int)length];
        fixed (byte* begin = bytes)
        {
            if (ask(id, parameter, length, begin, null) != OpenClError.Success) return "";
        }

        return Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim();
    }
}
