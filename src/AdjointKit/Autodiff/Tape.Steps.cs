using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Autodiff;

/// <content>
/// Sweeps in pieces, for loops whose steps lie on one tape: from step to step the sensitivities are put into arrays of their own (<see cref="Settle"/>), so that a sweep over
/// many steps rounds as one that begins anew at each of them does.
/// </content>
public sealed partial class Tape
{
    /// <summary>What one Storage object takes of managed memory, about.</summary>
    private const int StorageBytes = 104;

    /// <summary>Nodes of a sweep over steps from which on it is worth to forget them.</summary>
    private const int CompactedAt = 256;

    /// <summary>Room in the books that a step may take beyond what the one before it took.</summary>
    private const int SpareNodes = 16;

    /// <summary>The books grow no faster than this: the first steps need not be like the others.</summary>
    private const double MostTimes = 8;

    private Stack<Tape>? idle;

    /// <summary>An empty tape for what runs within a rule of this one, to be given back: what it has grown to serves the next one.</summary>
    internal Tape RentInner()
    {
        Tape inner = idle is { Count: > 0 } ? idle.Pop() : new Tape(Compute) { IsInner = true };
        inner.KeepsNaN = KeepsNaN;
        return inner;
    }

    /// <summary>Takes back a tape that was rented.</summary>
    internal void ReturnInner(Tape inner)
    {
        inner.Reset();
        (idle ??= new Stack<Tape>()).Push(inner);
    }

    /// <summary>Gives back the blocks that the tape keeps for results to come.</summary>
    internal void TrimMemory() => memory.Trim();

    /// <summary>The bytes of all nodes and entries from two marks on: the arrays, the tape's own books, and what entries saved.</summary>
    internal long BytesSince(int node, int entry)
    {
        long bytes = (long)(nodeCount - node) * Unsafe.SizeOf<Node>() + (long)(entryCount - entry) * Unsafe.SizeOf<Entry>();
        for (int id = node; id < nodeCount; id++)
        {
            if (nodes[id].Owned) bytes += nodes[id].Value.Storage.Bytes + StorageBytes;
            else if (nodes[id].Pinned) bytes += Unsafe.SizeOf<Pin>();
        }

        for (int k = entry; k < entryCount; k++)
        {
            bytes += entries[k].InputCount * sizeof(int) + SavedBytes(k);
            if (entries[k].AttributesAt >= 0) bytes += Unsafe.SizeOf<Attributes>();
        }

        return bytes;
    }

    /// <summary>
    /// Makes room in the books where the next step may not find it: for so many times what is there, since the number of steps to come is known and doubling would take up to
    /// twice as much, and for a few nodes of a sweep.
    /// </summary>
    /// <param name="times">How many times what is there.</param>
    /// <param name="step">The nodes of a step.</param>
    internal void Expect(double times, int step)
    {
        Expect(ref nodes, nodeCount, times, step);
        Expect(ref entries, entryCount, times, step);
        Expect(ref inputIds, inputIdCount, times, 2 * step);
        Expect(ref attributesOfEntries, attributesCount, times, step);
        Expect(ref pins, pinCount, times, step);
    }

    /// <summary>
    /// Forgets what a sweep that is not recorded has made since a mark, but for the sensitivities of some variables, each in an array of its own: they move down to the mark, so that
    /// a sweep over many steps takes no more nodes than one over a few.
    /// </summary>
    internal void CompactSweep(int mark, ReadOnlySpan<int> first, ReadOnlySpan<Var> second)
    {
        if (nodeCount - mark < CompactedAt) return;
        int to = mark;
        for (int held = mark; held < nodeCount; held++)
        {
            int holder = -1;
            if (!nodes[held].Owned) continue;
            foreach (int id in first) holder = nodes[id].Gradient == held ? id : holder;
            foreach (Var variable in second) holder = nodes[variable.Id].Gradient == held ? variable.Id : holder;
            if (holder < 0) continue;
            (nodes[to], nodes[held]) = (nodes[held], nodes[to]);
            nodes[holder].Gradient = to++;
        }

        ReleaseNodes(to);
        entryMark = to;
    }

    /// <summary>A variable with the present contents of an array, to differentiate with respect to, in memory of the tape.</summary>
    internal Var CopyIn(in UntypedArray value)
    {
        Var copy = AdoptCopy(value);
        nodes[copy.Id].Active = true;
        return copy;
    }

    /// <summary>Gives a variable a sensitivity to begin the sweep with; it is read only.</summary>
    internal void Seed(int id, in UntypedArray sensitivity)
    {
        if (!nodes[id].Active) return;
        int seed = AddNode(sensitivity, owned: false, active: false).Id;
        nodes[seed].Shared = true;
        nodes[id].Gradient = seed;
    }

    /// <summary>As <see cref="Seed"/>, with a copy that the sweep may add to.</summary>
    internal void SeedSum(int id, in UntypedArray sensitivity)
    {
        if (!nodes[id].Active) return;
        int seed = CopyIn(sensitivity).Id;
        nodes[seed].Kept = true;
        nodes[id].Gradient = seed;
    }

    /// <summary>
    /// Puts the sensitivity of a variable, if it has one, into an array that nobody else holds: into such a one a product is added in one rounding (<see cref="AccumulateProduct"/>),
    /// and it is what a sweep that begins anew at this step starts from.
    /// </summary>
    internal void Settle(int id)
    {
        if (nodes[id].Gradient < 0) return;
        bool before = recording;
        recording = false;
        Accumulator(id);
        recording = before;
    }

    /// <summary>Whether a variable has a sensitivity other than zero, and which.</summary>
    internal bool TrySensitivity(int id, out UntypedArray sensitivity)
    {
        int held = nodes[id].Gradient;
        sensitivity = held >= 0 ? nodes[held].Value : default;
        return held >= 0;
    }

    /// <summary>Ends the sensitivity of a variable that was read.</summary>
    internal void ForgetSensitivity(int id)
    {
        DropGradient(id);
        nodes[id].Gradient = -1;
    }

    /// <summary>The backward sweep, not recorded, over the entries [first, last).</summary>
    internal void PullSteps(int first, int last)
    {
        bool before = recording;
        recording = false;
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        try
        {
            for (int entry = last - 1; entry >= first; entry--) PullEntry(entry, record: false);
        }
        finally
        {
            recording = before;
        }
    }

    /// <summary>
    /// Takes tangents of fresh copies (<see cref="FreshCopy"/>, made before anything else) to those of several variables, through the entries from <paramref name="first"/> on.
    /// The sweep is recorded; no other sweep may be under way. Zero comes as zeros.
    /// </summary>
    internal void PushForward(ReadOnlySpan<Var> outputs, ReadOnlySpan<Var> inputs, ReadOnlySpan<Var> tangents, Span<Var> results, int first)
    {
        for (int k = 0; k < inputs.Length; k++)
        {
            nodes[inputs[k].Id].Tangent = tangents[k].Id;
            nodes[tangents[k].Id].Shared = true;
        }

        int last = entryCount;
        for (int entry = first; entry < last; entry++) PushEntry(entry);
        for (int k = 0; k < outputs.Length; k++)
        {
            int tangent = nodes[outputs[k].Id].Tangent;
            results[k] = tangent >= 0 ? OptionalVar(tangent) : Zeros(outputs[k].ElementType, outputs[k].Shape);
        }

        for (int id = inputs[0].Id; id < nodeCount; id++) nodes[id].Tangent = -1;
    }

    private static void Expect<T>(ref T[] book, int count, double times, int step)
    {
        if (count == 0 || book.Length - count > step + SpareNodes) return;
        Array.Resize(ref book, checked((int)(count * Math.Min(times, MostTimes)) + (4 * step) + (2 * SpareNodes) + CompactedAt));
    }

    private void DisposeInner()
    {
        while (idle is { Count: > 0 }) idle.Pop().Dispose();
    }
}
