using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>A way to find the phases of a hologram. Run by <see cref="PhaseHologram"/>.</summary>
public abstract record HologramMethod
{
    /// <summary>The name as the command line writes it.</summary>
    public abstract string Name { get; }

    internal abstract HologramRun<T> Begin<T>(HologramProblem<T> problem, UntypedArray start, int iterations)
        where T : unmanaged;
}
