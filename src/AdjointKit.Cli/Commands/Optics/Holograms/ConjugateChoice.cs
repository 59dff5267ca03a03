using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>A wave or its conjugate: the one that focuses at positive z.</summary>
internal static class ConjugateChoice
{
    /// <summary>A range is looked at in so many planes at most.</summary>
    private const int MostPlanes = 24;

    /// <summary>By less the two do not differ.</summary>
    private const double Distinct = 1.02;

    /// <summary>Whether it is the conjugate; where distances do not tell, it is not, with a warning.</summary>
    internal static bool Take<T>(RunContext run, HologramRecording recording, NdArray<T> wave, string what, string remedy)
        where T : unmanaged
    {
        double[] distances = Distances(recording.Light);
        if (distances.Length == 0)
        {
            run.Warn($"at distance 0 {what} cannot be told apart: {remedy}");
            return false;
        }

        var method = new BandLimitedAngularSpectrum { Padding = 1 };
        (bool isConjugate, double factor) = SideBandChoice.FocusingOver(wave, distances.Select(z => method.Plan<T>(recording.Grid, recording.Light.Wavelength, z, recording.Light.Index, compute: run.Compute)));
        if (factor < Distinct) run.Warn($"{what} focus alike at the distances looked at, so which of them holds the object is a guess: {remedy}");
        return isConjugate;
    }

    private static double[] Distances(HologramLight light)
    {
        if (light.Distance is double z) return z == 0 ? [] : [Math.Abs(z)];
        FocusRange range = light.Range!;
        int count = Math.Min(range.Count, MostPlanes);
        return [.. Enumerable.Range(0, count).Select(k => Math.Abs(range.From + (k * (range.To - range.From) / (count - 1)))).Where(distance => distance > 0)];
    }
}
