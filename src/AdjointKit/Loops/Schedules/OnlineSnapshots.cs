using AdjointKit.Loops.Memory;

namespace AdjointKit.Loops.Schedules;

/// <summary>
/// What a loop keeps while its length is not known: the state at every multiple of a distance; when half the slots are full, every second one is given up and the distance
/// doubles. The other half serves the sweep, which takes back one distance after the other by <see cref="BinomialPlan"/>.
/// </summary>
/// <remarks>
/// With s slots and groups of g steps a loop of n steps has a distance of at most 4 n / s steps (or g), so every step runs at most t + 2 times, where t is the least number with
/// C(s / 2 + t, t) >= 4 n / (s g): two more than the best plan that knows the length, about, in the worst case.
/// (Compare P. Stumm and A. Walther, "New algorithms for optimal online checkpointing", 2010.)
/// </remarks>
internal sealed class OnlineSnapshots
{
    private const long LargestGroup = 256;
    private readonly string? folder;
    private readonly long? budget;
    private readonly List<int> held = [];
    private readonly Stack<int> free = new();
    private LoopSizes sizes;
    private int slots;
    private long group;
    private long distance;

    private OnlineSnapshots(LoopSizes sizes, int slots, long group, string folder)
    {
        this.sizes = sizes;
        this.slots = slots;
        this.group = group;
        this.folder = folder;
    }

    private OnlineSnapshots(LoopSizes sizes, long budget)
    {
        this.budget = budget;
        Divide(sizes, budget);
    }

    /// <summary>The bytes of the loop's own memory.</summary>
    internal long MemoryBytes => slots * sizes.SnapshotStride + (sizes.KeepsRecords ? 0 : group * sizes.RecordStride);

    internal LoopSizes Sizes => sizes;

    /// <summary>The bytes for snapshots and records; none: no bound.</summary>
    internal long? Budget => budget;

    /// <summary>Told which snapshots are given up.</summary>
    internal LoopMemory? Memory { get; set; }

    /// <summary>The snapshots that are held, by step.</summary>
    internal IEnumerable<(long Step, long Address)> Held => held.Select((slot, k) => ((k + 1) * distance, slot * sizes.SnapshotStride));

    internal string? Folder => folder;

    private int Most => folder is null ? slots / 2 : slots;

    /// <summary>Within a number of bytes, at least those of one record.</summary>
    internal static OnlineSnapshots Within(LoopSizes sizes, long budget) => new(sizes, budget);

    /// <summary>In a file, which has room for a snapshot before every group.</summary>
    internal static OnlineSnapshots InFile(LoopSizes sizes, long group, string folder) => new(sizes, 1 << 30, group, folder);

    /// <summary>Goes on with larger steps: there is room for fewer snapshots.</summary>
    internal void Enlarge(LoopSizes larger)
    {
        Divide(larger, budget!.Value);
        while (held.Count > Most) Thin();
    }

    /// <summary>Begins again.</summary>
    internal void Restart()
    {
        foreach (int slot in held) Memory?.Free(slot * sizes.SnapshotStride);
        held.Clear();
        free.Clear();
        for (int slot = Most - 1; folder is null && slot >= 0; slot--) free.Push(slot);
        distance = group;
    }

    /// <summary>Where the state before a step is to be kept, if it is.</summary>
    internal bool Wants(long step, out long address)
    {
        address = 0;
        if (step == 0 || step % distance != 0 || Most == 0) return false;
        if (held.Count == Most)
        {
            Thin();
            if (step % distance != 0) return false;
        }

        int slot = folder is null ? free.Pop() : held.Count;
        held.Add(slot);
        address = slot * sizes.SnapshotStride;
        return true;
    }

    /// <summary>The next step before which a state may be kept.</summary>
    internal long NextAfter(long step) => (step / distance + 1) * distance;

    /// <summary>
    /// The plan of the loop now that its length is known: the first operations, <paramref name="done"/> in number, are what has been done already, less what was given up.
    /// </summary>
    internal LoopPlan Finish(long steps, out int done)
    {
        var operations = new List<LoopOperation> { new(LoopOperationKind.Initialize, 0, 0, 0) };
        if (held.Count > 0 && held.Count * distance == steps) Drop(held.Count - 1);
        for (int k = 0; k < held.Count; k++)
        {
            operations.Add(new(LoopOperationKind.Advance, k * distance, (k + 1) * distance, 0));
            operations.Add(new(LoopOperationKind.Store, (k + 1) * distance, (k + 1) * distance, held[k] * sizes.SnapshotStride));
        }

        operations.Add(new(LoopOperationKind.Advance, held.Count * distance, steps, 0));
        done = operations.Count;
        int[] order = folder is null ? [.. held, .. Enumerable.Range(0, slots + held.Count).Except(held).Take(slots - held.Count)] : [.. held];
        var plan = new BinomialPlan(operations, sizes, order, group);
        long end = steps;
        for (int k = held.Count; k >= 0; k--)
        {
            plan.Reverse(k * distance, end - k * distance, held: k, stands: false);
            end = k * distance;
        }

        return LoopPlan.From(steps, sizes, operations, folder, budget);
    }

    private void Divide(LoopSizes among, long bytes)
    {
        sizes = among;
        group = Math.Clamp(bytes / 2 / Math.Max(1, sizes.RecordStride), 1, LargestGroup);
        slots = (int)Math.Min(1 << 20, (bytes - group * sizes.RecordStride) / sizes.SnapshotStride);
    }

    /// <summary>Gives up the states at odd multiples of the distance.</summary>
    private void Thin()
    {
        for (int k = held.Count - 1; k >= 0; k--)
        {
            if (k % 2 == 0) Drop(k);
        }

        distance *= 2;
    }

    private void Drop(int index)
    {
        Memory?.Free(held[index] * sizes.SnapshotStride);
        if (folder is null) free.Push(held[index]);
        held.RemoveAt(index);
    }
}
