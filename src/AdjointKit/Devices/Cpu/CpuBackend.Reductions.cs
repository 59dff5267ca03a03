using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>Sums, inner products and the largest magnitude: in blocks that the team shares, added in the order of <see cref="LaneTree"/>.</content>
internal sealed unsafe partial class CpuBackend
{
    private enum Reduction
    {
        Sum,
        Dot,
        MaxAbs,
    }

    public override void SumTo(in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        if (x.Overlaps(into)) throw new ArgumentException($"the sum of {x} overlaps its result {into}: write to an array of its own", nameof(into));
        Span<int> order = stackalloc int[Shape.MaxRank];
        int kept = SplitAxes(x, into, order);
        UntypedArray ordered = x.Transpose(order[..x.Rank]);
        if (x.Count == 0)
        {
            Fill(into, 0);
            return;
        }

        into.BeginWrite();
        if (into.Count == 1)
        {
            KernelTable.Store(into.ElementType, into.Pointer, Reduce(Reduction.Sum, ordered, ordered));
            return;
        }

        ReductionWork work = reductionWork.Take();
        work.PrepareSums(ordered, kept, FirstSummands(x, into), into);
        team.Run(work, x.Count >= ParallelLength ? team.Threads : 1);
        work.Clear();
        reductionWork.Return(work);
    }

    public override Complex Dot(in UntypedArray a, in UntypedArray b)
    {
        RequireOneType(a, a, b);
        if (a.Shape != b.Shape) throw new ArgumentException($"an inner product of arrays of shapes {a.Shape} and {b.Shape}: the shapes must be equal", nameof(b));
        return Reduce(Reduction.Dot, a, b);
    }

    public override void Dot(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        if (into.Count != 1) throw new ArgumentException($"an inner product is one number and does not fill {into}", nameof(into));
        Complex value = Dot(a, b);
        into.BeginWrite();
        KernelTable.Store(into.ElementType, into.Pointer, value);
    }

    public override double MaxAbs(in UntypedArray x) => Reduce(Reduction.MaxAbs, x, x).Real;

    /// <summary>Orders the axes of x: those that <paramref name="into"/> keeps, then those that are summed. Returns the number of the former.</summary>
    private static int SplitAxes(in UntypedArray x, in UntypedArray into, Span<int> order)
    {
        int missing = x.Rank - into.Rank;
        if (missing < 0) throw new ArgumentException($"a sum of an array of shape {x.Shape} cannot have shape {into.Shape}", nameof(into));
        int kept = 0;
        int summed = 0;
        Span<int> last = stackalloc int[Shape.MaxRank];
        for (int axis = 0; axis < x.Rank; axis++)
        {
            nint length = axis < missing ? 1 : into.Shape[axis - missing];
            if (length != 1 && length != x.Shape[axis]) throw new ArgumentException($"a sum of an array of shape {x.Shape} cannot have shape {into.Shape}: axis {axis - missing} has neither length 1 nor {x.Shape[axis]}", nameof(into));
            if (length == x.Shape[axis] && axis >= missing) order[kept++] = axis;
            else last[summed++] = axis;
        }

        last[..summed].CopyTo(order[kept..]);
        return kept;
    }

    private static UntypedArray FirstSummands(in UntypedArray x, in UntypedArray into)
    {
        UntypedArray view = x;
        for (int axis = x.Rank - into.Rank; axis < x.Rank; axis++)
        {
            if (into.Shape[axis - x.Rank + into.Rank] == 1) view = view.Slice(axis, 0, 1, 1);
        }

        while (view.Rank > into.Rank) view = view.Select(0, 0);
        return view;
    }

    private Complex Reduce(Reduction reduction, in UntypedArray a, in UntypedArray b)
    {
        const int FewBlocks = 256;
        nint blocks = (a.Count + LaneTree.BlockLength - 1) / LaneTree.BlockLength;
        Complex* few = stackalloc Complex[FewBlocks];
        Complex* partial = blocks <= FewBlocks ? few : (Complex*)NativeMemory.Alloc((nuint)blocks, (nuint)sizeof(Complex));
        ReductionWork work = reductionWork.Take();
        work.PrepareWhole(reduction, a, b, partial, blocks);
        team.Run(work, a.Count >= ParallelLength ? team.Threads : 1);
        reductionWork.Return(work);
        Complex result = reduction == Reduction.MaxAbs ? Largest(partial, blocks) : LaneTree.Combine(partial, blocks);
        if (partial != few) NativeMemory.Free(partial);
        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        return result;
    }

    private static double Largest(Complex* values, nint count)
    {
        double largest = 0;
        for (nint i = 0; i < count; i++) largest = Math.Max(largest, values[i].Real);
        return largest;
    }

    private sealed class ReductionWork : ITeamWork
    {
        private Reduction reduction;
        private ElementType type;
        private BlockReader first;
        private BlockReader second;
        private Complex* partial;
        private nint units;
        private bool whole;
        private UntypedArray start;
        private UntypedArray target;

        /// <summary>The units of work are the blocks of one reduction.</summary>
        internal void PrepareWhole(Reduction kind, in UntypedArray a, in UntypedArray b, Complex* results, nint blocks)
        {
            reduction = kind;
            type = a.ElementType;
            first = new BlockReader(a);
            second = new BlockReader(b);
            partial = results;
            units = blocks;
            whole = true;
        }

        /// <summary>The units of work are the elements of the result, each a sum over the last axes of the source.</summary>
        /// <param name="ordered">The source with the summed axes last, from axis <paramref name="kept"/> on.</param>
        /// <param name="kept">The number of axes that stay.</param>
        /// <param name="starts">The first summand of each element of the result.</param>
        /// <param name="into">The result.</param>
        internal void PrepareSums(in UntypedArray ordered, int kept, in UntypedArray starts, in UntypedArray into)
        {
            reduction = Reduction.Sum;
            type = ordered.ElementType;
            start = starts;
            target = into;
            first = new BlockReader(ordered, kept);
            units = into.Count;
            whole = false;
        }

        /// <summary>Lets go of the arrays.</summary>
        internal void Clear()
        {
            start = default;
            target = default;
        }

        public void Execute(int part, int parts)
        {
            nint begin = units * part / parts;
            nint end = units * (part + 1) / parts;
            byte* scratchA = stackalloc byte[LaneTree.BlockLength * sizeof(Complex)];
            byte* scratchB = stackalloc byte[LaneTree.BlockLength * sizeof(Complex)];
            if (whole)
            {
                for (nint block = begin; block < end; block++) partial[block] = Block(0, block, scratchA, scratchB);
            }
            else
            {
                for (nint element = begin; element < end; element++) SumInto(element, scratchA, scratchB);
            }
        }

        private Complex Block(nint offset, nint block, byte* scratchA, byte* scratchB)
        {
            nint from = block * LaneTree.BlockLength;
            int count = (int)Math.Min(LaneTree.BlockLength, first.Count - from);
            byte* a = first.Read(offset, from, count, scratchA);
            return reduction switch
            {
                Reduction.Sum => KernelTable.SumBlock(type, a, count),
                Reduction.Dot => KernelTable.DotBlock(type, a, second.Read(offset, from, count, scratchB), count),
                _ => KernelTable.MaxAbsBlock(type, a, count),
            };
        }

        private void SumInto(nint element, byte* scratchA, byte* scratchB)
        {
            nint offset = 0;
            nint targetOffset = 0;
            nint rest = element;
            for (int axis = target.Rank - 1; axis >= 0; axis--)
            {
                nint index = rest % target.Shape[axis];
                rest /= target.Shape[axis];
                targetOffset += index * target.Strides[axis];
                offset += index * start.Strides[axis];
            }

            int size = ElementTypes.SizeOf(type);
            nint blocks = (first.Count + LaneTree.BlockLength - 1) / LaneTree.BlockLength;
            KernelTable.Store(type, target.Pointer + (targetOffset * size), SumOfBlocks(offset * size, 0, blocks, scratchA, scratchB));
        }

        private Complex SumOfBlocks(nint offset, nint from, nint count, byte* scratchA, byte* scratchB)
        {
            // The recursion adds in the order of LaneTree.Combine without a list: the left half is the largest power of two below the count.
            if (count == 0) return Complex.Zero;
            if (count == 1) return Block(offset, from, scratchA, scratchB);
            nint left = (nint)BitOperations.RoundUpToPowerOf2((nuint)count) / 2;
            Complex sum = SumOfBlocks(offset, from, left, scratchA, scratchB);
            return sum + SumOfBlocks(offset, from + left, count - left, scratchA, scratchB);
        }
    }
}
