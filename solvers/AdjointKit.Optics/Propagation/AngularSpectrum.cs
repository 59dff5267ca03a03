namespace AdjointKit.Optics;

/// <summary>
/// The angular spectrum method: every plane wave of the field gets the phase of its own way, U(z) = F^-1 exp(i kz z) F U(0), kz = sqrt(k^2 - kx^2 - ky^2) (Goodman, Introduction to Fourier
/// Optics, 3.10). Exact for what the samples hold. Padded twice it does not wrap around, as long as the light stays within the padded grid.
/// </summary>
public sealed record AngularSpectrum : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "asm";

    /// <inheritdoc/>
    public override int DefaultPadding => 2;

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => TransferFunctions.Describe(path, PaddingInUse, TransferFunctions.FreeSpace);
}
