using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>A method of projections: P_M, onto the objects with the measured moduli, and P_S, onto those that the constraint allows.</summary>
public abstract record ProjectionMethod : RetrievalMethod
{
    /// <inheritdoc/>
    public sealed override bool TakesNonNegative => true;

    internal sealed override RetrievalRun<T> Begin<T>(RetrievalProblem<T> problem, NdArray<T> start) => new ProjectionRun<T>(problem, this, start);

    /// <summary>Moves the iterate; its P_M is known.</summary>
    internal abstract void Advance<T>(ProjectionRun<T> run)
        where T : unmanaged;

    /// <summary>A number of the method that lies above 0, at most at a limit.</summary>
    private protected static double Positive(double value, double limit, string name) => value > 0 && value <= limit ? value : throw new ArgumentOutOfRangeException(name, value, $"beta lies above 0, at most at {limit}");
}
