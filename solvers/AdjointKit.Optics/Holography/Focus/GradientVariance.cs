using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>var(dI/dx) + var(dI/dy), central differences: edges are steep in focus.</summary>
public sealed record GradientVariance : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "gradient-variance";

    internal override double Of<T>(FocusPicture<T> picture)
    {
        (NdArray<T> x, NdArray<T> y) = picture.Gradient();
        return picture.Variance(x) + picture.Variance(y);
    }
}
