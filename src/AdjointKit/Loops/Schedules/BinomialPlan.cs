namespace AdjointKit.Loops.Schedules;

/// <summary>
/// Binomial checkpointing by its closed formula (A. Griewank and A. Walther, "Algorithm 799: revolve", 2000) over groups of steps: the steps of a group are recorded
/// together, and a slot holds the state before a group. No table, so that a loop may be of any length.
/// </summary>
/// <remarks>
/// With c slots, the one before the first group included, and m groups every step runs at most t + 1 times, where t is the least number with C(c + t, t) >= m: t times forward
/// and once recorded.
/// </remarks>
internal sealed class BinomialPlan
{
    /// <summary>Fewer steps in a group are not worth a snapshot.</summary>
    private const long SmallGroup = 64;

    private readonly List<LoopOperation> operations;
    private readonly LoopSizes sizes;
    private readonly IReadOnlyList<int> slots;
    private readonly long group;
    private readonly long recordAddress;

    /// <summary>A plan to be written.</summary>
    /// <param name="operations">Where the plan is written to.</param>
    /// <param name="sizes">The sizes of snapshot and record.</param>
    /// <param name="slots">The slots by their places in memory, first those that are held.</param>
    /// <param name="group">The most steps that are recorded together.</param>
    internal BinomialPlan(List<LoopOperation> operations, LoopSizes sizes, IReadOnlyList<int> slots, long group)
    {
        this.operations = operations;
        this.sizes = sizes;
        this.slots = slots;
        this.group = group;
        recordAddress = slots.Count * sizes.SnapshotStride;
    }

    /// <summary>Plans a loop of known length within a number of bytes, at least those of one record.</summary>
    internal static LoopPlan OfLength(long steps, LoopSizes sizes, long budget)
    {
        long together = GroupOf(steps, sizes, budget);
        long snapshots = Math.Min((budget - together * sizes.RecordStride) / sizes.SnapshotStride, steps / together);
        var plan = new BinomialPlan([], sizes, [.. Enumerable.Range(0, checked((int)snapshots))], together);
        plan.Reverse(0, steps, held: 0, stands: false);
        return LoopPlan.From(steps, sizes, plan.operations, budget: budget);
    }

    /// <summary>Plans what is left of a sweep whose steps turned out larger than they were planned.</summary>
    /// <param name="held">The snapshots that are there; of those the budget has no room for any more some are taken off the list.</param>
    /// <param name="live">The step before which the live state stands.</param>
    /// <param name="end">The steps whose adjoint is still to come.</param>
    /// <param name="sizes">The sizes of snapshot and record.</param>
    /// <param name="budget">The bytes, at least those of one record.</param>
    internal static LoopOperation[] OfRest(List<(long Step, long Address)> held, long live, long end, LoopSizes sizes, long budget)
    {
        long together = GroupOf(end, sizes, budget);
        int most = checked((int)Math.Min((budget - together * sizes.RecordStride) / sizes.SnapshotStride, Math.Max(held.Count, end / together)));
        while (held.Count > most) ThinOut(held);
        int[] kept = [.. held.Select(snapshot => (int)(snapshot.Address / sizes.SnapshotStride))];
        var rest = new List<LoopOperation>();
        var plan = new BinomialPlan(rest, sizes, [.. kept, .. Enumerable.Range(0, most + kept.Length).Except(kept).Take(most - kept.Length)], together);
        for (int k = held.Count; k >= 0; k--)
        {
            long from = k == 0 ? 0 : held[k - 1].Step;
            plan.Reverse(from, end - from, held: k, stands: false);
            end = from;
        }

        // The way to where the live state stands need not be gone again.
        LoopOperation way = rest[1];
        if (way.Kind == LoopOperationKind.Advance && way.From <= live && live <= way.To)
        {
            rest.RemoveAt(0);
            rest[0] = way with { From = live };
        }

        return [.. rest];
    }

    /// <summary>The steps [from, from + count) from the last one back.</summary>
    /// <param name="from">The first step; y[from] is in the last slot held, or it is y[0] and none is.</param>
    /// <param name="count">How many.</param>
    /// <param name="held">How many slots are held and stay so.</param>
    /// <param name="stands">Whether the live state is y[from].</param>
    internal void Reverse(long from, long count, int held, bool stands)
    {
        var pending = new Stack<(long From, long Count)>();
        pending.Push((from, count));
        while (pending.TryPop(out (long From, long Count) part))
        {
            (long first, long left) = part;
            int place = held - 1 + pending.Count;
            if (!stands) Return(first, place);
            stands = false;
            bool stored = true;
            while (left > group)
            {
                if (!stored) Add(LoopOperationKind.Store, first, first, AddressOf(place));
                stored = false;
                int free = slots.Count - place - 1;
                long groups = (left + group - 1) / group;
                long split = group * (free == 0 ? groups - 1 : Split(groups, free + 1));
                Add(LoopOperationKind.Advance, first, first + split, 0);
                pending.Push((first, split));
                first += split;
                left -= split;
                place++;
                if (free == 0) break;
            }

            Add(LoopOperationKind.Record, first, first + left, recordAddress);
            Add(LoopOperationKind.Reverse, first, first + left, recordAddress);
        }
    }

    /// <summary>How many of m groups to go forward before the next snapshot, with c slots counting the one that holds the state here.</summary>
    internal static long Split(long groups, int slots)
    {
        int repetitions = 1;
        while (Reach(slots, repetitions) < groups) repetitions++;
        return Math.Max(1, Math.Min(Reach(slots, repetitions - 1), groups - Reach(slots - 1, repetitions - 1)));
    }

    /// <summary>C(slots + repetitions, repetitions): the groups that can be reversed.</summary>
    internal static long Reach(int slots, int repetitions)
    {
        double reach = 1;
        for (int k = 1; k <= repetitions; k++) reach *= (double)(slots + k) / k;
        return reach < 1e15 ? (long)Math.Round(reach) : (long)1e15;
    }

    /// <summary>
    /// The steps of a group: as few as leave memory for a snapshot before every group, for then each step runs again once; else what half the memory holds.
    /// </summary>
    private static long GroupOf(long steps, LoopSizes sizes, long budget)
    {
        long most = Math.Max(1, budget / 2 / sizes.RecordStride);
        double rest = (double)budget * budget - 4.0 * steps * sizes.SnapshotStride * sizes.RecordStride;
        if (rest < 0) return most;
        long least = (long)Math.Ceiling((budget - Math.Sqrt(rest)) / (2.0 * sizes.RecordStride));
        return Math.Clamp(least, Math.Min(SmallGroup, most), most);
    }

    private static void ThinOut(List<(long Step, long Address)> held)
    {
        for (int k = held.Count - 1; k >= 0; k -= 2) held.RemoveAt(k);
    }

    private void Return(long step, int place)
    {
        if (step == 0) Add(LoopOperationKind.Initialize, 0, 0, 0);
        else Add(LoopOperationKind.Restore, step, step, AddressOf(place));
    }

    private long AddressOf(int place) => slots[place] * sizes.SnapshotStride;

    private void Add(LoopOperationKind kind, long from, long to, long address) => operations.Add(new LoopOperation(kind, from, to, address));
}
