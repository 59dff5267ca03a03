using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>What steps of iterations do in one pass.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<SummedWork> summedWork = new();

    internal override void Combine(double a, in UntypedArray x, double b, in UntypedArray y, in UntypedArray into)
    {
        RequireOneType(x, y, into);
        Run(KernelTable.Combine(into.ElementType), a, b, 2, x, y, y, into);
    }

    internal override (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray gradient, double length, double threshold, in UntypedArray into)
    {
        RequireOneType(x, previous, into);
        RequireOneType(gradient, gradient, into);
        if (into.Count == 0 || !into.IsContiguous || !x.LiesLike(into) || !previous.LiesLike(into) || !gradient.LiesLike(into)) return base.ShrinkAfterDescent(x, previous, momentum, gradient, length, threshold, into);
        CheckOverlap(gradient, into);
        if (x.Overlaps(into) || previous.Overlaps(into)) throw Overlap(x.Overlaps(into) ? x : previous, into);
        into.BeginWrite();
        SummedWork work = summedWork.Take();
        work.Kernel = KernelTable.ShrinkAfterDescent(into.ElementType);
        work.Whole = new Row { Into = into.Pointer, A = x.Pointer, B = previous.Pointer, C = gradient.Pointer, Scale = length, Shift = new Complex(threshold, momentum), Count = into.Count };
        work.ElementSize = ElementTypes.SizeOf(into.ElementType);
        (double, double) sums = work.Run(team);
        summedWork.Return(work);
        x.KeepAlive();
        previous.KeepAlive();
        gradient.KeepAlive();
        into.KeepAlive();
        return sums;
    }

    /// <summary>Work on the blocks of <see cref="LaneTree"/> that gives two sums: those of the blocks are joined in its order.</summary>
    private sealed class SummedWork : ITeamWork
    {
        internal delegate*<Row*, double*, void> Kernel;
        internal Row Whole;
        internal int ElementSize;
        private double[] sums = [];

        private nint Blocks => (Whole.Count + LaneTree.BlockLength - 1) / LaneTree.BlockLength;

        public void Execute(int part, int parts)
        {
            fixed (double* ofBlocks = sums)
            {
                for (nint block = Blocks * part / parts; block < Blocks * (part + 1) / parts; block++)
                {
                    nint first = block * LaneTree.BlockLength;
                    nint bytes = first * ElementSize;
                    Row row = Whole with { Into = Whole.Into + bytes, A = Whole.A + bytes, B = Whole.B + bytes, C = Whole.C + bytes, Count = Math.Min(LaneTree.BlockLength, Whole.Count - first) };
                    Kernel(&row, ofBlocks + (2 * block));
                }
            }
        }

        internal (double First, double Second) Run(ThreadTeam team)
        {
            if (sums.Length < 2 * Blocks) sums = new double[2 * Blocks];
            team.Run(this, Whole.Count >= ParallelLength ? team.Threads : 1);
            fixed (double* ofBlocks = sums) LaneTree.Combine(ofBlocks, Blocks, 2, &LaneTree.JoinComplexSums);
            return (sums[0], sums[1]);
        }
    }
}
