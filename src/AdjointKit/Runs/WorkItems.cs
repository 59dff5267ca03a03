using AdjointKit.Kernels;

namespace AdjointKit.Runs;

/// <summary>Runs work items on a team of threads, commits them in order, and saves the sum as it grows.</summary>
public static class WorkItems
{
    /// <summary>Does all items, or those that an interrupted run has left.</summary>
    /// <typeparam name="TResult">The result of one item.</typeparam>
    /// <param name="items">The items and their sum.</param>
    /// <param name="activity">What is being done, for the progress ("migrating").</param>
    /// <param name="unit">What the items are, in the plural ("shots").</param>
    /// <param name="team">The threads; null: the caller's only.</param>
    /// <param name="workers">How many items run at once, at most the team's threads. With 1, the team is left to the inside of the item.</param>
    /// <param name="run">Where the sum is saved; null: nowhere.</param>
    /// <param name="progress">Told after each item, and as often as the items tell.</param>
    /// <param name="cancellation">Stops the run; what is committed is saved first.</param>
    /// <remarks>
    /// A worker keeps its result until all items before it are committed, so at most <paramref name="workers"/> results exist at a time. When items
    /// fail, those before the first failing one are still committed and saved, and its exception is thrown.
    /// </remarks>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run<TResult>(IWorkItems<TResult> items, string activity, string unit, ThreadTeam? team = null, int workers = 1, ResumableRun? run = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        int first = checked((int)(run?.Load(items) ?? 0));
        var crew = new WorkItemCrew<TResult>(items, first, run, new WorkItemProgress(activity, unit, first, items.Count, progress), cancellation);
        using (DenormalFlush.Enter())
        {
            if (team is null || workers == 1) crew.Execute(0, 1);
            else team.RunLong(crew, Math.Min(workers, team.Threads));
        }

        crew.SaveRest();
        crew.Failure?.Throw();
        if (!crew.IsComplete) cancellation.ThrowIfCancellationRequested();
    }
}
