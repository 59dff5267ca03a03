using AdjointKit.Arrays;
using AdjointKit.Devices.Cpu;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;
using AdjointKit.Devices.Programs;
using AdjointKit.Kernels;

namespace AdjointKit.Devices;

/// <summary>Where and with what a computation runs: the device, the threads and the memory account. Immutable; passed to every plan.</summary>
public sealed class Compute : IDisposable
{
    // One that shares everything with another, which ends it.
    private readonly bool isShared;

    /// <summary>Makes a computation on the CPU.</summary>
    /// <param name="threads">The number of threads; null: all processors.</param>
    /// <param name="memoryBudget">The limit in bytes of the arrays that a computation makes for itself; null: none.</param>
    public Compute(int? threads = null, long? memoryBudget = null)
        : this((DeviceRuntime?)null, threads, memoryBudget)
    {
    }

    /// <summary>Makes a computation on a device; the CPU is one, too. What an operation on a device needs for itself while it runs (partial results, packed copies of views) counts against the device's memory, not against the budget.</summary>
    /// <param name="device">The device, as <see cref="DeviceCatalogue"/> found it.</param>
    /// <param name="threads">The number of threads for what the host does; null: all processors.</param>
    /// <param name="memoryBudget">The limit in bytes of the arrays that a computation makes for itself, on the device and beside it; null: none.</param>
    /// <param name="deviceMemory">The limit in bytes of what arrays take of the device's memory; null: nine tenths of what is free now.</param>
    /// <exception cref="DeviceException">There is no such device, or it cannot be opened.</exception>
    public Compute(Device device, int? threads = null, long? memoryBudget = null, long? deviceMemory = null)
        : this(device.IsHost ? null : new DeviceRuntime(DeviceCatalogue.Discover().Open(device), ProgramCache.OfUser(), deviceMemory, treatAsGpu: false), threads, memoryBudget)
    {
    }

    /// <summary>Makes a computation on a driver of one's own: whoever derives from <see cref="DeviceDriver"/> brings another interface for devices. Ends the driver when it ends.</summary>
    /// <param name="driver">The driver, open.</param>
    /// <param name="threads">The number of threads for what the host does; null: all processors.</param>
    /// <param name="memoryBudget">The limit in bytes of the arrays that a computation makes for itself, on the device and beside it; null: none.</param>
    /// <param name="deviceMemory">The limit in bytes of what arrays take of the device's memory; null: nine tenths of what is free now.</param>
    public Compute(DeviceDriver driver, int? threads = null, long? memoryBudget = null, long? deviceMemory = null)
        : this(new DeviceRuntime(driver, ProgramCache.OfUser(), deviceMemory, treatAsGpu: false), threads, memoryBudget)
    {
    }

    /// <summary>Makes a computation on a device that is open; null: on the CPU. The computation ends the device when it ends.</summary>
    internal Compute(DeviceRuntime? runtime, int? threads, long? memoryBudget)
    {
        Team = new ThreadTeam(threads ?? Environment.ProcessorCount);
        Memory = new MemoryAccount(memoryBudget);
        Runtime = runtime;
        var host = new CpuBackend(Team);
        Backend = runtime is null ? host : new DeviceBackend(runtime, host);
        Host = runtime is null ? this : new Compute(this, Memory, host, null, TapeOptions);
    }

    private Compute(Compute other, MemoryAccount memory, Backend backend, DeviceRuntime? runtime, TapeOptions options)
    {
        isShared = true;
        TapeOptions = options;
        Team = other.Team;
        Memory = memory;
        Backend = backend;
        Runtime = runtime;
        Host = runtime is null ? this : new Compute(other, memory, other.Host.Backend, null, options);
    }

    /// <summary>The threads.</summary>
    public ThreadTeam Team { get; }

    /// <summary>The account that the computation's own arrays are charged to.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>The array operations of the device.</summary>
    public Backend Backend { get; }

    /// <summary>The device.</summary>
    public Device Device => Backend.Device;

    /// <summary>The same threads and account in host memory: what a computation on a device does beside it. Itself on the CPU. Not to be disposed.</summary>
    public Compute Host { get; }

    /// <summary>What the tapes of this computation watch for their user.</summary>
    public TapeOptions TapeOptions { get; } = TapeOptions.Default;

    /// <summary>Whether a processor does the work: the CPU itself, or one that an interface for devices runs on.</summary>
    public bool IsProcessor => Runtime?.Driver.Description.IsProcessor ?? true;

    /// <summary>Waits until the device has done everything that it was asked for. On the CPU that is always so.</summary>
    public void Finish() => Runtime?.Driver.Finish();

    /// <summary>Whether the device computes in float64.</summary>
    public bool HasDouble => Runtime?.Driver.Description.HasDouble ?? true;

    /// <summary>The open device, for solvers that have kernels of their own; null on the CPU.</summary>
    internal DeviceRuntime? Runtime { get; }

    /// <summary>A new array on the device with the elements of one in host memory, owned by the caller and charged to <see cref="Memory"/> until it is released.</summary>
    public NdArray<T> ToDevice<T>(NdArray<T> host)
        where T : unmanaged
    {
        NdArray<T> array = Empty<T>(host.Shape);
        Backend.CopyFromHost(host, array);
        return array;
    }

    /// <summary>A new array in host memory with the elements of one on the device, owned by the caller.</summary>
    public NdArray<T> ToHost<T>(NdArray<T> device)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(device.Shape);
        Backend.CopyToHost(device, array);
        return array;
    }

    /// <summary>A new array of zeros on the device, owned by the caller and charged to <see cref="Memory"/> until it is released.</summary>
    /// <exception cref="InsufficientBudgetException">The budget does not suffice.</exception>
    public NdArray<T> Zeros<T>(params ReadOnlySpan<nint> lengths)
        where T : unmanaged => Zeros<T>(new Shape(lengths));

    /// <inheritdoc cref="Zeros{T}(ReadOnlySpan{nint})"/>
    public NdArray<T> Zeros<T>(Shape shape)
        where T : unmanaged
    {
        NdArray<T> array = Empty<T>(shape);
        Backend.Fill(array, 0);
        return array;
    }

    /// <summary>A new array on the device whose elements are undefined until written, owned by the caller and charged to <see cref="Memory"/> until it is released.</summary>
    /// <exception cref="InsufficientBudgetException">The budget does not suffice.</exception>
    public NdArray<T> Empty<T>(params ReadOnlySpan<nint> lengths)
        where T : unmanaged => Empty<T>(new Shape(lengths));

    /// <inheritdoc cref="Empty{T}(ReadOnlySpan{nint})"/>
    public NdArray<T> Empty<T>(Shape shape)
        where T : unmanaged => Backend.Allocate(ElementTypes.Of<T>(), shape, Memory).As<T>();

    /// <summary>The same threads, device and account with tapes that watch for something. It lives as long as this one; to dispose it does nothing.</summary>
    /// <param name="options">What to watch for.</param>
    public Compute With(TapeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(this, Memory, Backend, Runtime, options);
    }

    /// <summary>The same threads and device with another account: for arrays that belong to the user, which no budget bounds. Not to be disposed.</summary>
    internal Compute WithMemory(MemoryAccount memory) => new(this, memory, Backend, Runtime, TapeOptions);

    /// <summary>Ends the threads, and everything on the device: arrays there cannot be used any more.</summary>
    public void Dispose()
    {
        if (isShared) return;
        Team.Dispose();
        Runtime?.Dispose();
    }
}
