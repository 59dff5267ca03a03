namespace AdjointKit.Waves;

/// <summary>The samples of wavelet and data: sample n is t = n <see cref="Step"/>, n = 0 .. <see cref="Samples"/> - 1.</summary>
/// <param name="Step">The step, s.</param>
/// <param name="Samples">The number of samples.</param>
public readonly record struct TimeAxis(double Step, int Samples)
{
    /// <summary>Refuses a step that is not a positive number and fewer than two samples.</summary>
    /// <exception cref="ArgumentException">The axis is unusable.</exception>
    public TimeAxis Checked()
    {
        if (!(Step > 0) || !double.IsFinite(Step)) throw new ArgumentException($"the time step dt {Step} s must be a positive number");
        if (Samples < 2) throw new ArgumentException($"nt {Samples} samples are too few: a record has at least 2");
        return this;
    }
}
