using System.Runtime.InteropServices;

namespace AdjointKit.Devices.Drivers.OpenCl;

/// <summary>The functions of OpenCL 1.2 that this project calls, from the loader of the system (never from a vendor's library, which would hide the others).</summary>
internal sealed unsafe class OpenClLibrary
{
    /// <summary>The environment variable that names another loader.</summary>
    internal const string Variable = "ADJOINTKIT_OPENCL_LIBRARY";

    private static readonly string[] LinuxNames = ["libOpenCL.so.1", "libOpenCL.so"];
    private static readonly string[] OtherNames = ["OpenCL", "/System/Library/Frameworks/OpenCL.framework/OpenCL"];

    internal readonly delegate* unmanaged<uint, nint*, uint*, int> GetPlatformIds;
    internal readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetPlatformInfo;
    internal readonly delegate* unmanaged<nint, ulong, uint, nint*, uint*, int> GetDeviceIds;
    internal readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetDeviceInfo;
    internal readonly delegate* unmanaged<nint*, uint, nint*, nint, nint, int*, nint> CreateContext;
    internal readonly delegate* unmanaged<nint, int> ReleaseContext;
    internal readonly delegate* unmanaged<nint, nint, ulong, int*, nint> CreateCommandQueue;
    internal readonly delegate* unmanaged<nint, int> ReleaseCommandQueue;
    internal readonly delegate* unmanaged<nint, ulong, nuint, void*, int*, nint> CreateBuffer;
    internal readonly delegate* unmanaged<nint, int> ReleaseMemObject;
    internal readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> EnqueueWriteBuffer;
    internal readonly delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int> EnqueueReadBuffer;
    internal readonly delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, int> EnqueueCopyBuffer;
    internal readonly delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, int> EnqueueFillBuffer;
    internal readonly delegate* unmanaged<nint, nint, uint, ulong, nuint, nuint, uint, nint*, nint*, int*, void*> EnqueueMapBuffer;
    internal readonly delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint> CreateProgramWithSource;
    internal readonly delegate* unmanaged<nint, uint, nint*, nuint*, byte**, int*, int*, nint> CreateProgramWithBinary;
    internal readonly delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, int> BuildProgram;
    internal readonly delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int> GetProgramBuildInfo;
    internal readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetProgramInfo;
    internal readonly delegate* unmanaged<nint, int> ReleaseProgram;
    internal readonly delegate* unmanaged<nint, byte*, int*, nint> CreateKernel;
    internal readonly delegate* unmanaged<nint, int> ReleaseKernel;
    internal readonly delegate* unmanaged<nint, uint, nuint, void*, int> SetKernelArg;
    internal readonly delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int> EnqueueNDRangeKernel;
    internal readonly delegate* unmanaged<nint, uint, nint*, nint*, int> EnqueueMarkerWithWaitList;
    internal readonly delegate* unmanaged<nint, int> Flush;
    internal readonly delegate* unmanaged<nint, int> Finish;
    internal readonly delegate* unmanaged<uint, nint*, int> WaitForEvents;
    internal readonly delegate* unmanaged<nint, uint, nuint, void*, nuint*, int> GetEventProfilingInfo;
    internal readonly delegate* unmanaged<nint, int> ReleaseEvent;

    private OpenClLibrary(nint library)
    {
        GetPlatformIds = (delegate* unmanaged<uint, nint*, uint*, int>)NativeLibrary.GetExport(library, "clGetPlatformIDs");
        GetPlatformInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetPlatformInfo");
        GetDeviceIds = (delegate* unmanaged<nint, ulong, uint, nint*, uint*, int>)NativeLibrary.GetExport(library, "clGetDeviceIDs");
        GetDeviceInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetDeviceInfo");
        CreateContext = (delegate* unmanaged<nint*, uint, nint*, nint, nint, int*, nint>)NativeLibrary.GetExport(library, "clCreateContext");
        ReleaseContext = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseContext");
        CreateCommandQueue = (delegate* unmanaged<nint, nint, ulong, int*, nint>)NativeLibrary.GetExport(library, "clCreateCommandQueue");
        ReleaseCommandQueue = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseCommandQueue");
        CreateBuffer = (delegate* unmanaged<nint, ulong, nuint, void*, int*, nint>)NativeLibrary.GetExport(library, "clCreateBuffer");
        ReleaseMemObject = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseMemObject");
        EnqueueWriteBuffer = (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueWriteBuffer");
        EnqueueReadBuffer = (delegate* unmanaged<nint, nint, uint, nuint, nuint, void*, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueReadBuffer");
        EnqueueCopyBuffer = (delegate* unmanaged<nint, nint, nint, nuint, nuint, nuint, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueCopyBuffer");
        EnqueueFillBuffer = (delegate* unmanaged<nint, nint, void*, nuint, nuint, nuint, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueFillBuffer");
        EnqueueMapBuffer = (delegate* unmanaged<nint, nint, uint, ulong, nuint, nuint, uint, nint*, nint*, int*, void*>)NativeLibrary.GetExport(library, "clEnqueueMapBuffer");
        CreateProgramWithSource = (delegate* unmanaged<nint, uint, byte**, nuint*, int*, nint>)NativeLibrary.GetExport(library, "clCreateProgramWithSource");
        CreateProgramWithBinary = (delegate* unmanaged<nint, uint, nint*, nuint*, byte**, int*, int*, nint>)NativeLibrary.GetExport(library, "clCreateProgramWithBinary");
        BuildProgram = (delegate* unmanaged<nint, uint, nint*, byte*, nint, nint, int>)NativeLibrary.GetExport(library, "clBuildProgram");
        GetProgramBuildInfo = (delegate* unmanaged<nint, nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetProgramBuildInfo");
        GetProgramInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetProgramInfo");
        ReleaseProgram = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseProgram");
        CreateKernel = (delegate* unmanaged<nint, byte*, int*, nint>)NativeLibrary.GetExport(library, "clCreateKernel");
        ReleaseKernel = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseKernel");
        SetKernelArg = (delegate* unmanaged<nint, uint, nuint, void*, int>)NativeLibrary.GetExport(library, "clSetKernelArg");
        EnqueueNDRangeKernel = (delegate* unmanaged<nint, nint, uint, nuint*, nuint*, nuint*, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueNDRangeKernel");
        EnqueueMarkerWithWaitList = (delegate* unmanaged<nint, uint, nint*, nint*, int>)NativeLibrary.GetExport(library, "clEnqueueMarkerWithWaitList");
        Flush = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clFlush");
        Finish = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clFinish");
        WaitForEvents = (delegate* unmanaged<uint, nint*, int>)NativeLibrary.GetExport(library, "clWaitForEvents");
        GetEventProfilingInfo = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetEventProfilingInfo");
        ReleaseEvent = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clReleaseEvent");
    }

    /// <summary>Loads the functions; without them, why.</summary>
    internal static OpenClLibrary? TryLoad(out string reason)
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string[] names = string.IsNullOrEmpty(named) ? OperatingSystem.IsLinux() ? LinuxNames : OtherNames : [named];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            try
            {
                reason = "";
                return new OpenClLibrary(library);
            }
            catch (EntryPointNotFoundException failure)
            {
                reason = $"{name} is no loader of OpenCL 1.2 or later: {failure.Message}";
                return null;
            }
        }

        reason = $"there is no OpenCL loader ({string.Join(" or ", names)}): install it (on Debian: ocl-icd-libopencl1) and the OpenCL driver of your device";
        return null;
    }
}
