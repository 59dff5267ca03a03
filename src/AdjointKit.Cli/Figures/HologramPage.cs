using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Commands.Optics.Holograms;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c> of a hologram: what was recorded, the light at the object, and how sharp the planes were.</summary>
internal static class HologramPage
{
    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<T>(RunContext run, string folder, string kind, HologramRecording recording, NdArray<T> field, double distance, FocusResult? focus, ParticleField? particles, IReadOnlyList<(string Stage, double Seconds)> timings)
        where T : unmanaged
    {
        using NdArray<Complex> values = NdArray.Empty<Complex>(field.Shape);
        run.Compute.Host.Backend.Copy(field, values);
        FieldGrid grid = recording.Grid;
        List<(Figure Figure, string Caption)> figures =
        [
            (OpticsPictures.Of(recording.Intensities.Select(0, 0), "Hologram", ColorMap.Gray, grid), recording.Intensities.Shape[0] > 1 ? "The first frame." : "What was recorded."),
            (OpticsPictures.Of(OpticsPictures.Moduli(values), "Amplitude", ColorMap.Gray, grid), "The modulus of the field at the object."),
            (OpticsPictures.Phase(OpticsPictures.Phases(values), grid), "The phase of the field at the object."),
        ];
        if (focus is not null) figures.Add((OpticsPictures.Focus(focus), $"How sharp the planes are, each metric as a part of its largest value. {recording.Light.Metric.Name} decided."));
        if (particles is not null) figures.Add((ParticleMap.Of(particles, grid), "The particles at their places, as wide as they are, in the colour of their distance, over the deepest shadow of all planes at every point. Those with a broken circle reach the border."));
        RunPage.Write(
            run,
            folder,
            "Hologram",
            $"{grid}, {kind}",
            figures,
            [
                ("kind", kind),
                ("wavelength", $"{recording.Light.Wavelength * 1e9:0.###} nm"),
                ("refractive index", $"{recording.Light.Index:0.####}"),
                ("distance", $"{distance * 1e3:0.######} mm"),
                .. focus is null ? Array.Empty<(string, string)>() : [("found by", recording.Light.Metric.Name), ("known to", $"{focus.Tolerance * 1e6:0.###} um")],
                .. particles is null ? Array.Empty<(string, string)>() : [("particles", $"{particles.Particles.Count}"), ("deeper than", $"{particles.Threshold:0.###}")],
                .. RunPage.Resources(run),
            ],
            timings);
    }
}
