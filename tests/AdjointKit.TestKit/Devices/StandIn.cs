using System.Runtime.InteropServices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Drivers.Cuda;
using Xunit;

namespace AdjointKit.TestKit.Devices;

/// <summary>A CUDA driver and compiler of a test's own that execute on the processor: what one test does to its devices no other test sees.</summary>
public sealed unsafe class StandIn : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly delegate* unmanaged<byte*, byte*, void> set;

    /// <summary>Skips the test where the stand-in cannot be built.</summary>
    public StandIn()
    {
        // It is compiled where the tests run: a machine without a C++ compiler skips, and the obstacle names it.
        Skip.If(CudaStandIn.Library is null, CudaStandIn.Obstacle);
        Library = folder["libcuda.so"];

        // A copy under another name is another library to the loader, with state of its own.
        File.Copy(CudaStandIn.Library!, Library);
        set = (delegate* unmanaged<byte*, byte*, void>)NativeLibrary.GetExport(NativeLibrary.Load(Library), "adjointkitStandInSet");
    }

    /// <summary>The file, driver and compiler in one.</summary>
    public string Library { get; }

    /// <summary>Chooses one of the settings that the stand-in's README lists.</summary>
    public StandIn With(string name, string value)
    {
        nint nameText = Marshal.StringToCoTaskMemUTF8(name);
        nint valueText = Marshal.StringToCoTaskMemUTF8(value);
        set((byte*)nameText, (byte*)valueText);
        Marshal.FreeCoTaskMem(nameText);
        Marshal.FreeCoTaskMem(valueText);
        return this;
    }

    /// <summary>Opens a device of it.</summary>
    public DeviceDriver Open(int index = 0) => new CudaDriver(CudaDiscovery.Find(Library, Library).Usable[index]);

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
