using System.Runtime.InteropServices;

namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>A device that CUDA shows and that programs can be compiled for.</summary>
internal sealed record CudaDeviceEntry(Device Device, CudaLibrary Library, int Handle, DeviceDescription Description, CudaCompiler Compiler, string Identity);

/// <summary>Asks CUDA for its devices.</summary>
internal static unsafe class CudaDiscovery
{
    private const int NameBytes = 256;
    private const int LargestGroup = 1;
    private const int LocalBytes = 8;
    private const int ComputeUnits = 16;
    private const int ComputeMode = 20;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;
    private const int Prohibited = 2;

    /// <summary>The usable devices, and what is not usable and why.</summary>
    /// <param name="driverName">The driver's library; null or empty: the system's.</param>
    /// <param name="compilerName">The compiler's library; null or empty: the system's.</param>
    internal static (List<CudaDeviceEntry> Usable, List<DeviceReport> Reports) Find(string? driverName, string? compilerName)
    {
        if (CudaLibrary.TryLoad(driverName, out string reason) is not CudaLibrary library) return None(reason);
        int code = library.Init(0);
        if (code == CudaError.NoDevice) return None("the NVIDIA driver shows no device (is one visible to this process? CUDA_VISIBLE_DEVICES and containers hide them)");
        if (code != CudaError.Success) return None($"the NVIDIA driver could not be started: {library.Describe(code)}");
        int count;
        code = library.DeviceGetCount(&count);
        if (code != CudaError.Success) return None($"its devices could not be counted: {library.Describe(code)}");
        if (count == 0) return None("the NVIDIA driver shows no device");

        NvrtcLibrary? compilers = NvrtcLibrary.TryLoad(compilerName, library.Version, out string noCompiler);
        var usable = new List<CudaDeviceEntry>();
        var reports = new List<DeviceReport>();
        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            int handle;
            code = library.DeviceGet(&handle, ordinal);
            if (code != CudaError.Success)
            {
                reports.Add(DeviceReport.Unusable(DeviceKind.Cuda, $"CUDA device {ordinal}", library.Describe(code)));
                continue;
            }

            int capability = (10 * Attribute(library, handle, CapabilityMajor)) + Attribute(library, handle, CapabilityMinor);
            string obstacle = noCompiler;
            CudaCompiler? compiler = compilers is null ? null : CudaCompiler.For(compilers, capability, out obstacle);
            if (Attribute(library, handle, ComputeMode) == Prohibited) obstacle = "its compute mode is \"prohibited\": an administrator can change it (nvidia-smi -c 0)";
            if (compiler is null || obstacle.Length > 0)
            {
                reports.Add(DeviceReport.Unusable(DeviceKind.Cuda, NameOf(library, handle), obstacle));
                continue;
            }

            DeviceDescription description = Describe(library, handle, capability);
            var device = new Device(DeviceKind.Cuda, usable.Count);
            string identity = $"CUDA {library.Version}|{description.Name}|{compiler.Identity}";
            usable.Add(new CudaDeviceEntry(device, library, handle, description, compiler, identity));
            reports.Add(DeviceReport.Usable(device, description));
        }

        return (usable, reports);
    }

    private static (List<CudaDeviceEntry> Usable, List<DeviceReport> Reports) None(string reason) => ([], [DeviceReport.Unusable(DeviceKind.Cuda, "CUDA", reason)]);

    private static DeviceDescription Describe(CudaLibrary library, int handle, int capability)
    {
        nuint bytes;
        long memory = library.DeviceTotalMemory(&bytes, handle) == CudaError.Success ? (long)bytes : 0;
        return new DeviceDescription
        {
            Name = NameOf(library, handle),
            Driver = $"CUDA {library.Version}, compute capability {CudaCompiler.Text(capability)}",
            IsProcessor = false,
            HasDouble = true,
            MemoryBytes = memory,
            LargestAllocation = memory,
            LocalBytes = Attribute(library, handle, LocalBytes),
            LargestGroup = Attribute(library, handle, LargestGroup),
            ComputeUnits = Attribute(library, handle, ComputeUnits),
        };
    }

    private static int Attribute(CudaLibrary library, int handle, int attribute)
    {
        int value;
        return library.DeviceGetAttribute(&value, attribute, handle) == CudaError.Success ? value : 0;
    }

    private static string NameOf(CudaLibrary library, int handle)
    {
        byte* name = stackalloc byte[NameBytes];
        return library.DeviceGetName(name, NameBytes, handle) == CudaError.Success ? Marshal.PtrToStringUTF8((nint)name) ?? "" : "CUDA device";
    }
}
