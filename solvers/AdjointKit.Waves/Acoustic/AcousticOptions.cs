using AdjointKit.Loops;

namespace AdjointKit.Waves;

/// <summary>How the time step of the simulation is chosen.</summary>
public enum StepMode
{
    /// <summary>The step of wavelet and data divided by the smallest whole number that is stable.</summary>
    Auto,

    /// <summary>The step of wavelet and data; an error where it is not stable.</summary>
    Same,
}

/// <summary>The treatment of the error of the second-order time step.</summary>
public enum TimeScheme
{
    /// <summary>Plain leapfrog, second order in time.</summary>
    Leapfrog,

    /// <summary>Leapfrog with filters on wavelet and data that remove its time dispersion exactly (Koene et al. 2018).</summary>
    Corrected,
}

/// <summary>The numerical choices of an acoustic propagator.</summary>
public sealed record AcousticOptions
{
    /// <summary>The space order: 2, 4, 8 or 12.</summary>
    public int Order { get; init; } = 8;

    /// <summary>The widths of the absorbing layers in points.</summary>
    public PmlWidths Pml { get; init; } = PmlWidths.All(20);

    /// <summary>Whether u = 0 holds on z = 0 instead of an absorbing layer above it.</summary>
    public bool FreeSurface { get; init; }

    /// <summary>How the inner time step is chosen.</summary>
    public StepMode Step { get; init; } = StepMode.Auto;

    /// <summary>The treatment of time dispersion.</summary>
    public TimeScheme Time { get; init; } = TimeScheme.Leapfrog;

    /// <summary>
    /// What of the forward run is kept for the backward sweep; null: as much as the memory budget of the computation holds, and where it has none as much as
    /// a quarter of the machine's memory holds. The results have the same bits whatever is kept.
    /// </summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Told the plan of each shot's history before its forward run, and what was done after its backward sweep; null: nobody listens.</summary>
    public IProgress<ShotHistory>? History { get; init; }

    /// <summary>The layers that are there: none above a free surface.</summary>
    internal PmlWidths EffectivePml => FreeSurface ? Pml with { Top = 0 } : Pml;

    /// <summary>Whether the plain twin of the kernels is used instead of the vector kernels: the same bits, many times slower.</summary>
    internal bool PlainKernels { get; init; }
}
