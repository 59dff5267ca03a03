namespace AdjointKit.Optics;

/// <summary>
/// Fresnel propagation by the paraxial transfer function exp(i k z) exp(-i pi l z (fx^2 + fy^2)) (Goodman, 4.2.3): right for small angles, and well sampled at short distances,
/// n dx^2 at least l |z|.
/// </summary>
public sealed record FresnelTransferFunction : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "fresnel-tf";

    /// <inheritdoc/>
    public override int DefaultPadding => 2;

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => TransferFunctions.Describe(path, PaddingInUse, TransferFunctions.Paraxial);
}
