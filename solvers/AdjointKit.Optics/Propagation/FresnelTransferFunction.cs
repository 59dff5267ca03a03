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
    protected internal override void Describe(PropagationPath path)
    {
        (nint ny, nint nx) = (path.Ny, path.Nx);
        (nint paddedY, nint paddedX) = (ny * PaddingInUse, nx * PaddingInUse);
        path.Resize(paddedY, paddedX);
        path.Filter((row, column, at) => TransferFunctions.Paraxial(TransferFunctions.SquaredSine(row, column, paddedY, paddedX, at), at));
        path.Resize(ny, nx);
    }
}
