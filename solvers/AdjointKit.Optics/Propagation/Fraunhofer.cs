namespace AdjointKit.Optics;

/// <summary>
/// The far field: U(x) = exp(i k z) / (i l z) exp(i k x^2 / 2z) times the transform of U(s) at x / (l z) (Goodman, 4-25), for |z| well above the squared width over the wavelength. The pitch of the result
/// is l |z| / (n dx), its axes increase for either sign of z.
/// </summary>
public sealed record Fraunhofer : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "fraunhofer";

    /// <inheritdoc/>
    public override FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => SingleTransform.OutputGrid(grid, numbers, PaddingInUse);

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => SingleTransform.Describe(path, PaddingInUse, near: false);
}
