using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Loops;

namespace AdjointKit.Tests.Loops;

/// <summary>x' = sin x for every element of an array on a device; its record is x. The adjoint: a = a' cos x, from 1 on. Its arrays are charged to no account.</summary>
internal sealed class SineOnDevice : LoopStep, IDisposable
{
    private readonly Compute compute;
    private readonly NdArray<float> start;
    private readonly NdArray<float> x;
    private readonly NdArray<float> slope;
    private readonly NdArray<float> adjoint;

    internal SineOnDevice(Compute compute, nint count)
    {
        this.compute = compute;
        start = NdArray.Fill<float>(1, count, (_, index) => 0.5f + (1e-5f * index)).Reshape(count);
        x = Array(count);
        slope = Array(count);
        adjoint = Array(count);
    }

    internal float[] Gradient => compute.ToHost(adjoint).AsReadOnlySpan().ToArray();

    public override int StateCount => 1;

    public override long RecordBytes => x.Raw.Bytes;

    public override RawArray State(int index) => x.Raw;

    public override void Initialize() => compute.Backend.CopyFromHost(start, x);

    public override void Advance(long from, long to, RecordWindow records)
    {
        for (long step = from; step < to; step++)
        {
            if (records.Contains(step)) Copy(x.Raw, records[step]);
            compute.Backend.Unary(UnaryOp.Sin, x, x);
        }
    }

    public override void InitializeAdjoint() => compute.Backend.Fill(adjoint, 1);

    public override void AdvanceAdjoint(long from, long to, RecordWindow records)
    {
        for (long step = to - 1; step >= from; step--)
        {
            Copy(records[step], slope.Raw);
            compute.Backend.Unary(UnaryOp.Cos, slope, slope);
            compute.Backend.Binary(BinaryOp.Multiply, adjoint, slope, adjoint);
        }
    }

    public void Dispose()
    {
        x.Dispose();
        slope.Dispose();
        adjoint.Dispose();
    }

    private NdArray<float> Array(nint count) => compute.Backend.Allocate(ElementType.Float32, new Shape(count), null).As<float>();

    private void Copy(RawArray from, RawArray to) => compute.Runtime!.Driver.Copy(from.Storage.Memory, from.Offset, to.Storage.Memory, to.Offset, from.Bytes);
}
