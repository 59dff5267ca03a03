using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>What the options of all iterations have in common.</summary>
public abstract record SolverOptions
{
    /// <summary>When it ends.</summary>
    public StoppingRule Stopping { get; init; } = new();

    /// <summary>Called after each iteration; null: nobody.</summary>
    public Action<SolverStep>? Callback { get; init; }

    /// <summary>The solution, where it is known: an array of the type and shape of the iterate, for <see cref="SolverStep.Error"/> of each step. Null: it is not known.</summary>
    public UntypedArray? Truth { get; init; }
}
