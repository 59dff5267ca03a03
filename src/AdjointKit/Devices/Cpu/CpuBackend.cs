using System.Numerics;
using System.Runtime.CompilerServices;
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

    public override void Fill(in UntypedArray into, Complex value) => Run(KernelTable.Fill(into.ElementType), value, default, 0, into, into, into, into);

    public override void Unary(UnaryOp op, in UntypedArray x, in UntypedArray into)
    {
        if (into.ElementType != ResultType(op, x.ElementType, into.ElementType)) throw DifferentResult(op, x, into);
        Run(KernelTable.Unary(op, x.ElementType, into.ElementType), default, default, 1, x, x, x, into);
    }

    public override void Binary(BinaryOp op, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        Run(KernelTable.Binary(op, into.ElementType), default, default, 2, a, b, b, into);
    }

    public override void Affine(Complex scale, in UntypedArray x, Complex shift, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        Run(KernelTable.Affine(into.ElementType), scale, shift, 1, x, x, x, into);
    }

    public override void AddScaled(Complex scale, in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        Run(KernelTable.AddScaled(into.ElementType), scale, default, 1, x, x, x, into);
    }

    public override void MultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        RequireOneType(c, c, into);
        Run(KernelTable.MultiplyAdd(into.ElementType), default, default, 3, a, b, c, into);
    }

    public override void Select(in UntypedArray condition, in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        RequireSelectable(condition, a, b, into);
        Run(KernelTable.Select(condition.ElementType, into.ElementType), default, default, 3, condition, a, b, into);
    }

    public override void StrongMultiplyAdd(in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        RequireOneType(a, b, into);
        RequireOneType(c, c, into);
        Run(KernelTable.StrongMultiplyAdd(into.ElementType), default, default, 3, a, b, c, into);
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException DifferentResult(UnaryOp op, in UntypedArray x, in UntypedArray into) => new($"{op} of {x} does not give {into}", nameof(into));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireOneType(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        if (a.ElementType != into.ElementType || b.ElementType != into.ElementType) throw DifferentTypes(a, b, into);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ArgumentException DifferentTypes(in UntypedArray a, in UntypedArray b, in UntypedArray into) =>
        new($"operands {a} and {b} and result {into} are not of one element type: convert them with Copy", nameof(into));

    /// <summary>Runs a kernel over all elements. Of the operands a, b and c the first <paramref name="operands"/> count.</summary>
    private void Run(delegate*<Row*, void> kernel, Complex scale, Complex shift, int operands, in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        if (operands > 0) CheckOverlap(a, into);
        if (operands > 1) CheckOverlap(b, into);
        if (operands > 2) CheckOverlap(c, into);
        if (into.Count < ParallelLength && into.IsContiguous && (operands < 1 || a.LiesLike(into)) && (operands < 2 || b.LiesLike(into)) && (operands < 3 || c.LiesLike(into)))
        {
            RunAtOnce(kernel, scale, shift, operands, a, b, c, into);
            return;
        }

        RunNest(kernel, scale, shift, operands, a, b, c, into);
    }

    /// <summary>Runs the nest. A method of its own: a small op does not clear the space for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunNest(delegate*<Row*, void> kernel, Complex scale, Complex shift, int operands, in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        var loop = StridedLoop.Over(into);
        if (operands > 0) loop.Add(a.BroadcastTo(into.Shape));
        if (operands > 1) loop.Add(b.BroadcastTo(into.Shape));
        if (operands > 2) loop.Add(c.BroadcastTo(into.Shape));
        loop.Kernel = kernel;
        loop.Parameters = new Row { Scale = scale, Shift = shift };
        into.BeginWrite();
        if (into.Count == 0) return;
        loop.Collapse();
        ElementwiseWork work = elementwiseWork.Take();
        work.Loop = loop;
        team.Run(work, into.Count >= ParallelLength ? team.Threads : 1);
        work.Loop.Forget();
        elementwiseWork.Return(work);
    }

    /// <summary>Runs one row. Small ops need no loop nest, which costs more than they do.</summary>
    [SkipLocalsInit]
    private static void RunAtOnce(delegate*<Row*, void> kernel, Complex scale, Complex shift, int operands, in UntypedArray a, in UntypedArray b, in UntypedArray c, in UntypedArray into)
    {
        Unsafe.SkipInit(out Row row);
        row.Scale = scale;
        row.Shift = shift;
        if (operands > 0) row.A = a.Pointer;
        if (operands > 1) row.B = b.Pointer;
        if (operands > 2) row.C = c.Pointer;
        into.BeginWrite();
        row.Into = into.Pointer;
        row.StepA = 1;
        row.StepB = 1;
        row.StepC = 1;
        row.StepInto = 1;
        row.Count = into.Count;
        using (DenormalFlush.Enter())
        {
            kernel(&row);
        }

        a.KeepAlive();
        b.KeepAlive();
        c.KeepAlive();
        into.KeepAlive();
    }

    private sealed class ElementwiseWork : ITeamWork
    {
        internal StridedLoop Loop;

        public void Execute(int part, int parts) => Loop.Run(part, parts);
    }

    /// <summary>Keeps work objects for the next calls, so that calls allocate nothing, several at once neither.</summary>
    private sealed class WorkSlot<T>
        where T : class, new()
    {
        private readonly T?[] spares = new T?[16];

        internal T Take()
        {
            for (int k = 0; k < spares.Length; k++)
            {
                if (Interlocked.Exchange(ref spares[k], null) is T spare) return spare;
            }

            return new T();
        }

        internal void Return(T work)
        {
            for (int k = 0; k < spares.Length; k++)
            {
                if (Interlocked.CompareExchange(ref spares[k], work, null) is null) return;
            }
        }
    }
}
