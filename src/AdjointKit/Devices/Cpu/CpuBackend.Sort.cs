using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Indexing;

namespace AdjointKit.Devices.Cpu;

/// <content>The order that sorts lines; the team shares the lines.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<SortWork> sortWork = new();
    private readonly WorkSlot<SelectWork> selectWork = new();

    private protected override void RunArgSort(in UntypedArray x, bool descending, in UntypedArray into)
    {
        if (x.Shape[1] > int.MaxValue) throw new NotSupportedException($"a line of {x.Shape[1]} elements is too long to be sorted: the limit is {int.MaxValue}");
        SortWork work = sortWork.Take();
        work.Prepare(x, descending, into);
        team.Run(work, x.Count >= ParallelLength / 8 ? team.Threads : 1);
        sortWork.Return(work);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
    }

    private protected override void RunOrderStatistic(in UntypedArray x, nint rank, in UntypedArray into)
    {
        if (x.Shape[1] > int.MaxValue) throw new NotSupportedException($"a line of {x.Shape[1]} elements is too long to be sorted: the limit is {int.MaxValue}");
        SelectWork work = selectWork.Take();
        work.Prepare(x, (int)rank, into);
        team.Run(work, x.Count >= ParallelLength / 8 ? team.Threads : 1);
        selectWork.Return(work);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
    }

    private sealed class SelectWork : ITeamWork
    {
        private LineView x;
        private LineView into;
        private bool isDouble;
        private nint lines;
        private nint inner;
        private int count;
        private int rank;

        internal void Prepare(in UntypedArray source, int place, in UntypedArray target)
        {
            x = new LineView(source);
            into = new LineView(target);
            isDouble = source.ElementType == ElementType.Float64;
            lines = source.Shape[0] * source.Shape[2];
            inner = source.Shape[2];
            count = (int)source.Shape[1];
            rank = place;
        }

        public void Execute(int part, int parts)
        {
            nint end = lines * (part + 1) / parts;
            nint line = lines * part / parts;
            if (line == end) return;
            void* scratch = NativeMemory.Alloc((nuint)count, sizeof(ulong));
            for (; line < end; line++)
            {
                (nint o, nint i) = Math.DivRem(line, inner);
                nint first = (o * x.Outer) + (i * x.Inner);
                nint target = (o * into.Outer) + (i * into.Inner);
                if (isDouble)
                {
                    SortKeys.Of((double*)x.First + first, x.Along, count, descending: true, (ulong*)scratch);
                    ((double*)into.First)[target] = SortKeys.NumberOf(QuickSelect.Select(new Span<ulong>(scratch, count), rank));
                }
                else
                {
                    SortKeys.Of((float*)x.First + first, x.Along, count, descending: true, (uint*)scratch);
                    ((float*)into.First)[target] = SortKeys.NumberOf(QuickSelect.Select(new Span<uint>(scratch, count), rank));
                }
            }

            NativeMemory.Free(scratch);
        }
    }

    private sealed class SortWork : ITeamWork
    {
        private LineView x;
        private LineView into;
        private bool isDouble;
        private bool descending;
        private nint lines;
        private nint inner;
        private int count;

        internal void Prepare(in UntypedArray source, bool fromLargest, in UntypedArray target)
        {
            x = new LineView(source);
            into = new LineView(target);
            isDouble = source.ElementType == ElementType.Float64;
            descending = fromLargest;
            lines = source.Shape[0] * source.Shape[2];
            inner = source.Shape[2];
            count = (int)source.Shape[1];
        }

        public void Execute(int part, int parts)
        {
            nint end = lines * (part + 1) / parts;
            nint line = lines * part / parts;
            if (line == end) return;
            byte* scratch = (byte*)NativeMemory.Alloc((nuint)count, 2 * (sizeof(ulong) + sizeof(int)));
            ulong* keys = (ulong*)scratch;
            ulong* otherKeys = keys + count;
            int* places = (int*)(otherKeys + count);
            for (; line < end; line++)
            {
                (nint o, nint i) = Math.DivRem(line, inner);
                for (int k = 0; k < count; k++) places[k] = k;
                nint first = (o * x.Outer) + (i * x.Inner);
                if (isDouble)
                {
                    SortKeys.Of((double*)x.First + first, x.Along, count, descending, keys);
                    StableSort.Sort(keys, places, otherKeys, places + count, count);
                }
                else
                {
                    SortKeys.Of((float*)x.First + first, x.Along, count, descending, (uint*)keys);
                    StableSort.Sort((uint*)keys, places, (uint*)otherKeys, places + count, count);
                }

                long* target = (long*)into.First + (o * into.Outer) + (i * into.Inner);
                for (int k = 0; k < count; k++) target[k * into.Along] = places[k];
            }

            NativeMemory.Free(scratch);
        }
    }
}
