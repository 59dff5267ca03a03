using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// Problems of one kind and size, some of them side by side, that an optimiser is learned on or measured with. Problem number n of a seed is always the same, whichever lie beside it: a batch of <see cref="Count"/> problems
/// begins at a number of the caller's. Derive from it to bring a kind of one's own.
/// </summary>
public abstract class OptimizationProblems<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Says how many there are.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="count">How many problems lie side by side.</param>
    /// <param name="coordinates">The number of unknowns of each.</param>
    protected OptimizationProblems(Compute compute, int count, int coordinates)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(coordinates, 1);
        Compute = compute;
        Shape = new Shape(count, coordinates);
    }

    /// <summary>Where the arrays lie.</summary>
    public Compute Compute { get; }

    /// <summary>The number of problems side by side.</summary>
    public int Count => (int)Shape[0];

    /// <summary>The unknowns of all of them, [problems, coordinates].</summary>
    public Shape Shape { get; }

    /// <summary>Draws the problems, and their first iterates.</summary>
    /// <param name="first">The number of the first one.</param>
    /// <param name="start">Receives the first iterates, [problems, coordinates].</param>
    public abstract void Draw(long first, NdArray<T> start);

    /// <summary>The losses at an iterate, [problems], in ops.</summary>
    /// <param name="x">The iterates, [problems, coordinates].</param>
    /// <param name="step">The number of the step, from 0: problems whose losses are noisy draw a batch of data for each.</param>
    public abstract Var<T> Losses(Var<T> x, long step);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the arrays back.</summary>
    protected abstract void Dispose(bool disposing);
}
