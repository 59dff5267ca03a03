using System.Runtime.InteropServices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Drivers.Cuda;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>A CUDA driver and compiler of a test's own that execute on the processor: what one test does to its devices no other test sees.</summary>
internal sealed unsafe class StandIn : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly delegate* unmanaged<byte*, byte*, void> set;

    /// <summary>Skips the test where the stand-in cannot be built.</summary>
    internal StandIn()
    {
        Skip.If(CudaStandIn.Library is null, CudaStandIn.Obstacle);
        Library = folder["libcuda.so"];

        // A copy under another name is another library to the loader, with state of its own.
        File.Copy(CudaStandIn.Library!, Library);
        set = (delegate* unmanaged<byte*, byte*, void>)NativeLibrary.GetExport(NativeLibrary.Load(Library), "adjointkitStandInSet");
    }

    /// <summary>The file, driver and compiler in one.</summary>
    internal string Library { get; }

    /// <summary>Chooses one of the settings that the stand-in's README lists.</summary>
    internal StandIn With(string name, string value)
    {
        nint nameText = Marshal.StringToCoTaskMemUTF8(name);
        nint valueText = Marshal.StringToCoTaskMemUTF8(value);
        set((byte*)nameText, (byte*)valueText);
        Marshal.FreeCoTaskMem(nameText);
        Marshal.FreeCoTaskMem(valueText);
        return this;
    }

    internal (List<CudaDeviceEntry> Usable, List<DeviceReport> Reports) Discover() => CudaDiscovery.Find(Library, Library);

    internal CudaDriver Open(int index = 0) => new(Discover().Usable[index]);

    public void Dispose() => folder.Dispose();
}
