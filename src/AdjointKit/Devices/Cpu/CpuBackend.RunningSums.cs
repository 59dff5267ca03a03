using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>Sums along an axis up to each element, in the order of <see cref="RunningSums"/>.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<RunningSumWork> runningSumWork = new();

    public override void RunningSum(in UntypedArray x, int axis, in UntypedArray into)
    {
        RequireOneType(x, x, into);
        if (x.Shape != into.Shape) throw new ArgumentException($"the running sums of an array of shape {x.Shape} do not fit shape {into.Shape}", nameof(into));
        if (axis < 0 || axis >= x.Rank) throw new ArgumentOutOfRangeException(nameof(axis), axis, $"an array of shape {x.Shape} has the axes 0 to {x.Rank - 1}");
        if (x.Overlaps(into) && x != into) throw new ArgumentException($"the operand {x} overlaps the result {into} without being the same view: write to an array of its own", nameof(into));
        var kernel = KernelTable.RunningSum(x.ElementType);
        into.BeginWrite();
        if (x.Count == 0) return;
        RunningSumWork work = runningSumWork.Take();
        work.Prepare(kernel, x, axis, into);
        int threads = x.Count >= ParallelLength ? team.Threads : 1;
        if (threads == 1 || !work.PrefersBlocks(threads)) team.Run(work, threads);
        else RunBlocks(work, threads);
        runningSumWork.Return(work);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
    }

    /// <summary>Few long lines: first the totals of all blocks, then the sums of the totals, then the blocks.</summary>
    private void RunBlocks(RunningSumWork work, int threads)
    {
        double* sums = (double*)NativeMemory.Alloc((nuint)work.Sums, sizeof(double));
        work.StartTotals(sums);
        team.Run(work, threads);
        work.AddTotals();
        team.Run(work, threads);
        NativeMemory.Free(sums);
    }

    /// <summary>The units of work are strips of lines that lie side by side (or one line), or pairs of a strip and a block of it.</summary>
    private sealed class RunningSumWork : ITeamWork
    {
        private enum Pass
        {
            Whole,
            Totals,
            Blocks,
        }

        private delegate*<byte*, nint, byte*, nint, nint, int, double*, void> kernel;
        private byte* source;
        private byte* target;
        private int size;
        private int parts;
        private AxisSet lines;
        private nint length;
        private nint step;
        private nint targetStep;
        private nint blocks;
        private nint stripLength;
        private nint stripsOfRow;
        private Pass pass;
        private double* sums;

        /// <summary>The number of sums of blocks: for each strip and block, one for each column that a strip can have.</summary>
        internal nint Sums => Strips * blocks * stripLength * parts;

        private nint Strips => lines.Count / lines.InnerLength * stripsOfRow;

        internal void Prepare(delegate*<byte*, nint, byte*, nint, nint, int, double*, void> newKernel, in UntypedArray x, int axis, in UntypedArray into)
        {
            kernel = newKernel;
            source = x.Pointer;
            target = into.Pointer;
            size = ElementTypes.SizeOf(x.ElementType);
            parts = ElementTypes.IsComplex(x.ElementType) ? 2 : 1;
            lines = new AxisSet();
            for (int other = 0; other < x.Rank; other++)
            {
                if (other != axis) lines.Add(x.Shape[other], x.Strides[other], into.Strides[other]);
            }

            length = x.Shape[axis];
            step = x.Strides[axis];
            targetStep = into.Strides[axis];
            blocks = (length + LaneTree.BlockLength - 1) / LaneTree.BlockLength;
            bool sideBySide = lines.InnerStep == 1 && lines.InnerTargetStep == 1;
            stripLength = sideBySide ? Math.Min(lines.InnerLength, RunningSums.MaxColumns / parts) : 1;
            stripsOfRow = (lines.InnerLength + stripLength - 1) / stripLength;
            pass = Pass.Whole;
        }

        internal bool PrefersBlocks(int threads) => blocks > 1 && Strips < 2 * threads;

        internal void StartTotals(double* buffer)
        {
            sums = buffer;
            new Span<double>(sums, checked((int)Sums)).Clear();
            pass = Pass.Totals;
        }

        /// <summary>The totals of the blocks of a strip become the sums of those before them.</summary>
        internal void AddTotals()
        {
            nint columns = stripLength * parts;
            for (nint strip = 0; strip < Strips; strip++)
            {
                for (nint column = 0; column < columns; column++)
                {
                    double before = 0;
                    for (nint block = 0; block < blocks; block++)
                    {
                        ref double total = ref sums[(((strip * blocks) + block) * columns) + column];
                        (before, total) = (before + total, before);
                    }
                }
            }

            pass = Pass.Blocks;
        }

        public void Execute(int part, int of)
        {
            nint unitsOfStrip = pass == Pass.Whole ? 1 : blocks;
            nint units = Strips * unitsOfStrip;
            nint end = units * (part + 1) / of;
            double* before = stackalloc double[RunningSums.MaxColumns];
            for (nint unit = units * part / of; unit < end; unit++)
            {
                (nint strip, nint block) = Math.DivRem(unit, unitsOfStrip);
                if (pass != Pass.Whole)
                {
                    Block(strip, block, pass == Pass.Blocks, sums + (unit * stripLength * parts));
                    continue;
                }

                new Span<double>(before, RunningSums.MaxColumns).Clear();
                for (block = 0; block < blocks; block++) Block(strip, block, writes: true, before);
            }
        }

        private void Block(nint strip, nint block, bool writes, double* before)
        {
            (nint row, nint place) = Math.DivRem(strip, stripsOfRow);
            (nint offset, nint targetOffset) = lines.Offsets((row * lines.InnerLength) + (place * stripLength));
            int columns = (int)Math.Min(stripLength, lines.InnerLength - (place * stripLength)) * parts;
            nint from = block * LaneTree.BlockLength;
            byte* into = writes ? target + ((targetOffset + (from * targetStep)) * size) : null;
            kernel(source + ((offset + (from * step)) * size), step * size, into, targetStep * size, Math.Min(LaneTree.BlockLength, length - from), columns, before);
        }
    }
}
