namespace AdjointKit.Tests.Loops;

/// <summary>
/// The fewest forward steps of any valid schedule at all, by breadth-first search over (live step, snapshots held, records held, steps still to be
/// reversed). Snapshots and records may be dropped at any time; y[0] is free.
/// </summary>
internal sealed class ExhaustiveSearch(int steps, int snapshotBytes, int recordBytes, int budget)
{
    private readonly LinkedList<(State State, int Cost)> queue = new();
    private readonly HashSet<State> settled = [];

    public int ForwardSteps()
    {
        queue.AddFirst((new State(0, 0, 0, steps), 0));
        while (queue.First is { } node)
        {
            queue.RemoveFirst();
            (State state, int cost) = node.Value;
            if (!settled.Add(state)) continue;
            if (state.ToReverse == 0) return cost;
            Expand(state, cost);
        }

        return int.MaxValue;
    }

    private void Expand(State state, int cost)
    {
        int live = state.Live;
        Free(state with { Live = 0 }, cost);
        Free(state with { Snapshots = state.Snapshots | (1 << live) }, cost);
        for (int step = 0; step < steps; step++)
        {
            int bit = 1 << step;
            if ((state.Snapshots & bit) != 0)
            {
                Free(state with { Live = step }, cost);
                Free(state with { Snapshots = state.Snapshots & ~bit }, cost);
            }

            if ((state.Records & bit) == 0) continue;
            Free(state with { Records = state.Records & ~bit }, cost);
            if (step == state.ToReverse - 1) Free(state with { Records = state.Records & ~bit, ToReverse = step }, cost);
        }

        if (live >= steps) return;
        Paid(state with { Live = live + 1 }, cost + 1);
        Paid(state with { Live = live + 1, Records = state.Records | (1 << live) }, cost + 1);
    }

    private void Free(State state, int cost)
    {
        if (Fits(state)) queue.AddFirst((state, cost));
    }

    private void Paid(State state, int cost)
    {
        if (Fits(state)) queue.AddLast((state, cost));
    }

    private bool Fits(State state) => !settled.Contains(state)
        && int.PopCount(state.Snapshots) * snapshotBytes + int.PopCount(state.Records) * recordBytes <= budget;

    private readonly record struct State(int Live, int Snapshots, int Records, int ToReverse);
}
