namespace AdjointKit.Optics;

/// <summary>sqrt(std(I) / mean(I)), the coefficient of Tamura: broad, with few side maxima (Memmolo et al., Optics Letters 36, 1945, 2011).</summary>
public sealed record TamuraCoefficient : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "tamura";

    internal override double Of<T>(FocusPicture<T> picture) => FocusRatios.Tamura(picture, picture.Intensity);
}
