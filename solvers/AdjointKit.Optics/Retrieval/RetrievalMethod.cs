using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>A way to find the phases that a measurement lost: by projections onto what is known, or by the gradient of a misfit. Run by <see cref="PhaseRetrieval"/>.</summary>
public abstract record RetrievalMethod
{
    /// <summary>The name as the command line writes it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it can make an object real and non-negative; all keep to a support.</summary>
    public abstract bool TakesNonNegative { get; }

    internal abstract RetrievalRun<T> Begin<T>(RetrievalProblem<T> problem, NdArray<T> start)
        where T : unmanaged;
}
