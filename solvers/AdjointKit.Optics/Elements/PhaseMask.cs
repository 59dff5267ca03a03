using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Delays: a phase for every point of the field. Its place is the field's; <see cref="TransmissionElement.Y"/> and X are not used.</summary>
/// <param name="Phase">[y, x] or one number, rad.</param>
public sealed record PhaseMask(Quantity Phase) : TransmissionElement
{
    /// <inheritdoc/>
    public override string Name => "phase mask";

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Phases.Polar(at[Phase] / (2 * Math.PI));
    }
}
