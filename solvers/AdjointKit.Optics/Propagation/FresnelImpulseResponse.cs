namespace AdjointKit.Optics;

/// <summary>
/// Fresnel propagation as a convolution with samples of the paraxial impulse response, exp(i k z) / (i l z) exp(i k (x^2 + y^2) / 2z) (Goodman, 4-16): right for small angles, and well
/// sampled at long distances, n dx^2 at most l |z|.
/// </summary>
public sealed record FresnelImpulseResponse : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "fresnel-ir";

    /// <inheritdoc/>
    public override int DefaultPadding => 2;

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => ImpulseResponses.Describe(path, PaddingInUse, ImpulseResponses.Paraxial);
}
