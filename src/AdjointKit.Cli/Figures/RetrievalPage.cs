using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c> of a phase retrieval: how it converged, what was measured and what was found.</summary>
internal static class RetrievalPage
{
    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<T>(RunContext run, string folder, string method, NdArray<double> moduli, NdArray<T> field, IReadOnlyList<double> errors, IReadOnlyList<(string Stage, double Seconds)> timings)
        where T : unmanaged
    {
        using NdArray<Complex> values = NdArray.Empty<Complex>(field.Shape);
        run.Compute.Host.Backend.Copy(field, values);
        List<(Figure Figure, string Caption)> figures = [];
        if (errors.Count > 1) figures.Add((Figure.Lines([new Series([.. errors.Select((_, k) => (double)k + 1)], [.. errors])], "Error", "iteration", "| a - |A U| | / |a|", yScale: AxisScale.Log), "The error of each iteration, before the moduli were replaced."));
        figures.Add((OpticsPictures.Of(moduli.Select(0, 0), "Measured modulus", ColorMap.Magma), moduli.Shape[0] > 1 ? "The first plane." : "What was measured."));
        figures.Add((OpticsPictures.Of(OpticsPictures.Moduli(values), "Modulus", ColorMap.Gray), "What was found: the modulus."));
        figures.Add((OpticsPictures.Phase(OpticsPictures.Phases(values)), "What was found: the phase."));
        RunPage.Write(
            run,
            folder,
            "Phase retrieval",
            $"{field.Shape[0]} x {field.Shape[1]} points, {RunPage.Count((int)moduli.Shape[0], "plane")}, {method}",
            figures,
            [
                ("method", method),
                ("iterations", $"{errors.Count}"),
                .. errors.Count > 0 ? [("error at the end", $"{errors[^1]:G6}")] : Array.Empty<(string, string)>(),
                .. RunPage.Resources(run),
            ],
            timings);
    }
}
