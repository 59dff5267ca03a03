using System.Text;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Drivers.OpenCl;

/// <summary>A device through OpenCL 1.2: one context, one queue that runs in order.</summary>
internal sealed unsafe class OpenClDriver : DeviceDriver
{
    private const uint ProgramBinarySizes = 0x1165;
    private const uint ProgramBinaries = 0x1166;
    private const uint ProgramBuildLog = 0x1183;
    private const uint ProfilingCommandEnd = 0x1283;
    private const ulong QueueProfiling = 2;
    private const ulong MemoryReadWrite = 1;

    private static readonly byte[] BuildOptions = "-cl-std=CL1.2\0"u8.ToArray();

    private readonly OpenClLibrary library;
    private readonly nint deviceId;
    private readonly nint context;
    private readonly nint queue;

    // PoCL compiles a kernel when it is launched and keeps it itself; asked for the binary of a program it compiles all its kernels, of which a run needs few.
    private readonly bool keepsTexts;
    private readonly Lock gate = new();
    private readonly Dictionary<nint, long> allocations = [];
    private readonly List<nint> programs = [];
    private readonly List<nint> kernels = [];
    private readonly OpenClStaging? staging;
    private long heldBytes;
    private bool lost;
    private bool disposed;

    /// <summary>Opens a device.</summary>
    /// <param name="library">The functions.</param>
    /// <param name="found">The device as the discovery found it.</param>
    /// <param name="pinned">Whether copies go through pinned memory; null: where the device is no processor, which reads the host's memory itself.</param>
    internal OpenClDriver(OpenClLibrary library, OpenClDeviceEntry found, bool? pinned = null)
    {
        this.library = library;
        Device = found.Device;
        Description = found.Description;
        CompilerIdentity = $"{found.Identity}|{Encoding.UTF8.GetString(BuildOptions).TrimEnd('\0')}{(found.CompilesKernelsOneByOne ? "|text" : "")}";
        keepsTexts = found.CompilesKernelsOneByOne;
        deviceId = found.Id;
        int code;
        nint id = found.Id;
        nint* properties = stackalloc nint[] { 0x1084, found.Platform, 0 };
        context = library.CreateContext(properties, 1, &id, 0, 0, &code);
        Check(code, "make a context");
        queue = library.CreateCommandQueue(context, deviceId, QueueProfiling, &code);
        Check(code, "make a queue");

        if (pinned ?? !Description.IsProcessor) staging = new OpenClStaging(library, context, queue, Check);
    }

    /// <inheritdoc/>
    public override Device Device { get; }

    /// <inheritdoc/>
    public override DeviceDescription Description { get; }

    /// <inheritdoc/>
    public override string Prelude => KernelText.Read("prelude.opencl.h");

    /// <inheritdoc/>
    public override string CompilerIdentity { get; }

    /// <inheritdoc/>
    public override long FreeBytes => Math.Max(0, Description.MemoryBytes - Interlocked.Read(ref heldBytes));

    /// <inheritdoc/>
    public override nint TryAllocate(nint bytes)
    {
        lock (gate)
        {
            RequireUsable();
            if (bytes > FreeBytes || bytes > Description.LargestAllocation) return 0;
            int code;
            nint memory = library.CreateBuffer(context, MemoryReadWrite, (nuint)bytes, null, &code);
            if (OpenClError.IsOutOfMemory(code)) return 0;
            Check(code, "take memory");
            allocations.Add(memory, bytes);
            heldBytes += bytes;
            return memory;
        }
    }

    /// <inheritdoc/>
    public override void Free(nint memory)
    {
        lock (gate)
        {
            if (disposed || !allocations.Remove(memory, out long bytes)) return;
            heldBytes -= bytes;
            _ = library.ReleaseMemObject(memory);
        }
    }

    /// <inheritdoc/>
    public override void Write(nint memory, nint offset, void* host, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            RequireUsable();
            if (staging is null) Check(library.EnqueueWriteBuffer(queue, memory, 1, (nuint)offset, (nuint)bytes, host, 0, null, null), "take data from the host");
            else staging.Write(memory, offset, host, bytes);
        }
    }

    /// <inheritdoc/>
    public override void Read(nint memory, nint offset, void* host, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            RequireUsable();
            if (staging is null) Check(library.EnqueueReadBuffer(queue, memory, 1, (nuint)offset, (nuint)bytes, host, 0, null, null), "give data to the host");
            else staging.Read(memory, offset, host, bytes);
        }
    }

    /// <inheritdoc/>
    public override void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            RequireUsable();
            Check(library.EnqueueCopyBuffer(queue, source, target, (nuint)sourceOffset, (nuint)targetOffset, (nuint)bytes, 0, null, null), "copy within its memory");
        }
    }

    /// <inheritdoc/>
    public override void Fill(nint memory, nint offset, nint bytes, uint pattern)
    {
        if (bytes == 0) return;
        lock (gate)
        {
            RequireUsable();
            Check(library.EnqueueFillBuffer(queue, memory, &pattern, sizeof(uint), (nuint)offset, (nuint)bytes, 0, null, null), "fill memory");
        }
    }

    /// <inheritdoc/>
    public override byte[] Compile(string text, string name)
    {
        lock (gate)
        {
            RequireUsable();
            nint program = 0;
            try
            {
                byte[] source = Encoding.UTF8.GetBytes(text);
                program = Create(source, out int code);
                Check(code, $"take the source {name}");
                if (Build(program) != OpenClError.Success)
                {
                    string log = BuildLog(program);
                    throw new ProgramBuildException(Device, name, log, CompilerMessage.LineOf(text, log));
                }

                return keepsTexts ? source : Binary(program);
            }
            finally
            {
                if (program != 0) _ = library.ReleaseProgram(program);
            }
        }
    }

    /// <inheritdoc/>
    public override nint TryLoad(ReadOnlySpan<byte> binary)
    {
        lock (gate)
        {
            RequireUsable();
            nint program = keepsTexts ? Create(binary, out int code) : CreateOfBinary(binary, out code);
            if (code != OpenClError.Success) return 0;
            if (Build(program) == OpenClError.Success)
            {
                programs.Add(program);
                return program;
            }

            _ = library.ReleaseProgram(program);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override nint FindKernel(nint program, string name)
    {
        lock (gate)
        {
            RequireUsable();
            int code;
            nint kernel;
            fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0")) kernel = library.CreateKernel(program, text, &code);
            Check(code, $"find the kernel {name}");
            kernels.Add(kernel);
            return kernel;
        }
    }

    /// <inheritdoc/>
    public override void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments)
    {
        nuint* global = stackalloc nuint[] { (nuint)size.GroupsX * (nuint)size.ItemsX, (nuint)size.GroupsY * (nuint)size.ItemsY };
        nuint* local = stackalloc nuint[] { (nuint)size.ItemsX, (nuint)size.ItemsY };

        // A kernel object carries its arguments: setting them and asking for the run must be one.
        lock (gate)
        {
            RequireUsable();
            for (int index = 0; index < arguments.Length; index++)
            {
                long bits = arguments[index].Bits;
                bool isNull = arguments[index].IsMemory && bits == 0;
                int code = library.SetKernelArg(kernel, (uint)index, (nuint)arguments[index].Size, isNull ? null : &bits);
                if (code != OpenClError.Success) throw Failure(code, $"take argument {index} of a kernel");
            }

            Check(library.EnqueueNDRangeKernel(queue, kernel, 2, null, global, local, 0, null, null), "run a kernel");
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        RequireUsable();
        Check(library.Finish(queue), "finish its work");
    }

    /// <inheritdoc/>
    public override nint Mark()
    {
        lock (gate)
        {
            RequireUsable();
            nint mark;
            Check(library.EnqueueMarkerWithWaitList(queue, 0, null, &mark), "set a mark");
            return mark;
        }
    }

    /// <inheritdoc/>
    public override double SecondsBetween(nint first, nint second)
    {
        nint* marks = stackalloc nint[] { first, second };
        Check(library.WaitForEvents(2, marks), "reach a mark");
        ulong begin;
        ulong end;
        Check(library.GetEventProfilingInfo(first, ProfilingCommandEnd, sizeof(ulong), &begin, null), "tell the time of a mark");
        Check(library.GetEventProfilingInfo(second, ProfilingCommandEnd, sizeof(ulong), &end, null), "tell the time of a mark");
        _ = library.ReleaseEvent(first);
        _ = library.ReleaseEvent(second);
        return (end - begin) * 1e-9;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            _ = library.Finish(queue);
            staging?.Dispose();
            foreach (nint kernel in kernels) _ = library.ReleaseKernel(kernel);
            foreach (nint program in programs) _ = library.ReleaseProgram(program);
            foreach (nint memory in allocations.Keys) _ = library.ReleaseMemObject(memory);
            _ = library.ReleaseCommandQueue(queue);
            _ = library.ReleaseContext(context);
        }
    }

    private nint Create(ReadOnlySpan<byte> text, out int code)
    {
        nuint length = (nuint)text.Length;
        int error;
        nint program;
        fixed (byte* begin = text) program = library.CreateProgramWithSource(context, 1, &begin, &length, &error);
        code = error;
        return program;
    }

    private nint CreateOfBinary(ReadOnlySpan<byte> binary, out int code)
    {
        nint id = deviceId;
        nuint length = (nuint)binary.Length;
        int error;
        int status = 0;
        nint program;
        fixed (byte* begin = binary) program = library.CreateProgramWithBinary(context, 1, &id, &length, &begin, &status, &error);
        code = error == OpenClError.Success ? status : error;
        return program;
    }

    private int Build(nint program)
    {
        nint id = deviceId;
        fixed (byte* options = BuildOptions) return library.BuildProgram(program, 1, &id, options, 0, 0);
    }

    private string BuildLog(nint program)
    {
        nuint length;
        Check(library.GetProgramBuildInfo(program, deviceId, ProgramBuildLog, 0, null, &length), "tell why a program does not compile");
        var log = new byte[(int)length];
        fixed (byte* begin = log) Check(library.GetProgramBuildInfo(program, deviceId, ProgramBuildLog, length, begin, null), "tell why a program does not compile");
        return Encoding.UTF8.GetString(log).TrimEnd('\0', '\n', ' ');
    }

    private byte[] Binary(nint program)
    {
        nuint length;
        Check(library.GetProgramInfo(program, ProgramBinarySizes, (nuint)sizeof(nuint), &length, null), "give the binary of a program");
        var binary = new byte[(int)length];
        fixed (byte* begin = binary)
        {
            byte* address = begin;
            Check(library.GetProgramInfo(program, ProgramBinaries, (nuint)sizeof(byte*), &address, null), "give the binary of a program");
        }

        return binary;
    }

    private void RequireUsable()
    {
        if (disposed) throw new ObjectDisposedException(nameof(Compute), $"The computation on {Device} has been disposed.");
        if (lost) throw new DeviceLostException(Device, $"{Device} ({Description.Name}) was lost earlier: start the program again.");
    }

    private void Check(int code, string deed)
    {
        if (code != OpenClError.Success) throw Failure(code, deed);
    }

    private DeviceException Failure(int code, string deed)
    {
        string sentence = $"{Device} ({Description.Name}) could not {deed}: {OpenClError.NameOf(code)}.";
        if (!OpenClError.IsLoss(code)) return new DeviceException(Device, sentence);
        lost = true;
        return new DeviceLostException(Device, $"{sentence} Nothing on it can be used any more.");
    }
}
