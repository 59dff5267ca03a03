namespace AdjointKit.Optics;

/// <summary>var(I) / mean(I): contrast, which does not follow the brightness.</summary>
public sealed record NormalizedVariance : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "normalized-variance";

    internal override double Of<T>(FocusPicture<T> picture)
    {
        double mean = picture.Mean(picture.Intensity);
        return mean > 0 ? picture.Variance(picture.Intensity) / mean : 0;
    }
}
