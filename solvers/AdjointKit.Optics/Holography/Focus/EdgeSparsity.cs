namespace AdjointKit.Optics;

/// <summary>The coefficient of Tamura of the modulus of the gradient of I: in focus edges are few and steep (after Zhang, Wang, Wu, Tamamitsu and Ozcan, Optics Letters 42, 3824, 2017, who take the gradient of U).</summary>
public sealed record EdgeSparsity : FocusMetric
{
    /// <inheritdoc/>
    public override string Name => "edge-sparsity";

    internal override double Of<T>(FocusPicture<T> picture) => FocusRatios.Tamura(picture, picture.GradientModulus());
}
