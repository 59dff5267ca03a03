using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Lines;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>Softmax and its relatives, normalisation: contiguous lines of moderate length stay in the cache between the passes over them; other arrays go the way of every backend.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<WholeLineWork> wholeLineWork = new();
    private readonly WorkSlot<ThresholdWork> thresholdWork = new();

    internal override void Softmax(in UntypedArray x, in Shape reduced, in UntypedArray into)
    {
        if (AreWhole(x, x, reduced) && into.IsContiguous) RunWhole(KernelTable.Lines<SoftmaxLines>(x.ElementType), x, x, into, reduced.Count);
        else base.Softmax(x, reduced, into);
    }

    internal override void LogSumExp(in UntypedArray x, in UntypedArray into)
    {
        if (AreWhole(x, x, into.Shape) && into.IsContiguous) RunWhole(KernelTable.Lines<LogSumExpLines>(x.ElementType), x, x, into, into.Count);
        else base.LogSumExp(x, into);
    }

    internal override void LogSoftmax(in UntypedArray x, in Shape reduced, in UntypedArray into)
    {
        if (AreWhole(x, x, reduced) && into.IsContiguous) RunWhole(KernelTable.Lines<LogSoftmaxLines>(x.ElementType), x, x, into, reduced.Count);
        else base.LogSoftmax(x, reduced, into);
    }

    internal override void SoftmaxChange(in UntypedArray y, in UntypedArray v, in Shape reduced, in UntypedArray into)
    {
        if (AreWhole(y, v, reduced) && into.IsContiguous) RunWhole(KernelTable.Lines<SoftmaxChangeLines>(y.ElementType), y, v, into, reduced.Count);
        else base.SoftmaxChange(y, v, reduced, into);
    }

    internal override void LogSoftmaxSensitivity(in UntypedArray y, in UntypedArray v, in Shape reduced, in UntypedArray into)
    {
        if (AreWhole(y, v, reduced) && into.IsContiguous) RunWhole(KernelTable.Lines<LogSoftmaxSensitivityLines>(y.ElementType), y, v, into, reduced.Count);
        else base.LogSoftmaxSensitivity(y, v, reduced, into);
    }

    internal override void Standardize(in UntypedArray x, double shift, in UntypedArray y, in UntypedArray r)
    {
        if (!AreWhole(x, x, r.Shape) || !y.IsContiguous || !r.IsContiguous)
        {
            base.Standardize(x, shift, y, r);
            return;
        }

        r.BeginWrite();
        RunWhole(KernelTable.Lines<StandardizeLines>(x.ElementType), x, x, y, r.Count, r, shift);
    }

    internal override void StandardizeChange(in UntypedArray y, in UntypedArray r, in UntypedArray v, in UntypedArray into)
    {
        if (AreWhole(y, v, r.Shape) && into.IsContiguous && r.IsContiguous) RunWhole(KernelTable.Lines<StandardizeChangeLines>(y.ElementType), y, v, into, r.Count, r);
        else base.StandardizeChange(y, r, v, into);
    }

    internal override void SupportThreshold(in UntypedArray v, in UntypedArray theta, nint passing, in UntypedArray y, in UntypedArray slope, in UntypedArray thresholdSlope)
    {
        if (v.Count == 0 || v.Shape[-1] > int.MaxValue || !v.IsContiguous || !y.LiesLike(v) || !slope.LiesLike(v) || !thresholdSlope.LiesLike(v) || !(theta.IsContiguous || theta.Count == 1))
        {
            base.SupportThreshold(v, theta, passing, y, slope, thresholdSlope);
            return;
        }

        nint lines = v.Count / v.Shape[-1];
        if (theta.Count != 1 && theta.Count != lines)
        {
            base.SupportThreshold(v, theta, passing, y, slope, thresholdSlope);
            return;
        }

        RequireOneType(v, theta, y);
        RequireOneType(slope, thresholdSlope, y);
        RequireApart([v, theta], [y, slope, thresholdSlope]);
        y.BeginWrite();
        slope.BeginWrite();
        thresholdSlope.BeginWrite();
        ThresholdWork work = thresholdWork.Take();
        work.IsDouble = v.ElementType == ElementType.Float64;
        work.Count = lines;
        work.Lines = new ThresholdLines
        {
            V = v.Pointer,
            Theta = theta.Pointer,
            ThetaStep = theta.Count == 1 ? 0 : 1,
            Passing = (int)passing,
            Y = y.Pointer,
            Slope = slope.Pointer,
            ThresholdSlope = thresholdSlope.Pointer,
            Length = (int)v.Shape[-1],
        };
        team.Run(work, v.Count >= ParallelLength / 4 ? (int)Math.Min(team.Threads, lines) : 1);
        thresholdWork.Return(work);
        v.KeepAlive();
        theta.KeepAlive();
        y.KeepAlive();
        slope.KeepAlive();
        thresholdSlope.KeepAlive();
    }

    /// <summary>Whether two arrays consist of contiguous lines, one for each number of the reduced shape, none of them longer than a kernel takes.</summary>
    private static bool AreWhole(in UntypedArray first, in UntypedArray second, in Shape reduced)
    {
        if (first.Count == 0 || !first.IsContiguous || !second.IsContiguous || second.Shape != first.Shape) return false;
        nint length = first.Count / reduced.Count;
        if (length > WholeLines.MostBlocks * (nint)LaneTree.BlockLength) return false;
        nint ofLine = 1;
        int axis = first.Rank;
        while (ofLine < length) ofLine *= first.Shape[--axis];
        nint lines = 1;
        for (int kept = axis - first.Rank + reduced.Rank - 1; kept >= 0; kept--) lines *= reduced[kept];
        return ofLine == length && lines == reduced.Count;
    }

    private void RunWhole(delegate*<in WholeLines, void> kernel, in UntypedArray a, in UntypedArray b, in UntypedArray into, nint lines, in UntypedArray ofLine = default, double shift = 0)
    {
        into.BeginWrite();
        WholeLineWork work = wholeLineWork.Take();
        work.Kernel = kernel;
        work.Count = lines;
        work.Lines = new WholeLines { A = a.Pointer, B = b.Pointer, Into = into.Pointer, OfLine = ofLine.IsDefault ? null : ofLine.Pointer, Length = a.Count / lines, Shift = shift };
        team.Run(work, a.Count >= ParallelLength ? team.Threads : 1);
        wholeLineWork.Return(work);
        a.KeepAlive();
        b.KeepAlive();
        into.KeepAlive();
        if (!ofLine.IsDefault) ofLine.KeepAlive();
    }

    private sealed class WholeLineWork : ITeamWork
    {
        internal delegate*<in WholeLines, void> Kernel;
        internal nint Count;
        internal WholeLines Lines;

        public void Execute(int part, int parts)
        {
            WholeLines mine = Lines with { First = Count * part / parts, End = Count * (part + 1) / parts };
            Kernel(mine);
        }
    }

    private sealed class ThresholdWork : ITeamWork
    {
        internal bool IsDouble;
        internal nint Count;
        internal ThresholdLines Lines;

        public void Execute(int part, int parts)
        {
            (nint first, nint end) = (Count * part / parts, Count * (part + 1) / parts);
            if (IsDouble) Lines.Run<double, ulong>(first, end);
            else Lines.Run<float, uint>(first, end);
        }
    }
}
