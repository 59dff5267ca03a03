using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c> of a hologram that was computed: what was wanted, what the phases make, and how it converged.</summary>
internal static class HologramDesignPage
{
    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<TReal>(RunContext run, string folder, string method, NdArray<double> wanted, NdArray<double> made, NdArray<TReal> phases, IReadOnlyList<double> psnr, HologramQuality quality, IReadOnlyList<(string Stage, double Seconds)> timings)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        List<(Figure Figure, string Caption)> figures = [];
        for (int plane = 0; plane < wanted.Shape[0]; plane++)
        {
            string which = wanted.Shape[0] > 1 ? $", plane {plane}" : "";
            figures.Add((OpticsPictures.Of(wanted.Select(0, plane), $"Wanted{which}", ColorMap.Gray), "The target."));
            figures.Add((OpticsPictures.Of(made.Select(0, plane), $"Made{which}", ColorMap.Gray), "What the phases make."));
        }

        using NdArray<double> turned = NdArray.Fill<double>(phases.Shape[0], phases.Shape[1], (y, x) => Math.IEEERemainder(double.CreateChecked(phases[y, x]), 2 * Math.PI));
        figures.Add((OpticsPictures.Phase(turned), "The phases of the hologram."));
        if (psnr.Count > 1) figures.Add((Figure.Lines([new Series([.. psnr.Select((_, k) => (double)k)], [.. psnr])], "Ratio of signal to noise", "iteration", "PSNR (dB)"), "Before each iteration."));
        RunPage.Write(
            run,
            folder,
            "Computer-generated hologram",
            $"{phases.Shape[0]} x {phases.Shape[1]} points, {RunPage.Count((int)wanted.Shape[0], "plane")}, {method}",
            figures,
            [
                ("method", method),
                ("iterations", $"{psnr.Count}"),
                ("PSNR", $"{quality.Psnr:0.00} dB"),
                ("efficiency", $"{100 * quality.Efficiency:0.0} %"),
                ("speckle contrast", $"{quality.SpeckleContrast:0.0000}"),
                .. RunPage.Resources(run),
            ],
            timings);
    }
}
