using System.Runtime.InteropServices;

namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>The functions of CUDA's driver that this project calls. The names with an ending are those under which the driver exports the present form of a function.</summary>
internal sealed unsafe class CudaLibrary
{
    /// <summary>The environment variable that names another driver library.</summary>
    internal const string Variable = "ADJOINTKIT_CUDA_LIBRARY";

    internal readonly delegate* unmanaged<uint, int> Init;
    internal readonly delegate* unmanaged<int*, int> DriverGetVersion;
    internal readonly delegate* unmanaged<int, byte**, int> GetErrorName;
    internal readonly delegate* unmanaged<int, byte**, int> GetErrorString;
    internal readonly delegate* unmanaged<int*, int> DeviceGetCount;
    internal readonly delegate* unmanaged<int*, int, int> DeviceGet;
    internal readonly delegate* unmanaged<byte*, int, int, int> DeviceGetName;
    internal readonly delegate* unmanaged<int*, int, int, int> DeviceGetAttribute;
    internal readonly delegate* unmanaged<nuint*, int, int> DeviceTotalMemory;
    internal readonly delegate* unmanaged<nint*, int, int> PrimaryContextRetain;
    internal readonly delegate* unmanaged<int, int> PrimaryContextRelease;
    internal readonly delegate* unmanaged<nint, int> ContextSetCurrent;
    internal readonly delegate* unmanaged<nint*, uint, int> StreamCreate;
    internal readonly delegate* unmanaged<nint, int> StreamDestroy;
    internal readonly delegate* unmanaged<nint, int> StreamSynchronize;
    internal readonly delegate* unmanaged<nint*, uint, int> EventCreate;
    internal readonly delegate* unmanaged<nint, int> EventDestroy;
    internal readonly delegate* unmanaged<nint, nint, int> EventRecord;
    internal readonly delegate* unmanaged<nint, int> EventSynchronize;
    internal readonly delegate* unmanaged<float*, nint, nint, int> EventElapsedTime;
    internal readonly delegate* unmanaged<nuint*, nuint*, int> MemoryGetInfo;
    internal readonly delegate* unmanaged<nint*, nuint, int> MemoryAllocate;
    internal readonly delegate* unmanaged<nint, int> MemoryFree;
    internal readonly delegate* unmanaged<nint*, nuint, uint, int> HostAllocate;
    internal readonly delegate* unmanaged<nint, int> HostFree;
    internal readonly delegate* unmanaged<nint, void*, nuint, nint, int> CopyToDevice;
    internal readonly delegate* unmanaged<void*, nint, nuint, nint, int> CopyToHost;
    internal readonly delegate* unmanaged<nint, nint, nuint, nint, int> CopyWithin;
    internal readonly delegate* unmanaged<nint, uint, nuint, nint, int> Fill;
    internal readonly delegate* unmanaged<nint*, void*, int> ModuleLoad;
    internal readonly delegate* unmanaged<nint, int> ModuleUnload;
    internal readonly delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction;
    internal readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> LaunchKernel;

    private CudaLibrary(nint library)
    {
        Init = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDriverGetVersion");
        GetErrorName = (delegate* unmanaged<int, byte**, int>)NativeLibrary.GetExport(library, "cuGetErrorName");
        GetErrorString = (delegate* unmanaged<int, byte**, int>)NativeLibrary.GetExport(library, "cuGetErrorString");
        DeviceGetCount = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetName");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetAttribute");
        DeviceTotalMemory = (delegate* unmanaged<nuint*, int, int>)NativeLibrary.GetExport(library, "cuDeviceTotalMem_v2");
        PrimaryContextRetain = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRetain");
        PrimaryContextRelease = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRelease_v2");
        ContextSetCurrent = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuCtxSetCurrent");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(library, "cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuStreamSynchronize");
        EventCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(library, "cuEventCreate");
        EventDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuEventDestroy_v2");
        EventRecord = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "cuEventRecord");
        EventSynchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuEventSynchronize");
        EventElapsedTime = (delegate* unmanaged<float*, nint, nint, int>)NativeLibrary.GetExport(library, "cuEventElapsedTime");
        MemoryGetInfo = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(library, "cuMemGetInfo_v2");
        MemoryAllocate = (delegate* unmanaged<nint*, nuint, int>)NativeLibrary.GetExport(library, "cuMemAlloc_v2");
        MemoryFree = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuMemFree_v2");
        HostAllocate = (delegate* unmanaged<nint*, nuint, uint, int>)NativeLibrary.GetExport(library, "cuMemHostAlloc");
        HostFree = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuMemFreeHost");
        CopyToDevice = (delegate* unmanaged<nint, void*, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyHtoDAsync_v2");
        CopyToHost = (delegate* unmanaged<void*, nint, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyDtoHAsync_v2");
        CopyWithin = (delegate* unmanaged<nint, nint, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyDtoDAsync_v2");
        Fill = (delegate* unmanaged<nint, uint, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemsetD32Async");
        ModuleLoad = (delegate* unmanaged<nint*, void*, int>)NativeLibrary.GetExport(library, "cuModuleLoadData");
        ModuleUnload = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)NativeLibrary.GetExport(library, "cuModuleGetFunction");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)NativeLibrary.GetExport(library, "cuLaunchKernel");
    }

    /// <summary>The version of CUDA that the driver offers.</summary>
    internal Version Version
    {
        get
        {
            int number;
            return DriverGetVersion(&number) == CudaError.Success ? new Version(number / 1000, number % 1000 / 10) : new Version(0, 0);
        }
    }

    /// <summary>Loads the functions; without them, why.</summary>
    /// <param name="named">Another library than the system's; null or empty: that one.</param>
    /// <param name="reason">Why there are none.</param>
    internal static CudaLibrary? TryLoad(string? named, out string reason)
    {
        string name = !string.IsNullOrEmpty(named) ? named : OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            reason = string.IsNullOrEmpty(named)
                ? $"no NVIDIA driver is installed ({name} was not found)"
                : $"{named}, which {Variable} names, could not be loaded";
            return null;
        }

        try
        {
            reason = "";
            return new CudaLibrary(library);
        }
        catch (EntryPointNotFoundException failure)
        {
            reason = $"{name} is no CUDA driver that this program can use: {failure.Message}";
            return null;
        }
    }

    /// <summary>Name and text of an error, "CUDA_ERROR_OUT_OF_MEMORY (out of memory)".</summary>
    internal string Describe(int code)
    {
        byte* name;
        byte* text;
        if (GetErrorName(code, &name) != CudaError.Success) return $"CUDA error {code}";
        return GetErrorString(code, &text) == CudaError.Success ? $"{Marshal.PtrToStringUTF8((nint)name)} ({Marshal.PtrToStringUTF8((nint)text)})" : Marshal.PtrToStringUTF8((nint)name) ?? "";
    }
}
