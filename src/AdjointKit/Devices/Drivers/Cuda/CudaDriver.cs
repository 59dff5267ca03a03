using System.Text;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Drivers.Cuda;

/// <summary>
/// A device through CUDA's driver interface: its primary context and one stream. Work is promised to be done in the order in which it was asked for, copies
/// included, so a second stream for copies would have to wait for the first each time and would only cost.
/// </summary>
internal sealed unsafe class CudaDriver : DeviceDriver
{
    /// <summary>Does not wait for the default stream, which other users of the primary context may keep busy.</summary>
    private const uint NonBlockingStream = 1;

    private readonly CudaLibrary library;
    private readonly CudaCompiler compiler;
    private readonly int handle;
    private readonly nint context;
    private readonly nint stream;
    private readonly Lock gate = new();
    private readonly HashSet<nint> allocations = [];
    private readonly List<nint> modules = [];
    private CudaStaging? staging;
    private bool lost;
    private bool disposed;

    /// <summary>Opens a device.</summary>
    /// <param name="found">The device as the discovery found it.</param>
    internal CudaDriver(CudaDeviceEntry found)
    {
        library = found.Library;
        compiler = found.Compiler;
        handle = found.Handle;
        Device = found.Device;
        Description = found.Description;
        CompilerIdentity = found.Identity;
        nint retained;
        Check(library.PrimaryContextRetain(&retained, handle), "make a context");
        context = retained;
        Check(library.ContextSetCurrent(context), "enter its context");
        nint made;
        Check(library.StreamCreate(&made, NonBlockingStream), "make a stream");
        stream = made;
    }

    /// <inheritdoc/>
    public override Device Device { get; }

    /// <inheritdoc/>
    public override DeviceDescription Description { get; }

    /// <inheritdoc/>
    public override string Prelude => KernelText.Read("prelude.cuda.h");

    /// <inheritdoc/>
    public override string CompilerIdentity { get; }

    /// <inheritdoc/>
    public override long FreeBytes
    {
        get
        {
            lock (gate)
            {
                Enter();
                nuint free;
                nuint total;
                Check(library.MemoryGetInfo(&free, &total), "tell how much memory is free");
                return (long)free;
            }
        }
    }

    /// <inheritdoc/>
    public override nint TryAllocate(nint bytes)
    {
        lock (gate)
        {
            Enter();
            nint memory;
            int code = library.MemoryAllocate(&memory, (nuint)bytes);
            if (code == CudaError.OutOfMemory) return 0;
            Check(code, "take memory");
            allocations.Add(memory);
            return memory;
        }
    }

    /// <inheritdoc/>
    public override void Free(nint memory)
    {
        lock (gate)
        {
            if (disposed || !allocations.Remove(memory) || lost) return;

            // An error here is one of earlier work; the next call reports it.
            if (library.ContextSetCurrent(context) == CudaError.Success) _ = library.MemoryFree(memory);
        }
    }

    /// <inheritdoc/>
    public override void Write(nint memory, nint offset, void* host, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            Enter();
            Staging().Write(memory + offset, host, bytes);
        }
    }

    /// <inheritdoc/>
    public override void Read(nint memory, nint offset, void* host, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            Enter();
            Staging().Read(memory + offset, host, bytes);
        }
    }

    /// <inheritdoc/>
    public override void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            Enter();
            Check(library.CopyWithin(target + targetOffset, source + sourceOffset, (nuint)bytes, stream), "copy within its memory");
        }
    }

    /// <inheritdoc/>
    public override void Fill(nint memory, nint offset, nint bytes, uint pattern)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            Enter();
            Check(library.Fill(memory + offset, pattern, (nuint)(bytes / sizeof(uint)), stream), "fill memory");
        }
    }

    /// <inheritdoc/>
    public override byte[] Compile(string text, string name) => compiler.Compile(Device, text, name);

    /// <inheritdoc/>
    public override nint TryLoad(ReadOnlySpan<byte> binary)
    {
        lock (gate)
        {
            Enter();
            nint module;
            int code;
            fixed (byte* begin = binary) code = library.ModuleLoad(&module, begin);
            if (CudaError.IsForeignBinary(code)) return 0;
            Check(code, "load a program");
            modules.Add(module);
            return module;
        }
    }

    /// <inheritdoc/>
    public override nint FindKernel(nint program, string name)
    {
        lock (gate)
        {
            Enter();
            nint kernel;
            fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0")) Check(library.ModuleGetFunction(&kernel, program, text), $"find the kernel {name}");
            return kernel;
        }
    }

    /// <inheritdoc/>
    public override void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments)
    {
        if (size.GroupsY > LaunchSize.LargestY) throw new DeviceException(Device, $"{Device} runs at most {LaunchSize.LargestY} groups along y, and a launch asked for {size.GroupsY}: turn the axes, or run it in parts.");
        long* values = stackalloc long[arguments.Length];
        void** places = stackalloc void*[arguments.Length];
        for (int index = 0; index < arguments.Length; index++)
        {
            values[index] = arguments[index].Bits;
            places[index] = values + index;
        }

        lock (gate)
        {
            Enter();
            Check(library.LaunchKernel(kernel, (uint)size.GroupsX, (uint)size.GroupsY, 1, (uint)size.ItemsX, (uint)size.ItemsY, 1, 0, stream, places, null), "run a kernel");
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        // Without the lock: other threads may ask for more work meanwhile.
        lock (gate) Enter();
        int code = library.StreamSynchronize(stream);
        lock (gate) Check(code, "finish its work");
    }

    /// <inheritdoc/>
    public override nint Mark()
    {
        lock (gate)
        {
            Enter();
            nint mark;
            Check(library.EventCreate(&mark, 0), "make an event");
            Check(library.EventRecord(mark, stream), "set a mark");
            return mark;
        }
    }

    /// <inheritdoc/>
    public override double SecondsBetween(nint first, nint second)
    {
        lock (gate)
        {
            Enter();
            Check(library.EventSynchronize(first), "reach a mark");
            Check(library.EventSynchronize(second), "reach a mark");
            float milliseconds;
            Check(library.EventElapsedTime(&milliseconds, first, second), "tell the time between two marks");
            _ = library.EventDestroy(first);
            _ = library.EventDestroy(second);
            return milliseconds * 1e-3;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;

            // A device that was lost answers everything with its error: there is nothing to be done about it.
            _ = library.ContextSetCurrent(context);
            _ = library.StreamSynchronize(stream);
            staging?.Dispose();
            foreach (nint memory in allocations) _ = library.MemoryFree(memory);
            foreach (nint module in modules) _ = library.ModuleUnload(module);
            _ = library.StreamDestroy(stream);
            _ = library.PrimaryContextRelease(handle);
        }
    }

    private CudaStaging Staging() => staging ??= new CudaStaging(library, stream, Check);

    /// <summary>Contexts are per thread, and any code of this process may have made another one current.</summary>
    private void Enter()
    {
        if (disposed) throw new ObjectDisposedException(nameof(Compute), $"The computation on {Device} has been disposed.");
        if (lost) throw new DeviceLostException(Device, $"{Device} ({Description.Name}) was lost earlier: start the program again.");
        Check(library.ContextSetCurrent(context), "enter its context");
    }

    private void Check(int code, string deed)
    {
        if (code != CudaError.Success) throw Failure(code, deed);
    }

    private DeviceException Failure(int code, string deed)
    {
        string sentence = $"{Device} ({Description.Name}) could not {deed}: {library.Describe(code)}.";
        if (!CudaError.IsLoss(code)) return new DeviceException(Device, sentence);
        lost = true;
        return new DeviceLostException(Device, $"{sentence} Nothing on it can be used any more.");
    }
}
