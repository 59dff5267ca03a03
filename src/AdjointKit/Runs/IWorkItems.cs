namespace AdjointKit.Runs;

/// <summary>
/// Independent work items (shots, realisations) whose results are accumulated in the order of their numbers, whatever order they finish in: so the sum
/// has the same bits on any number of threads, and when it goes on after an interruption. As a state it is the sum.
/// </summary>
/// <typeparam name="TResult">The result of one item; disposed by the runner if it is never committed.</typeparam>
public interface IWorkItems<TResult> : IRunState
{
    /// <summary>The number of items.</summary>
    int Count { get; }

    /// <summary>Does one item. Called from several threads at once; the result depends on the item's number only.</summary>
    TResult Compute(int item, IProgress<RunProgress>? progress, CancellationToken cancellation);

    /// <summary>Adds a result to the sum; called in item order, never by two threads at once. The result is the callee's from here on.</summary>
    void Commit(int item, TResult result);
}
