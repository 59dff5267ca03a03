using System.Runtime.InteropServices;

namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>The functions of NVRTC, CUDA's compiler at run time, that this project calls.</summary>
internal sealed unsafe class NvrtcLibrary
{
    /// <summary>The environment variable that names another compiler library.</summary>
    internal const string Variable = "ADJOINTKIT_NVRTC_LIBRARY";

    internal const int Success = 0;

    // Name of the library by the major version of CUDA, the newest first.
    private static readonly (int Major, string Linux, string Windows)[] Releases =
    [
        (13, "libnvrtc.so.13", "nvrtc64_130_0.dll"),
        (12, "libnvrtc.so.12", "nvrtc64_120_0.dll"),
        (11, "libnvrtc.so.11.2", "nvrtc64_112_0.dll"),
    ];

    internal readonly delegate* unmanaged<int, byte*> GetErrorString;
    internal readonly delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int> CreateProgram;
    internal readonly delegate* unmanaged<nint*, int> DestroyProgram;
    internal readonly delegate* unmanaged<nint, int, byte**, int> CompileProgram;
    internal readonly delegate* unmanaged<nint, nuint*, int> GetLogSize;
    internal readonly delegate* unmanaged<nint, byte*, int> GetLog;
    internal readonly delegate* unmanaged<nint, nuint*, int> GetBinarySize;
    internal readonly delegate* unmanaged<nint, byte*, int> GetBinary;
    internal readonly delegate* unmanaged<nint, nuint*, int> GetTextSize;
    internal readonly delegate* unmanaged<nint, byte*, int> GetText;

    private NvrtcLibrary(nint library)
    {
        GetErrorString = (delegate* unmanaged<int, byte*>)NativeLibrary.GetExport(library, "nvrtcGetErrorString");
        CreateProgram = (delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)NativeLibrary.GetExport(library, "nvrtcCreateProgram");
        DestroyProgram = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "nvrtcDestroyProgram");
        CompileProgram = (delegate* unmanaged<nint, int, byte**, int>)NativeLibrary.GetExport(library, "nvrtcCompileProgram");
        GetLogSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetProgramLogSize");
        GetLog = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetProgramLog");
        GetBinarySize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetCUBINSize");
        GetBinary = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetCUBIN");
        GetTextSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetPTXSize");
        GetText = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetPTX");

        int major = 0;
        int minor = 0;
        _ = ((delegate* unmanaged<int*, int*, int>)NativeLibrary.GetExport(library, "nvrtcVersion"))(&major, &minor);
        Version = new Version(major, minor);

        int count = 0;
        _ = ((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "nvrtcGetNumSupportedArchs"))(&count);
        var architectures = new int[count];
        fixed (int* into = architectures) _ = ((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "nvrtcGetSupportedArchs"))(into);
        Architectures = architectures;
    }

    /// <summary>The version of the compiler.</summary>
    internal Version Version { get; }

    /// <summary>The compute capabilities that it compiles for, times ten: 90 for 9.0.</summary>
    internal IReadOnlyList<int> Architectures { get; }

    /// <summary>Loads the functions; without them, why.</summary>
    /// <param name="named">Another library than the system's; null or empty: that one.</param>
    /// <param name="driver">The version of CUDA that the driver offers: a compiler of that version makes what the driver takes, an older one too, a newer one perhaps.</param>
    /// <param name="reason">Why there are none.</param>
    internal static NvrtcLibrary? TryLoad(string? named, Version driver, out string reason)
    {
        IReadOnlyList<string> names = string.IsNullOrEmpty(named) ? Names(driver) : [named];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            try
            {
                reason = "";
                return new NvrtcLibrary(library);
            }
            catch (EntryPointNotFoundException failure)
            {
                reason = $"{name} is no NVRTC of version 11.2 or later: {failure.Message}";
                return null;
            }
        }

        reason = string.IsNullOrEmpty(named)
            ? $"CUDA's run-time compiler was not found ({names[0]}): install NVRTC of CUDA {driver.Major} (part of the CUDA toolkit; alone as the Python package nvidia-cuda-nvrtc) or name the file in {Variable}"
            : $"{named}, which {Variable} names, could not be loaded";
        return null;
    }

    private static List<string> Names(Version driver)
    {
        // The driver's own version first, then older ones, then newer ones.
        IEnumerable<(int Major, string Linux, string Windows)> ordered = Releases.Where(release => release.Major <= driver.Major).Concat(Releases.Where(release => release.Major > driver.Major).Reverse());
        if (OperatingSystem.IsWindows()) return [.. ordered.Select(release => release.Windows)];
        List<string> names = [.. ordered.Select(release => release.Linux), "libnvrtc.so"];

        // The toolkit's folder is often not among those that the loader searches.
        names.AddRange(names.ConvertAll(name => $"/usr/local/cuda/lib64/{name}"));
        return names;
    }
}
