using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// Fresnel propagation by one transform: U(x) = exp(i k z) / (i l z) exp(i k x^2 / 2z) times the transform of U(s) exp(i k s^2 / 2z) at x / (l z) (Goodman, 4-17). The pitch of the result is
/// l |z| / (n dx), its axes increase for either sign of z.
/// </summary>
public sealed record FresnelOneStep : PropagationMethod
{
    /// <inheritdoc/>
    public override string Name => "fresnel-1step";

    /// <inheritdoc/>
    public override FieldGrid OutputGrid(FieldGrid grid, in PropagationNumbers numbers) => SingleTransform.OutputGrid(grid, numbers, PaddingInUse);

    /// <inheritdoc/>
    protected internal override void Describe(PropagationPath path) => SingleTransform.Describe(path, PaddingInUse, near: true);
}
