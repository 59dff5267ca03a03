using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Elementwise;

namespace AdjointKit.Devices.Cpu;

/// <summary>Array operations in host memory, on a team of threads.</summary>
internal sealed unsafe partial class CpuBackend : Backend
{
    /// <summary>Arrays of fewer elements are done by the caller alone: waking the team costs more.</summary>
    private const nint ParallelLength = 1 << 15;

    private readonly ThreadTeam team;
    private readonly WorkSlot<ElementwiseWork> elementwiseWork = new();

    internal CpuBackend(ThreadTeam team) => this.team = team;

    public override Device Device => Device.Cpu;

    public override UntypedArray Allocate(ElementType elementType, in Shape shape, MemoryAccount? account)
    {
        nint bytes = checked(shape.Count * ElementTypes.SizeOf(elementType));
        return new UntypedArray(Storage.Rent(bytes, account, elementType, shape), elementType, shape);
    }

    public override void Fill(in UntypedArray into, Complex value)
    {
        var loop = StridedLoop.Over(into);
        loop.Kernel = KernelTable.Fill(into.ElementType);
        loop.Parameters = new Row { Scale = value };
        Run(ref loop, into);
    }

    public override void Unary(UnaryOp op, in UntypedArray x, in UntypedArray into)
    {
        if (into.ElementType != ResultType(op, x.ElementType, into.ElementType)) throw new ArgumentException($"{op} of {x} does not give {into}", nameof(into));
        var loop = StridedLoop.Over(into);
        Operand(ref loop, x, into);
        loop.Kernel = KernelTable.Unary(op, x.ElementType, into.ElementType);
        Run(ref loop, into);
    }

    public override void Binary(BinaryOp op, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        var loop = StridedLoop.Over(into);
        Operand(ref loop, a, into);
        Operand(ref loop, b, into);
        loop.Kernel = KernelTable.Binary(op, into.ElementType);
        Run(ref loop, into);
    }

    public override void Affine(Complex scale, in UntypedArray x, Complex shift, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        var loop = StridedLoop.Over(into);
        Operand(ref loop, x, into);
        loop.Kernel = KernelTable.Affine(into.ElementType);
        loop.Parameters = new Row { Scale = scale, Shift = shift };
        Run(ref loop, into);
    }

    public override void AddScaled(Complex scale, in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        var loop = StridedLoop.Over(into);
        Operand(ref loop, x, into);
        loop.Kernel = KernelTable.AddScaled(into.ElementType);
        loop.Parameters = new Row { Scale = scale };
        Run(ref loop, into);
    }

    public override void MultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        RequireOneType(c, c, into);
        var loop = StridedLoop.Over(into);
        Operand(ref loop, a, into);
        Operand(ref loop, b, into);
        Operand(ref loop, c, into);
        loop.Kernel = KernelTable.MultiplyAdd(into.ElementType);
        Run(ref loop, into);
    }

    public override FourierPlan PlanFourier(nint length) => new CpuFourierPlan(length, team);

    public override GridFourierPlan PlanFourier(in Shape grid) => new CpuGridFourierPlan(grid, team);

    public override void CopyFromHost(in UntypedArray host, in UntypedArray device)
    {
        Copy(host, device);
        Transfers.CountToDevice(host.Count * ElementTypes.SizeOf(host.ElementType));
    }

    public override void CopyToHost(in UntypedArray device, in UntypedArray host)
    {
        Copy(device, host);
        Transfers.CountToHost(device.Count * ElementTypes.SizeOf(device.ElementType));
    }

    private static ElementType ResultType(UnaryOp op, ElementType x, ElementType into) => op switch
    {
        UnaryOp.Copy => into,
        UnaryOp.Real or UnaryOp.Imaginary or UnaryOp.AbsSquared or UnaryOp.Abs or UnaryOp.Phase => ElementTypes.RealOf(x),
        _ => x,
    };

    private static void Operand(ref StridedLoop loop, in UntypedArray operand, in UntypedArray into)
    {
        if (operand.Overlaps(into) && operand != into)
        {
            throw new ArgumentException($"an operand {operand} overlaps the result {into} without being the same view: write to an array of its own", nameof(operand));
        }

        loop.Add(operand.BroadcastTo(into.Shape));
    }

    private static void RequireOneType(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        if (a.ElementType == into.ElementType && b.ElementType == into.ElementType) return;
        throw new ArgumentException($"operands {a} and {b} and result {into} are not of one element type: convert them with Copy", nameof(into));
    }

    private void Run(ref StridedLoop loop, in UntypedArray into)
    {
        into.BeginWrite();
        if (into.Count == 0) return;
        loop.Collapse();
        ElementwiseWork work = elementwiseWork.Take();
        work.Loop = loop;
        team.Run(work, into.Count >= ParallelLength ? team.Threads : 1);
        work.Loop.Forget();
        elementwiseWork.Return(work);
    }

    private sealed class ElementwiseWork : ITeamWork
    {
        internal StridedLoop Loop;

        public void Execute(int part, int parts) => Loop.Run(part, parts);
    }

    /// <summary>Keeps one work object for the next call, so that a call allocates nothing unless several run at once.</summary>
    private sealed class WorkSlot<T>
        where T : class, new()
    {
        private T? spare;

        internal T Take() => Interlocked.Exchange(ref spare, null) ?? new T();

        internal void Return(T work) => Volatile.Write(ref spare, work);
    }
}
