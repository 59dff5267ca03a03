namespace AdjointKit.Optics;

/// <summary>
/// The first Rayleigh-Sommerfeld integral as a convolution with samples of its impulse response, z / (2 pi r) (1/r - i k) exp(i k r) / r (Goodman, 3-41). Exact for what the samples hold of it: at
/// distances long enough for them to hold the response, n dx^2 below l |z| or so. Negative distances take the conjugate, as the angular spectrum does.
/// </summary>
public sealed record RayleighSommerfeld : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "rs";

    /// <inheritdoc/>
    public override int DefaultPadding => 2;

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => ImpulseResponses.Describe(path, PaddingInUse, ImpulseResponses.RayleighSommerfeld);
}
