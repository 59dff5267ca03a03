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
    private readonly WorkSlot<SweepWork> sweepWork = new();

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
        RequireApart([x, previous], [into]);
        into.BeginWrite();
        var row = new Row { Into = into.Pointer, A = x.Pointer, B = previous.Pointer, C = gradient.Pointer, Scale = length, Shift = new Complex(threshold, momentum), Count = into.Count };
        (double, double) sums = RunSummed(KernelTable.ShrinkAfterDescent(into.ElementType), row, null, into.ElementType);
        x.KeepAlive();
        previous.KeepAlive();
        gradient.KeepAlive();
        into.KeepAlive();
        return sums;
    }

    internal override (double Magnitudes, double MovedSquared) ShrinkAfterDescent(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray slope, in UntypedArray previousSlope, double length, double threshold, in UntypedArray into)
    {
        RequireOneType(x, previous, into);
        RequireOneType(slope, previousSlope, into);
        if (momentum == 0 || into.Count == 0 || !into.IsContiguous || !x.LiesLike(into) || !previous.LiesLike(into) || !slope.LiesLike(into) || !previousSlope.LiesLike(into)) return base.ShrinkAfterDescent(x, previous, momentum, slope, previousSlope, length, threshold, into);
        RequireApart([x, previous, slope, previousSlope], [into]);
        into.BeginWrite();
        var row = new Row { Into = into.Pointer, A = x.Pointer, B = previous.Pointer, C = slope.Pointer, Scale = length, Shift = new Complex(threshold, momentum), Count = into.Count };
        (double, double) sums = RunSummed(KernelTable.ShrinkAfterDescentOfSlopes(into.ElementType), row, previousSlope.Pointer, into.ElementType);
        x.KeepAlive();
        previous.KeepAlive();
        slope.KeepAlive();
        previousSlope.KeepAlive();
        into.KeepAlive();
        return sums;
    }

    internal override double AddWithGain(in UntypedArray slope, in UntypedArray x, in UntypedArray into)
    {
        RequireOneType(slope, x, into);
        if (into.Count == 0 || !into.IsContiguous || !x.LiesLike(into) || !slope.LiesLike(into)) return base.AddWithGain(slope, x, into);
        RequireApart([slope, x], [into]);
        into.BeginWrite();
        (double gain, _) = RunSummed(KernelTable.AddWithGain(into.ElementType), new Row { Into = into.Pointer, A = slope.Pointer, B = x.Pointer, Count = into.Count }, null, into.ElementType);
        x.KeepAlive();
        slope.KeepAlive();
        into.KeepAlive();
        return gain;
    }

    internal override bool TrySweep(in UntypedArray x, in UntypedArray slope, in UntypedArray products, ReadOnlySpan<double> curvatures, double weight, in UntypedArray changes)
    {
        bool isKnown = changes.ElementType is ElementType.Float32 or ElementType.Float64 && curvatures.Length <= SweepRuns.MostColumns;
        if (!isKnown || x.Strides[1] != 1 || slope.Strides[1] != 1 || !products.IsContiguous || !changes.IsContiguous) return false;
        RequireOneType(x, slope, changes);
        RequireApart([x, slope, products], [changes]);
        changes.BeginWrite();
        SweepWork work = sweepWork.Take();
        work.Prepare(x, slope, products, curvatures, weight, changes);
        team.Run(work, changes.Count >= ParallelLength ? team.Threads : 1);
        sweepWork.Return(work);
        x.KeepAlive();
        slope.KeepAlive();
        products.KeepAlive();
        changes.KeepAlive();
        return true;
    }

    private (double First, double Second) RunSummed(delegate*<Row*, byte*, double*, void> kernel, Row whole, byte* fourth, ElementType type)
    {
        SummedWork work = summedWork.Take();
        work.Kernel = kernel;
        work.Whole = whole;
        work.Fourth = fourth;
        work.ElementSize = ElementTypes.SizeOf(type);
        (double, double) sums = work.Run(team);
        summedWork.Return(work);
        return sums;
    }

    /// <summary>Work on the blocks of <see cref="LaneTree"/> that gives two sums: those of the blocks are joined in its order.</summary>
    private sealed class SummedWork : ITeamWork
    {
        internal delegate*<Row*, byte*, double*, void> Kernel;
        internal Row Whole;
        internal byte* Fourth;
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
                    Kernel(&row, Fourth + bytes, ofBlocks + (2 * block));
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
