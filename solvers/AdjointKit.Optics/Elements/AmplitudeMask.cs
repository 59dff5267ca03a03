using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Absorbs: a real factor for every point of the field. Its place is the field's; <see cref="TransmissionElement.Y"/> and X are not used.</summary>
/// <param name="Amplitude">[y, x], or one number for a grey filter.</param>
public sealed record AmplitudeMask(Quantity Amplitude) : TransmissionElement
{
    /// <inheritdoc/>
    public override string Name => "mask";

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Ops.ToComplex(at[Amplitude]);
    }
}
