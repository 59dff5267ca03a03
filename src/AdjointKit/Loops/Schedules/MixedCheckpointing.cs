namespace AdjointKit.Loops.Schedules;

/// <summary>
/// The plan with the fewest forward steps when a restart snapshot takes <c>a</c> bytes, a step's record <c>b</c> bytes and both share one budget
/// (J. Maddison, "Step-based checkpointing with high-level algorithmic differentiation", 2024; for a = b and no records kept it is the binomial
/// checkpointing of A. Griewank and A. Walther, "Algorithm 799: revolve", 2000).
/// </summary>
/// <remarks>
/// <para>
/// P(n, s) is the least number of step executions that run n steps from a live state and reverse them, with s bytes free beside one working record:
/// <code>
/// P(1, s) = 1
/// P(n, s) = min( 1 + P(n - 1, s - b),                                 keep the record of the first step
///                min over i: i + P(n - i, s - a) + P(i, s) )          keep the live state, go on i steps, reverse the right part, come back
/// </code>
/// The first state costs no snapshot: P0(n, s) has s instead of s - a in the right part and P0(i, s) in the left.
/// </para>
/// <para>
/// Two facts make this fast and exact in bytes, without rounding to units. Keeping a record early never beats keeping it late, so either all n
/// records fit (n &lt;= 1 + s/b, cost n) or the first thing to keep is a snapshot; the free bytes are then S - k a, and the table has one row per
/// number k of snapshots held. And i + P(n - i) + P(i) is piecewise linear in i, so its minimum lies where the slope of one of the two increases:
/// only these kinks are tried. Rows are cut off where a binomial count of the remaining snapshots says, with slack, that no good plan gets.
/// The tests compare with the full recursion and with an exhaustive search over all schedules.
/// </para>
/// </remarks>
internal sealed class MixedCheckpointing
{
    private const long Never = long.MaxValue / 4;

    // Above this length the rows are cut closer: at 20,000 steps planning takes a fraction of a second, and costs at most one thousandth more.
    private const int LongLoop = 8000;
    private const double Slack = 3;
    private const double SlackOfLongLoop = 2;
    private const int ExtraLength = 16;

    private readonly int steps;
    private readonly long snapshotBytes;
    private readonly long recordBytes;
    private readonly long freeBytes;
    private readonly Row[] rows;
    private readonly Row start;

    /// <summary>Solves the recursion.</summary>
    /// <param name="steps">The number of steps n.</param>
    /// <param name="snapshotBytes">The bytes a of a snapshot.</param>
    /// <param name="recordBytes">The bytes b of a record.</param>
    /// <param name="budget">The bytes for everything, the working record included.</param>
    internal MixedCheckpointing(int steps, long snapshotBytes, long recordBytes, long budget)
    {
        this.steps = steps;
        this.snapshotBytes = snapshotBytes;
        this.recordBytes = recordBytes;
        freeBytes = budget - recordBytes;
        int levels = (int)Math.Min(freeBytes / snapshotBytes, steps);
        int[] lengths = RowLengths(levels);
        rows = new Row[levels + 1];
        for (int level = levels; level >= 0; level--)
        {
            rows[level] = new Row(lengths[level], AllRecorded(level));
            rows[level].Fill(level < levels ? rows[level + 1] : null);
        }

        start = new Row(steps, AllRecorded(0));
        start.Fill(rows[0]);
    }

    /// <summary>The forward step executions of the plan, the first run included.</summary>
    internal long ForwardSteps => start.Cost[steps];

    /// <summary>P(count, s) with all bytes free: what the sweep costs where the first state must be kept in a snapshot of its own.</summary>
    internal long ForwardStepsFromLive(int count) => rows[0].Cost[count];

    /// <summary>Writes the plan as a list of operations. Memory is a stack: snapshots lie at multiples of a, records above them.</summary>
    internal List<LoopOperation> Compile()
    {
        var operations = new List<LoopOperation>();
        var pending = new Stack<(int From, int Count)>();
        int remaining = steps;
        Add(LoopOperationKind.Initialize, 0, 0, 0);
        while (true)
        {
            // From y[0], which needs no snapshot: go right as far as the plan says, come back by initialising.
            if (start.IsAllRecorded(remaining))
            {
                AddLeaf(0, remaining, 0);
                return operations;
            }

            int split = start.Split[remaining];
            Add(LoopOperationKind.Advance, 0, split, 0);
            CompileFromLive(split, remaining - split);
            Add(LoopOperationKind.Initialize, 0, 0, 0);
            remaining = split;
        }

        void CompileFromLive(int from, int count)
        {
            bool stored = false;
            while (true)
            {
                int level = pending.Count;
                long address = level * snapshotBytes;
                if (rows[level].IsAllRecorded(count))
                {
                    AddLeaf(from, count, address);
                    if (pending.Count == 0) return;
                    (from, count) = pending.Pop();
                    Add(LoopOperationKind.Restore, from, from, pending.Count * snapshotBytes);
                    stored = true;
                    continue;
                }

                // After a restore the snapshot is still in its place: storing it again would copy the same bytes.
                if (!stored) Add(LoopOperationKind.Store, from, from, address);
                int split = rows[level].Split[count];
                Add(LoopOperationKind.Advance, from, from + split, 0);
                pending.Push((from, split));
                from += split;
                count -= split;
                stored = false;
            }
        }

        void AddLeaf(int from, int count, long address)
        {
            Add(LoopOperationKind.Record, from, from + count, address);
            Add(LoopOperationKind.Reverse, from, from + count, address);
        }

        void Add(LoopOperationKind kind, int from, int to, long address) => operations.Add(new LoopOperation(kind, from, to, address));
    }

    /// <summary>The most steps that can be reversed with all their records kept while a number of snapshots is held.</summary>
    private int AllRecorded(int snapshots) => (int)Math.Min(steps, 1 + (freeBytes - snapshots * snapshotBytes) / recordBytes);

    /// <summary>
    /// How many steps each row must cover. With q snapshots free and t repetitions the binomial plan reverses C(q + t, t) steps and leaves the share
    /// q / (q + t) of them to the right part.
    /// </summary>
    private int[] RowLengths(int levels)
    {
        double slack = steps > LongLoop ? SlackOfLongLoop : Slack;
        var lengths = new int[levels + 1];
        double length = steps;
        lengths[0] = steps;
        for (int level = 1; level <= levels; level++)
        {
            double free = levels - level + 1;
            length *= free / (free + Repetitions(free, length));
            lengths[level] = (int)Math.Min(steps, length * slack + AllRecorded(level) + ExtraLength);
        }

        return lengths;
    }

    private static int Repetitions(double free, double length)
    {
        double reach = 1;
        int repetitions = 0;
        while (reach < length)
        {
            repetitions++;
            reach *= (free + repetitions) / repetitions;
        }

        return repetitions;
    }

    /// <summary>P(n, s) for one s and n = 1 .. length, with the i of the minimum.</summary>
    private sealed class Row(int length, int allRecorded)
    {
        private readonly List<int> kinks = [];

        internal long[] Cost { get; } = new long[length + 1];

        internal int[] Split { get; } = new int[length + 1];

        internal bool IsAllRecorded(int count) => count <= allRecorded;

        /// <summary>Fills the row, given the row of the right part.</summary>
        internal void Fill(Row? right)
        {
            for (int n = 1; n <= length; n++)
            {
                if (n <= allRecorded) Cost[n] = n;
                else Minimise(n, right);
                if (n == 2 || (n > 2 && Cost[n] - Cost[n - 1] > Cost[n - 1] - Cost[n - 2])) kinks.Add(n - 1);
            }
        }

        private void Minimise(int n, Row? right)
        {
            long best = Never;
            int split = n - 1;
            if (right is not null)
            {
                int reach = Math.Min(n - 1, right.Cost.Length - 1);
                Try(n - reach);
                Try(n - 1);
                foreach (int kink in kinks) Try(kink);
                foreach (int kink in right.kinks)
                {
                    if (kink >= n) break;
                    Try(n - kink);
                }
            }

            Cost[n] = best;
            Split[n] = split;

            void Try(int i)
            {
                if (n - i >= right!.Cost.Length) return;
                long cost = i + Cost[i] + right.Cost[n - i];
                if (cost >= best) return;
                best = cost;
                split = i;
            }
        }
    }
}
