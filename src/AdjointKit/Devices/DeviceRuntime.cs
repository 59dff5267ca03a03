using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices;

/// <summary>A device that is open: its driver, its memory and its programs. Solvers with kernels of their own reach them through <see cref="Compute.Runtime"/>.</summary>
internal sealed class DeviceRuntime : IDisposable
{
    /// <summary>The part of the free memory that arrays may take without a limit given: the driver needs some for itself.</summary>
    private const double ShareOfFree = 0.9;

    internal DeviceRuntime(DeviceDriver driver, ProgramCache cache, long? memory, bool treatAsGpu)
    {
        Driver = driver;
        Memory = new DeviceMemoryPool(driver, memory ?? (long)(driver.FreeBytes * ShareOfFree));
        Programs = new ProgramStore(driver, cache);
        PrefersLocalMemory = treatAsGpu || !driver.Description.IsProcessor;
    }

    internal DeviceDriver Driver { get; }

    internal DeviceMemoryPool Memory { get; }

    internal ProgramStore Programs { get; }

    /// <summary>Whether kernels whose items share the memory of a group are the faster ones, as on every GPU. On a processor they are 8 to 22 times slower.</summary>
    internal bool PrefersLocalMemory { get; }

    public void Dispose() => Driver.Dispose();
}
