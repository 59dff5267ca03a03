using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>The mean square of the gradient of I by the masks of Sobel, which smooth across: less of noise than plain differences (Krotkov, International Journal of Computer Vision 1, 223, 1988).</summary>
public sealed record Tenengrad : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "tenengrad";

    internal override double Of<T>(FocusPicture<T> picture)
    {
        (NdArray<T> x, NdArray<T> y) = picture.Sobel();
        return picture.MeanSquare(x) + picture.MeanSquare(y);
    }
}
