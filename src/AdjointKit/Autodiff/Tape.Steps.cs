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
    /// <summary>What one Storage object and its place in the pool take of managed memory, about.</summary>
    private const int StorageBytes = 128;

    private Stack<Tape>? idle;

    /// <summary>An empty tape for what runs within a rule of this one, to be given back: what it has grown to serves the next one.</summary>
    internal Tape RentInner()
    {
        Tape inner = idle is { Count: > 0 } ? idle.Pop() : new Tape(Compute);
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

    /// <summary>The bytes of all nodes and entries from two marks on: the arrays, and the tape's own books, which grow by doubling.</summary>
    internal long BytesSince(int node, int entry)
    {
        long bytes = 2 * ((long)(nodeCount - node) * Unsafe.SizeOf<Node>() + (long)(entryCount - entry) * (Unsafe.SizeOf<Entry>() + 2 * sizeof(int)));
        for (int id = node; id < nodeCount; id++)
        {
            if (nodes[id].Owned) bytes += nodes[id].Value.Storage.Bytes + StorageBytes;
        }

        for (int k = entry; k < entryCount; k++)
        {
            if (entries[k].Saved is IHeldBytes saved) bytes += saved.HeldBytes;
        }

        return bytes;
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

    private void DisposeInner()
    {
        while (idle is { Count: > 0 }) idle.Pop().Dispose();
    }
}
