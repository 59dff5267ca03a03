namespace AdjointKit.Devices.Drivers;

/// <summary>
/// What a device must offer: memory, programs and launches, one after the other in the order in which they were asked for. This is the whole seam between
/// the toolkit and a programming interface for devices; the OpenCL and CUDA drivers implement it, and another one may.
/// Thread-safe. Handles are those of the interface beneath and mean nothing to anybody else.
/// </summary>
/// <remarks>
/// Work is asynchronous: <see cref="Launch"/>, <see cref="Copy"/>, <see cref="Fill"/> and <see cref="Write"/> return before it is done, though the host memory of a
/// Write may be used again at once. <see cref="Read"/> and <see cref="Finish"/> wait. An error of earlier work may be reported by a later call. None of these allocates managed memory.
/// A failure is a <see cref="DeviceException"/>; one that the device does not survive is a <see cref="DeviceLostException"/>, and so is every call after it.
/// </remarks>
public abstract unsafe class DeviceDriver : IDisposable
{
    /// <summary>The device.</summary>
    public abstract Device Device { get; }

    /// <summary>What the device is.</summary>
    public abstract DeviceDescription Description { get; }

    /// <summary>The text that makes the one kernel language of this project out of that of the interface: put in front of every source.</summary>
    public abstract string Prelude { get; }

    /// <summary>What that which <see cref="Compile"/> gives depends on beside the text: device, driver and compiler versions. Part of the key of the program cache.</summary>
    public abstract string CompilerIdentity { get; }

    /// <summary>The bytes that are free on the device as far as the interface tells; without such a question, the size of the device less what this driver holds.</summary>
    public abstract long FreeBytes { get; }

    /// <summary>Takes device memory.</summary>
    /// <param name="bytes">At least 1.</param>
    /// <returns>The handle; 0 where the device has not so much left.</returns>
    public abstract nint TryAllocate(nint bytes);

    /// <summary>Gives device memory back, when the work that was asked for before is done.</summary>
    public abstract void Free(nint memory);

    /// <summary>Copies host memory to device memory.</summary>
    public abstract void Write(nint memory, nint offset, void* host, nint bytes);

    /// <summary>Copies device memory to host memory, after all work that was asked for before.</summary>
    public abstract void Read(nint memory, nint offset, void* host, nint bytes);

    /// <summary>Copies within the device; the ranges do not overlap.</summary>
    public abstract void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes);

    /// <summary>Fills device memory with a pattern of four bytes; offset and bytes are multiples of 4.</summary>
    public abstract void Fill(nint memory, nint offset, nint bytes, uint pattern);

    /// <summary>Compiles a program, its text complete.</summary>
    /// <param name="text">The text, prelude and definitions included.</param>
    /// <param name="name">The name of the source for messages.</param>
    /// <returns>What <see cref="TryLoad"/> takes, to be kept in the program cache: a binary, or where the interface keeps those itself the text.</returns>
    /// <exception cref="ProgramBuildException">The text does not compile.</exception>
    public abstract byte[] Compile(string text, string name);

    /// <summary>Makes a program of what <see cref="Compile"/> gave, in this run or an earlier one.</summary>
    /// <returns>The program's handle; 0 where the device does not take it (another driver made it): it must be compiled anew.</returns>
    public abstract nint TryLoad(ReadOnlySpan<byte> binary);

    /// <summary>A kernel of a loaded program.</summary>
    /// <exception cref="DeviceException">The program has no such kernel.</exception>
    public abstract nint FindKernel(nint program, string name);

    /// <summary>Asks for a kernel to be run.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="size">The groups and the items of each.</param>
    /// <param name="arguments">One per parameter, in order.</param>
    public abstract void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments);

    /// <summary>Waits until everything that was asked for is done.</summary>
    public abstract void Finish();

    /// <summary>Begins or ends a measurement on the device's own clock: a mark in the order of work.</summary>
    /// <returns>A mark, to be given to <see cref="SecondsBetween"/>.</returns>
    public abstract nint Mark();

    /// <summary>Waits for two marks, gives them back and tells the time between them.</summary>
    public abstract double SecondsBetween(nint first, nint second);

    /// <summary>Gives everything back to the interface.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives everything back to the interface. A second call does nothing.</summary>
    protected abstract void Dispose(bool disposing);
}
