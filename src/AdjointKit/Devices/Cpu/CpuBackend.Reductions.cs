using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>Reductions: in blocks that the team shares, joined in the order of <see cref="LaneTree"/>.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<ReductionWork> reductionWork = new();

    public override void ReduceTo(ReductionOp op, in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        Reducer reducer = KernelTable.Reduction(op, x.ElementType);
        SplitAxes(x, into, out AxisSet kept, out AxisSet reduced);
        if (x.Count == 0)
        {
            if (into.Count > 0 && op is ReductionOp.Largest or ReductionOp.Smallest) throw new ArgumentException($"an array of shape {x.Shape} has no element that could be the {op.ToString().ToLowerInvariant()}", nameof(x));
            Fill(into, op == ReductionOp.Product ? 1 : 0);
            return;
        }

        into.BeginWrite();
        var first = new BlockReader(x.Pointer, ElementTypes.SizeOf(x.ElementType), reduced);
        Reduce(reducer, x, in kept, in reduced, first, first, into.Pointer, null);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
    }

    public override Complex Dot(in UntypedArray a, in UntypedArray b)
    {
        RequireOneType(a, a, b);
        if (a.Shape != b.Shape) throw new ArgumentException($"an inner product of arrays of shapes {a.Shape} and {b.Shape}: the shapes must be equal", nameof(b));
        return ReduceWhole(KernelTable.Dot(a.ElementType), a, b);
    }

    public override void Dot(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        if (into.Count != 1) throw new ArgumentException($"an inner product is one number and does not fill {into}", nameof(into));
        Complex value = Dot(a, b);
        into.BeginWrite();
        KernelTable.Store(into.ElementType, into.Pointer, value);
    }

    public override void Norm(in UntypedArray x, in UntypedArray into, MemoryAccount? account)
    {
        if (into.Count == 1)
        {
            Dot(x, x, into);
        }
        else
        {
            UntypedArray squares = Allocate(into.ElementType, x.Shape, account);
            Unary(UnaryOp.AbsSquared, x, squares);
            SumTo(squares, into);
            squares.Release();
        }

        if (AreSumsOfSquaresSound(into)) Unary(UnaryOp.Sqrt, into, into);
        else base.Norm(x, into, account);
    }

    /// <summary>Whether no square can have been too large or, beside others, too small for the type.</summary>
    private static bool AreSumsOfSquaresSound(in UntypedArray sums)
    {
        if (sums.ElementType == ElementType.Float32) return AreWithin(sums.As<float>().AsReadOnlySpan(), 1e-24f, float.MaxValue);
        return AreWithin(sums.As<double>().AsReadOnlySpan(), 1e-270, double.MaxValue);
    }

    private static bool AreWithin<T>(ReadOnlySpan<T> values, T smallest, T largest)
        where T : unmanaged, INumber<T>
    {
        foreach (T value in values)
        {
            if (value < smallest || value > largest) return false;
        }

        return true;
    }

    public override double MaxAbs(in UntypedArray x) => ReduceWhole(KernelTable.MaxAbs(x.ElementType), x, x).Real;

    private Complex ReduceWhole(in Reducer reducer, in UntypedArray a, in UntypedArray b)
    {
        if (a.Count == 0) return Complex.Zero;
        int size = ElementTypes.SizeOf(a.ElementType);
        var axes = AxisSet.Of(a);
        Complex result = default;
        var none = new AxisSet();
        Reduce(reducer, a, in none, in axes, new BlockReader(a.Pointer, size, axes), new BlockReader(b.Pointer, size, AxisSet.Of(b)), null, (double*)&result);
        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        return result;
    }

    /// <summary>Reduces to an array, or (<paramref name="into"/> is null) to one result on the host.</summary>
    private void Reduce(in Reducer reducer, in UntypedArray x, ref readonly AxisSet kept, ref readonly AxisSet reduced, in BlockReader first, in BlockReader second, byte* into, double* result)
    {
        const int FewNumbers = 512;
        nint blocks = (reduced.Count + LaneTree.BlockLength - 1) / LaneTree.BlockLength;
        double* few = stackalloc double[FewNumbers];
        nint numbers = blocks == 1 && into is not null ? 0 : kept.Count * blocks * reducer.Parts;
        double* partial = numbers <= FewNumbers ? few : (double*)NativeMemory.Alloc((nuint)numbers, sizeof(double));
        ReductionWork work = reductionWork.Take();
        work.Prepare(reducer, x, in kept, in reduced, first, second, blocks, into, partial);
        team.Run(work, x.Count >= ParallelLength ? team.Threads : 1);
        if (numbers > 0) work.JoinBlocks(result);
        reductionWork.Return(work);
        if (partial != few) NativeMemory.Free(partial);
    }

    /// <summary>Sorts the axes of x: those that <paramref name="into"/> keeps, and those that are reduced.</summary>
    private static void SplitAxes(in UntypedArray x, in UntypedArray into, out AxisSet kept, out AxisSet reduced)
    {
        if (x.Overlaps(into)) throw new ArgumentException($"a reduction of {x} overlaps its result {into}: write to an array of its own", nameof(into));
        int missing = x.Rank - into.Rank;
        if (missing < 0) throw new ArgumentException($"a reduction of an array of shape {x.Shape} cannot have shape {into.Shape}", nameof(into));
        kept = new AxisSet();
        reduced = new AxisSet();
        for (int axis = 0; axis < x.Rank; axis++)
        {
            nint length = axis < missing ? 1 : into.Shape[axis - missing];
            if (length != 1 && length != x.Shape[axis]) throw new ArgumentException($"a reduction of an array of shape {x.Shape} cannot have shape {into.Shape}: axis {axis - missing} has neither length 1 nor {x.Shape[axis]}", nameof(into));
            if (length == x.Shape[axis] && axis >= missing) kept.Add(length, x.Strides[axis], into.Strides[axis - missing]);
            else reduced.Add(x.Shape[axis], x.Strides[axis], 0);
        }
    }

    /// <summary>
    /// The units of work are pairs of a block of the reduced elements and a strip of results: one result, or some that lie side by side where the reduced
    /// elements lie apart.
    /// </summary>
    private sealed class ReductionWork : ITeamWork
    {
        private Reducer reducer;
        private ElementType type;
        private int size;
        private byte* origin;
        private AxisSet kept;
        private AxisSet reduced;
        private BlockReader first;
        private BlockReader second;
        private nint blocks;
        private byte* target;
        private double* partial;
        private bool inColumns;
        private nint stripLength;
        private nint stripsOfRow;

        internal void Prepare(in Reducer newReducer, in UntypedArray x, ref readonly AxisSet keptAxes, ref readonly AxisSet reducedAxes, in BlockReader a, in BlockReader b, nint blockCount, byte* into, double* partialResults)
        {
            reducer = newReducer;
            type = x.ElementType;
            size = ElementTypes.SizeOf(type);
            origin = x.Pointer;
            kept = keptAxes;
            reduced = reducedAxes;
            first = a;
            second = b;
            blocks = blockCount;
            target = into;
            partial = partialResults;
            inColumns = reducer.Columns is not null && kept.InnerLength > 1 && kept.InnerStep == 1 && reduced.Count > 1 && reduced.InnerStep != 1;
            stripLength = inColumns ? Math.Min(kept.InnerLength, ColumnTree.MaxColumns / reducer.Parts) : 1;
            stripsOfRow = (kept.InnerLength + stripLength - 1) / stripLength;
        }

        [SkipLocalsInit]
        public void Execute(int part, int parts)
        {
            nint units = kept.Count / kept.InnerLength * stripsOfRow * blocks;
            nint end = units * (part + 1) / parts;
            byte* scratchA = stackalloc byte[first.ScratchBytes];
            byte* scratchB = stackalloc byte[reducer.TakesTwo ? second.ScratchBytes : 0];
            double* results = stackalloc double[ColumnTree.MaxColumns];
            for (nint unit = units * part / parts; unit < end; unit++)
            {
                (nint strip, nint block) = Math.DivRem(unit, blocks);
                (nint row, nint place) = Math.DivRem(strip, stripsOfRow);
                nint result = (row * kept.InnerLength) + (place * stripLength);
                int columns = (int)Math.Min(stripLength, kept.InnerLength - (place * stripLength));
                nint from = block * LaneTree.BlockLength;
                int count = (int)Math.Min(LaneTree.BlockLength, reduced.Count - from);
                nint offset = kept.Offset(result, out _);
                if (inColumns) reducer.Columns(origin + (offset * size), reduced, size, from, count, columns * reducer.Parts, results);
                else reducer.Block(first.Read(offset, from, count, scratchA), ReadSecond(offset, from, count, scratchB), count, results);
                for (int column = 0; column < columns; column++) Keep(result + column, block, results + (column * reducer.Parts));
            }
        }

        /// <summary>Joins the results of the blocks and writes them to the array, or the only one to <paramref name="result"/>.</summary>
        internal void JoinBlocks(double* result)
        {
            for (nint number = 0; number < kept.Count; number++)
            {
                double* results = partial + (number * blocks * reducer.Parts);
                LaneTree.Combine(results, blocks, reducer.Parts, reducer.Join);
                if (target is not null) Store(number, results);
                else new ReadOnlySpan<double>(results, reducer.Parts).CopyTo(new Span<double>(result, reducer.Parts));
            }
        }

        private byte* ReadSecond(nint offset, nint from, int count, byte* scratch) => reducer.TakesTwo ? second.Read(offset, from, count, scratch) : null;

        private void Keep(nint number, nint block, double* result)
        {
            if (blocks == 1 && target is not null) Store(number, result);
            else new ReadOnlySpan<double>(result, reducer.Parts).CopyTo(new Span<double>(partial + (((number * blocks) + block) * reducer.Parts), reducer.Parts));
        }

        private void Store(nint number, double* result) => KernelTable.Store(type, target + (kept.Offsets(number).Target * size), new Complex(result[0], reducer.Parts == 1 ? 0 : result[1]));
    }
}
