using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Tests.Devices.Drivers;

/// <summary>The skeleton of docs/device-seam.md: its device is host memory, its work is done before a call returns, and instead of a compiler it knows one kernel by name.</summary>
internal sealed unsafe class HostDriver : DeviceDriver
{
    private const nint ScaledAdd = 1;
    private long held;

    public override Device Device => new(DeviceKind.OpenCl, 99);

    public override DeviceDescription Description { get; } = new()
    {
        Name = "host memory",
        Driver = "a driver of one's own",
        IsProcessor = true,
        HasDouble = true,
        MemoryBytes = 1 << 30,
        LargestAllocation = 1 << 30,
        LocalBytes = 32 << 10,
        LargestGroup = 256,
        ComputeUnits = 1,
    };

    public override string Prelude => "#define KERNEL void\n#define GLOBAL\n";

    public override string CompilerIdentity => "names only, 1";

    public override long FreeBytes => Description.MemoryBytes - Interlocked.Read(ref held);

    public override nint TryAllocate(nint bytes)
    {
        if (bytes > FreeBytes) return 0;
        Interlocked.Add(ref held, bytes);
        nint* block = (nint*)NativeMemory.AlignedAlloc((nuint)bytes + 64, 64);
        *block = bytes;
        return (nint)block + 64;
    }

    public override void Free(nint memory)
    {
        Interlocked.Add(ref held, -*(nint*)(memory - 64));
        NativeMemory.AlignedFree((void*)(memory - 64));
    }

    public override void Write(nint memory, nint offset, void* host, nint bytes) => NativeMemory.Copy(host, (byte*)memory + offset, (nuint)bytes);

    public override void Read(nint memory, nint offset, void* host, nint bytes) => NativeMemory.Copy((byte*)memory + offset, host, (nuint)bytes);

    public override void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes) => Write(target, targetOffset, (byte*)source + sourceOffset, bytes);

    public override void Fill(nint memory, nint offset, nint bytes, uint pattern) => new Span<uint>((byte*)memory + offset, (int)(bytes / 4)).Fill(pattern);

    // A driver that has a compiler throws a ProgramBuildException with its log here.
    public override byte[] Compile(string text, string name) => Encoding.UTF8.GetBytes(text);

    public override nint TryLoad(ReadOnlySpan<byte> binary) => binary.IndexOf("KERNEL"u8) >= 0 ? 1 : 0;

    public override nint FindKernel(nint program, string name) =>
        name == "scaled_add" ? ScaledAdd : throw new DeviceException(Device, $"{Device} has no kernel {name}.");

    public override void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments)
    {
        // KERNEL scaled_add(GLOBAL const float *x, GLOBAL float *y, float scale, int count)
        float* x = (float*)arguments[0].Bits;
        float* y = (float*)arguments[1].Bits;
        float scale = BitConverter.Int32BitsToSingle((int)arguments[2].Bits);
        for (int i = 0; i < (int)arguments[3].Bits; i++) y[i] += scale * x[i];
    }

    public override void Finish()
    {
    }

    public override nint Mark() => (nint)Stopwatch.GetTimestamp();

    public override double SecondsBetween(nint first, nint second) => Stopwatch.GetElapsedTime(first, second).TotalSeconds;

    protected override void Dispose(bool disposing)
    {
    }
}
