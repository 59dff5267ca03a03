using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Indexing;

namespace AdjointKit.Devices.Cpu;

/// <content>Reading, adding and recurrences along an axis. Scattering and recurrences go in order along it: the team shares the other axes.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<LineWork> lineWork = new();

    private protected override (nint Position, long Value) FindOutside(in NdArray<long> indices, long length)
    {
        UntypedArray packed = indices;
        if (!packed.IsContiguous)
        {
            packed = Allocate(ElementType.Int64, indices.Shape, null);
            Copy(indices, packed);
        }

        (nint Position, long Value) found = (-1, 0);
        long* index = (long*)packed.Pointer;
        for (nint position = 0; position < packed.Count && found.Position < 0; position++)
        {
            if ((ulong)index[position] >= (ulong)length) found = (position, index[position]);
        }

        if (packed != indices) packed.Release();
        GC.KeepAlive(indices.Storage);
        return found;
    }

    private protected override void RunGatherAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into)
    {
        delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> kernel = ElementTypes.SizeOf(x.ElementType) switch
        {
            sizeof(int) => &GatherLines.Run<int>,
            sizeof(long) => &GatherLines.Run<long>,
            _ => &GatherLines.Run<Int128>,
        };
        RunLines(kernel, alongAxis: true, nint.MaxValue, x, indices, into, into.Shape);
    }

    private protected override void RunScatterAddAlong(in UntypedArray x, in UntypedArray indices, in UntypedArray into)
    {
        delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> kernel = x.ElementType switch
        {
            ElementType.Float32 => &ScatterLines.Run<float>,
            ElementType.Float64 => &ScatterLines.Run<double>,
            ElementType.Complex64 => &ScatterLines.Run<ComplexF>,
            ElementType.Complex128 => &ScatterLines.Run<Complex>,
            _ => throw new NotSupportedException($"adding along an axis is not available for elements of type {x.ElementType}"),
        };
        RunLines(kernel, alongAxis: false, nint.MaxValue, x, indices, into, x.Shape);
    }

    private protected override void RunLinearRecurrence(in UntypedArray a, in UntypedArray b, in UntypedArray into)
    {
        delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> kernel = into.ElementType switch
        {
            ElementType.Float32 => &RecurrenceLines.Real<float>,
            ElementType.Float64 => &RecurrenceLines.Real<double>,
            ElementType.Complex64 => &RecurrenceLines.Complex64,
            ElementType.Complex128 => &RecurrenceLines.Complex128,
            _ => throw new NotSupportedException($"a recurrence is not available for elements of type {into.ElementType}"),
        };
        RunLines(kernel, alongAxis: false, RecurrenceLines.MaxLines, a, b, into, into.Shape);
    }

    private void RunLines(delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> kernel, bool alongAxis, nint mostLines, in UntypedArray a, in UntypedArray b, in UntypedArray into, in Shape shape)
    {
        LineWork work = lineWork.Take();
        work.Prepare(kernel, alongAxis, mostLines, a, b, into, shape);
        team.Run(work, shape.Count >= ParallelLength ? team.Threads : 1);
        lineWork.Return(work);
        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        GC.KeepAlive(into.Storage);
    }

    /// <summary>
    /// The units of work are pairs of an index in front of the axis and either an entry along it (where the entries are independent; the kernel takes a range of them) or a strip of lines behind it.
    /// </summary>
    private sealed class LineWork : ITeamWork
    {
        private delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> kernel;
        private LineView a;
        private LineView b;
        private LineView into;
        private bool alongAxis;
        private nint outer;
        private nint count;
        private nint inner;
        private nint mostLines;

        internal void Prepare(
            delegate*<in LineView, in LineView, in LineView, nint, nint, nint, nint, void> newKernel, bool sharesAxis, nint lines, in UntypedArray first, in UntypedArray second, in UntypedArray result, in Shape shape)
        {
            kernel = newKernel;
            alongAxis = sharesAxis;
            a = new LineView(first);
            b = new LineView(second);
            into = new LineView(result);
            (outer, count, inner) = (shape[0], shape[1], shape[2]);
            mostLines = lines;
        }

        public void Execute(int part, int parts)
        {
            if (alongAxis) ExecuteEntries(part, parts);
            else ExecuteStrips(part, parts);
        }

        private void ExecuteEntries(int part, int parts)
        {
            nint unit = outer * count * part / parts;
            nint end = outer * count * (part + 1) / parts;
            while (unit < end)
            {
                (nint o, nint from) = Math.DivRem(unit, count);
                nint to = Math.Min(count, from + (end - unit));
                kernel(a, b, into, o, from, to, inner);
                unit += to - from;
            }
        }

        private void ExecuteStrips(int part, int parts)
        {
            // Whole rows of lines if there are enough of them; strips are of whole cache lines.
            const nint Granule = 16;
            nint granules = (inner + Granule - 1) / Granule;
            nint ofRow = outer >= parts ? 1 : Math.Min(parts, granules);
            nint units = outer * ofRow;
            for (nint unit = units * part / parts; unit < units * (part + 1) / parts; unit++)
            {
                (nint o, nint strip) = Math.DivRem(unit, ofRow);
                nint from = granules * strip / ofRow * Granule;
                nint to = Math.Min(inner, granules * (strip + 1) / ofRow * Granule);
                while (from < to)
                {
                    nint next = mostLines < to - from ? from + mostLines : to;
                    kernel(a, b, into, o, count, from, next);
                    from = next;
                }
            }
        }
    }
}
