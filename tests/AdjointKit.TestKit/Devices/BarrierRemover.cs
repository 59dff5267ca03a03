using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.TestKit.Devices;

/// <summary>A device whose compiler leaves out one barrier of one kernel source: whoever checks that source must notice.</summary>
/// <param name="inner">The device.</param>
/// <param name="source">The text of the source.</param>
/// <param name="number">Which barrier of it, from 0.</param>
public sealed unsafe class BarrierRemover(DeviceDriver inner, string source, int number) : DeviceDriver
{
    private const string Barrier = "BARRIER();";

    /// <inheritdoc/>
    public override Device Device => inner.Device;

    /// <inheritdoc/>
    public override DeviceDescription Description => inner.Description;

    /// <inheritdoc/>
    public override string Prelude => inner.Prelude;

    /// <inheritdoc/>
    public override string CompilerIdentity => inner.CompilerIdentity;

    /// <inheritdoc/>
    public override long FreeBytes => inner.FreeBytes;

    /// <summary>How many barriers a source has.</summary>
    public static int Count(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Split(Barrier).Length - 1;
    }

    /// <inheritdoc/>
    public override byte[] Compile(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = -1;
        for (int barrier = 0; barrier <= number; barrier++) at = source.IndexOf(Barrier, at + 1, StringComparison.Ordinal);
        return inner.Compile(text.Replace(source, source.Remove(at, Barrier.Length), StringComparison.Ordinal), name);
    }

    /// <inheritdoc/>
    public override nint TryAllocate(nint bytes) => inner.TryAllocate(bytes);

    /// <inheritdoc/>
    public override void Free(nint memory) => inner.Free(memory);

    /// <inheritdoc/>
    public override void Write(nint memory, nint offset, void* host, nint bytes) => inner.Write(memory, offset, host, bytes);

    /// <inheritdoc/>
    public override void Read(nint memory, nint offset, void* host, nint bytes) => inner.Read(memory, offset, host, bytes);

    /// <inheritdoc/>
    public override void Copy(nint source, nint sourceOffset, nint target, nint targetOffset, nint bytes) => inner.Copy(source, sourceOffset, target, targetOffset, bytes);

    /// <inheritdoc/>
    public override void Fill(nint memory, nint offset, nint bytes, uint pattern) => inner.Fill(memory, offset, bytes, pattern);

    /// <inheritdoc/>
    public override nint TryLoad(ReadOnlySpan<byte> binary) => inner.TryLoad(binary);

    /// <inheritdoc/>
    public override nint FindKernel(nint program, string name) => inner.FindKernel(program, name);

    /// <inheritdoc/>
    public override void Launch(nint kernel, in LaunchSize size, ReadOnlySpan<KernelArgument> arguments) => inner.Launch(kernel, size, arguments);

    /// <inheritdoc/>
    public override void Finish() => inner.Finish();

    /// <inheritdoc/>
    public override nint Mark() => inner.Mark();

    /// <inheritdoc/>
    public override double SecondsBetween(nint first, nint second) => inner.SecondsBetween(first, second);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => inner.Dispose();
}
