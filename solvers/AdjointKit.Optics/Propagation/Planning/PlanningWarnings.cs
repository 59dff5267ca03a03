using System.Globalization;

namespace AdjointKit.Optics;

/// <summary>What a planned propagation is warned of.</summary>
internal static class PlanningWarnings
{
    /// <summary>A prediction may be low by half: so no error above 1e-3 goes without a warning.</summary>
    private const double MostError = 4e-4;

    private const double MostAtBandEdge = 0.02;

    internal static IReadOnlyList<string> Of(PropagationMethod method, double error, PropagationTrial trial)
    {
        List<string> warnings = [];
        if (error > MostError) warnings.Add(Error(method, error, trial));
        foreach ((string name, LineTrial axis) in new[] { ("y", trial.AlongY), ("x", trial.AlongX) })
        {
            double part = axis.PartAtBandEdge;
            if (part > MostAtBandEdge)
            {
                warnings.Add(Text($"{100 * part:0.#}% of the field's light lies in the outer quarter of the band of its samples along {name}, above the limit of {100 * MostAtBandEdge:0.#}%: the pitch of {axis.Axis.Pitch:0.###e0} m does not resolve the field, sample it finer"));
            }
        }

        return warnings;
    }

    private static string Error(PropagationMethod method, double error, PropagationTrial trial)
    {
        int padding = method.Padding ?? method.DefaultPadding;
        string start = Text($"the predicted error of {method.Name} with padding {padding} is {error:0.#e0}, above the limit of {MostError:0.#e0}");
        (string name, LineTrial worst) = trial.AlongY.Error(method) > trial.AlongX.Error(method) ? ("y", trial.AlongY) : ("x", trial.AlongX);
        LineAxis axis = worst.Axis;
        double room = (padding - 1) * axis.Points * axis.Pitch;
        double reach = axis.Reach * axis.Pitch;
        return start + method switch
        {
            FresnelTransferFunction or FresnelImpulseResponse => ": its light goes at angles too large for a paraxial method, or the grid does not sample it; take the exact one, asm or rs, or let the planner choose",
            RayleighSommerfeld when !axis.HoldsResponse => Text($": along {name} the impulse response is not sampled, as n dx^2 = {axis.Points * axis.Pitch * axis.Pitch:0.##e0} m^2 is above l |z| / 2 = {axis.Wavelength * Math.Abs(axis.Distance) / 2:0.##e0} m^2; take asm"),
            RayleighSommerfeld => Text($": light at the edge of the band of the samples along {name} is left out or doubled; sample the field finer than {axis.Pitch:0.###e0} m, or soften its edges"),
            _ when reach > room => Text($": along {name} light at the edge of the band goes {reach:0.##e0} m sideways and the padded grid has room for {room:0.##e0} m; pad more, up to {Math.Ceiling(1 + (reach / (axis.Points * axis.Pitch))):0}, or take rs at long distances"),
            _ => Text($": light at the edge of the band of the samples along {name} runs into the edge of the padded grid; pad more than {padding}, or sample the field finer than {axis.Pitch:0.###e0} m"),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
