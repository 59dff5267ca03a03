namespace AdjointKit.Optics;

/// <summary>How sharp a plane is, by its intensity I = |U|^2: larger is sharper. Derivatives are per point.</summary>
public abstract record FocusMetric
{
    /// <summary>The name as the command line writes it.</summary>
    public abstract string Name { get; }

    internal abstract double Of<T>(FocusPicture<T> picture)
        where T : unmanaged;
}
