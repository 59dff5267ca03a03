using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>How a sparse solution is found and differentiated.</summary>
public sealed record SparseSolutionOptions
{
    /// <summary>How it is found: by FISTA with restart, unless it says otherwise.</summary>
    public ProximalGradientOptions Solver { get; init; } = new() { Restart = true, Stopping = new StoppingRule { IterationLimit = 100_000 } };

    /// <summary>How the systems on the support are solved.</summary>
    public LinearOptions LinearSolver { get; init; } = new() { Method = LinearMethod.ConjugateGradient };

    /// <summary>The solution, where it is known already: an array of the type and shape of x, exactly 0 off its support. It is copied. Null: it is found.</summary>
    public UntypedArray? Solution { get; init; }
}
