using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.TestKit.Devices;

/// <summary>A driver around another one that counts what it is asked for, and that fails when told to: as a device does that is lost.</summary>
public sealed unsafe class ObservedDriver(DeviceDriver inner) : DeviceDriver
{
    /// <summary>Launches that still succeed; the one after them, and everything from then on, fails.</summary>
    public long LaunchesLeft { get; set; } = long.MaxValue;

    public int Compilations { get; private set; }

    public long Launches { get; private set; }

    /// <summary>The most groups along y of any launch.</summary>
    public int LargestY { get; private set; }

    public override Device Device => inner.Device;

    public override DeviceDescription Description => inner.Description;

    public override string Prelude => inner.Prelude;

    public override string CompilerIdentity => inner.CompilerIdentity;

    public override long FreeBytes => inner.FreeBytes;

    public override nint TryAllocate(nint bytes)
    {
        RequireAlive();
        return inner.TryAllocate(bytes);
    }

    public override void Free(nint memory) => inner.Free(memory);

    public override void Write(nint memory, nint offset, void* host, nint bytes)
    {
        RequireAlive();
        inner.Write(memory, offset, host, bytes);
    }

    public override void Read(nint memory, nint offset, void* host, nint bytes)
    {
        RequireAlive();
        inner.Read(memory, offset, host, bytes);
    }

    public override void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes)
    {
        RequireAlive();
        inner.Copy(source, sourceOffset, target, targetOffset, bytes);
    }

    public override void Fill(nint memory, nint offset, nint bytes, uint pattern)
    {
        RequireAlive();
        inner.Fill(memory, offset, bytes, pattern);
    }

    public override byte[] Compile(string text, string name)
    {
        Compilations++;
        return inner.Compile(text, name);
    }

    public override nint TryLoad(ReadOnlySpan<byte> binary) => inner.TryLoad(binary);

    public override nint FindKernel(nint program, string name) => inner.FindKernel(program, name);

    public override void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments)
    {
        if (LaunchesLeft > 0) LaunchesLeft--;
        RequireAlive();
        Launches++;
        LargestY = Math.Max(LargestY, size.GroupsY);
        inner.Launch(kernel, size, arguments);
    }

    public override void Finish()
    {
        RequireAlive();
        inner.Finish();
    }

    public override nint Mark() => inner.Mark();

    public override double SecondsBetween(nint first, nint second) => inner.SecondsBetween(first, second);

    protected override void Dispose(bool disposing) => inner.Dispose();

    private void RequireAlive()
    {
        if (LaunchesLeft == 0) throw new DeviceLostException(Device, $"{Device} was lost, as the test wants it.");
    }
}
