namespace AdjointKit.Optics;

/// <summary>The mean square of the Laplacian of I: of fine detail more than the gradient, and of noise too.</summary>
public sealed record LaplacianEnergy : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "laplacian-energy";

    internal override double Of<T>(FocusPicture<T> picture) => picture.MeanSquare(picture.Laplacian());
}
