using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <content>Where the largest and smallest elements stand: each block finds its own, and the better ones of these are taken in order.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<PlaceWork> placeWork = new();

    public override void Locate(ExtremeOp op, in UntypedArray x, in NdArray<long> into)
    {
        const int FewCandidates = 256;
        SplitAxes(x, into, out AxisSet kept, out AxisSet reduced);
        PlaceFinder finder = KernelTable.Places(op, x.ElementType);
        if (x.Count == 0 && into.Count > 0) throw new ArgumentException($"an array of shape {x.Shape} has no element that could be the {op.ToString().ToLowerInvariant()}", nameof(x));
        ((UntypedArray)into).BeginWrite();
        if (into.Count == 0) return;
        nint blocks = (reduced.Count + LaneTree.BlockLength - 1) / LaneTree.BlockLength;
        nint count = blocks == 1 ? 0 : kept.Count * blocks;
        Candidate* few = stackalloc Candidate[FewCandidates];
        Candidate* candidates = count <= FewCandidates ? few : (Candidate*)NativeMemory.Alloc((nuint)count, (nuint)sizeof(Candidate));
        PlaceWork work = placeWork.Take();
        work.Prepare(finder, x, in kept, in reduced, blocks, into.Pointer, candidates);
        team.Run(work, x.Count >= ParallelLength ? team.Threads : 1);
        if (count > 0) work.JoinBlocks();
        placeWork.Return(work);
        if (candidates != few) NativeMemory.Free(candidates);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(into.Storage);
    }

    /// <summary>The units of work are pairs of a result and a block.</summary>
    private sealed class PlaceWork : ITeamWork
    {
        private PlaceFinder finder;
        private AxisSet kept;
        private nint reducedCount;
        private BlockReader reader;
        private nint blocks;
        private long* target;
        private Candidate* candidates;

        internal void Prepare(in PlaceFinder newFinder, in UntypedArray x, ref readonly AxisSet keptAxes, ref readonly AxisSet reducedAxes, nint blockCount, long* into, Candidate* blockCandidates)
        {
            finder = newFinder;
            kept = keptAxes;
            reducedCount = reducedAxes.Count;
            reader = new BlockReader(x.Pointer, ElementTypes.SizeOf(x.ElementType), reducedAxes);
            blocks = blockCount;
            target = into;
            candidates = blockCandidates;
        }

        [SkipLocalsInit]
        public void Execute(int part, int parts)
        {
            nint units = kept.Count * blocks;
            nint end = units * (part + 1) / parts;
            byte* scratch = stackalloc byte[reader.ScratchBytes];
            for (nint unit = units * part / parts; unit < end; unit++)
            {
                (nint result, nint block) = Math.DivRem(unit, blocks);
                nint from = block * LaneTree.BlockLength;
                int count = (int)Math.Min(LaneTree.BlockLength, reducedCount - from);
                (nint offset, nint place) = kept.Offsets(result);
                Candidate found = finder.Find(reader.Read(offset, from, count, scratch), count);
                found.Index += from;
                if (blocks == 1) target[place] = found.Index;
                else candidates[unit] = found;
            }
        }

        /// <summary>Takes the better of the candidates of all blocks of each result.</summary>
        internal void JoinBlocks()
        {
            for (nint result = 0; result < kept.Count; result++)
            {
                Candidate best = candidates[result * blocks];
                for (nint block = 1; block < blocks; block++) best = finder.Better(best, candidates[(result * blocks) + block]);
                target[kept.Offsets(result).Target] = best.Index;
            }
        }
    }
}
