using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Demo;

/// <summary>The optical world: from particles to their hologram, and from this, focused and without its twin image, back to the particles.</summary>
internal static class HologramDemo
{
    private const double FirstDistance = 3.3e-3;
    private const double LastDistance = 5.1e-3;
    private const int Planes = 31;

    private const double FaintAmplitude = 0.25;
    private const double BrightAmplitude = 1.5;

    private static readonly EdgeSparsity Metric = new();
    private static readonly TwinImageRemoval Removal = new() { Penalty = TwinImagePenalty.Sparse, Weight = 0.01, Iterations = 40 };
    private static readonly BandLimitedAngularSpectrum Method = new();

    internal static DemoChapter Compute(RunContext run)
    {
        double start = run.Seconds;
        FieldGrid grid = ParticleScene.Camera;
        run.Note($"a hologram of {ParticleScene.ParticleCount} particles on {grid.Nx} x {grid.Ny} pixels, then the particles from it");
        NdArray<float> hologram = ParticleScene.Record(run.Compute, (ulong)run.Common.Seed);
        using NdArray<Complex> truth = ParticleScene.Truth(run.Compute.Host);
        double recording = run.Seconds - start;

        run.Cancellation.ThrowIfCancellationRequested();
        using NdArray<ComplexF> contrast = Contrast(run, hologram);
        var planes = new FocusPlanes(run.Compute, grid, ParticleScene.Wavelength, Index: 1, Method);
        FocusResult focus = run.Progress.Run("focusing", progress => Autofocus.Find(contrast, planes, FirstDistance, LastDistance, Planes, Metric, progress, run.Cancellation));
        double focusing = run.Seconds - start - recording;

        Propagator<ComplexF> way = Method.Plan<ComplexF>(grid, ParticleScene.Wavelength, focus.Distance, compute: run.Compute);
        using NdArray<ComplexF> back = way.ApplyAdjoint(contrast);
        using NdArray<ComplexF> removed = run.Progress.Run("twin image", progress => Removal.Solve(way, contrast, progress, run.Cancellation));
        NdArray<ComplexF> field = run.Compute.ToHost(removed);
        double reconstructing = run.Seconds - start - recording - focusing;

        using NdArray<Complex> withTwin = Transmission(run, back, InlineHologram.PassingLight(way.Numbers));
        using NdArray<Complex> withoutTwin = Transmission(run, removed, 1);
        HologramComparison[] found = [.. new[] { withTwin, withoutTwin, truth }.Select(each => HologramComparison.Of(each, truth))];
        double off = 1e6 * (focus.Distance - ParticleScene.Distance);
        run.Result["distance"] = JsonText.Number(focus.Distance);
        run.Result["trueDistance"] = JsonText.Number(ParticleScene.Distance);
        run.Result["method"] = Method.Name;
        run.Result["padding"] = Method.DefaultPadding;
        run.Result["focus"] = FocusJson.Of(focus, Metric);
        run.Result["errorWithTwin"] = JsonText.Number(found[0].Error);
        run.Result["errorWithoutTwin"] = JsonText.Number(found[1].Error);
        Figure seen = OpticsPictures.Of(hologram, "Hologram (photons)", ColorMap.Gray, grid);
        Figure beside = Figure.Grid(3, 2, [.. Pictures(withTwin, "with its twin image", grid), .. Pictures(withoutTwin, "twin image removed", grid), .. Pictures(truth, "truth", grid)]);
        return new DemoChapter(
            "Holography: from a blurred shadow to the particles",
            $"A laser shines through a plane of opaque particles and two transparent flakes onto a camera without a lens, {ParticleScene.Distance * 1e3:0.000} mm behind. The camera counts photons and loses the phase. The adjoint of the way of the light takes the picture back to any plane; where the picture is sharpest the particles are. Over them lies their twin image, out of focus, because the phase was lost: gradient steps over the same adjoint, with a price on every point that is not empty, take it away.",
            [
                (seen, "What the camera saw: every particle is a set of rings, each flake a bright spot."),
                (OpticsPictures.Focus(focus, ParticleScene.Distance), $"How sharp the planes are, each metric as a part of its largest value; {Metric.Name} decided, which goes by how few and sharp the edges are. Contrast alone is as large in the bright spots just in front of the particles and behind them. The line is where they are."),
                (beside, "The plane of the particles, found and true: amplitude and phase (blank where the amplitude is under a quarter)."),
            ],
            [AgainstTruth(found), ByMetric(focus)],
            [
                ("camera", $"{grid}, {ParticleScene.PhotonsPerPixel} photons per pixel, shot and read noise, 12 bits"),
                ("wavelength", $"{ParticleScene.Wavelength * 1e9:0} nm"),
                ("distance", $"{ParticleScene.Distance * 1e3:0.000} mm; found {focus.Distance * 1e3:0.000} mm, {Math.Abs(off):0.0} um off, by {Metric.Name} over {Planes} planes"),
                ("method", $"{Method.Name}, padded {Method.DefaultPadding} times"),
                ("twin image", $"{Removal.Iterations} steps, weight {Removal.Weight}"),
                ("device", $"{run.Device}, {run.Threads} threads"),
            ],
            [("recording the hologram", recording), ("focusing", focusing), ("reconstructing", reconstructing)],
            [
                new DemoFile("hologram.npy", "the hologram [y, x], photons", path => ArrayFile.Write(path, hologram)),
                new DemoFile("particles.npy", "t - 1 at the particles [y, x], without the twin image", path => ArrayFile.Write(path, field)),
                new DemoFile("particles.png", "the plane of the particles, found and true", path => beside.WithScale(1).Save(path)),
            ],
            $"the hologram of {ParticleScene.ParticleCount} particles is in focus at {focus.Distance * 1e3:0.000} mm, {Math.Abs(off):0.0} um from the truth; the error of the transmission is {found[0].Error:p1} with the twin image, {found[1].Error:p1} without");
    }

    /// <summary>I/B - 1 where the run computes, B the mean of I.</summary>
    private static NdArray<ComplexF> Contrast(RunContext run, NdArray<float> hologram)
    {
        using NdArray<float> contrast = InlineHologram.Contrast(run.Compute.Host, hologram);
        using NdArray<float> there = run.Compute.ToDevice(contrast);
        NdArray<ComplexF> field = run.Compute.Empty<ComplexF>(contrast.Shape);
        run.Compute.Backend.Copy(there, field);
        return field;
    }

    /// <summary>1 + turn U on the host, in double precision.</summary>
    private static NdArray<Complex> Transmission(RunContext run, NdArray<ComplexF> field, Complex turn)
    {
        using NdArray<ComplexF> here = run.Compute.ToHost(field);
        NdArray<Complex> transmission = NdArray.Empty<Complex>(here.Shape);
        run.Compute.Host.Backend.Copy(here, transmission);
        run.Compute.Host.Backend.Affine(turn, transmission, 1, transmission);
        return transmission;
    }

    private static Figure[] Pictures(NdArray<Complex> transmission, string which, FieldGrid grid)
    {
        using NdArray<double> moduli = OpticsPictures.Moduli(transmission);
        using NdArray<double> phases = NdArray.Fill<double>(grid.Ny, grid.Nx, (y, x) => moduli[y, x] < FaintAmplitude ? double.NaN : transmission[y, x].Phase);
        return [OpticsPictures.Of(moduli, $"Amplitude, {which}", ColorMap.Gray, grid, ColorLimits.Between(0, BrightAmplitude)), OpticsPictures.Phase(phases, grid, $"Phase, {which}")];
    }

    private static DemoTable AgainstTruth(HologramComparison[] found)
    {
        return new(
            "Against the truth",
            ["", "with its twin image", "twin image removed", "truth"],
            [
                Row("error of the transmission t, |u - t| / |t|", each => each.Error, "0.0000"),
                Row("amplitude within the particles, mean", each => each.AmplitudeInParticles, "0.000"),
                Row("amplitude in the open, standard deviation", each => each.DeviationInTheOpen, "0.0000"),
                Row("phase in the middle of the thicker flake, rad", each => each.PhaseOfFlake, "0.000"),
            ]);

        IReadOnlyList<string> Row(string what, Func<HologramComparison, double> number, string format) =>
            [what, .. found.Select(each => number(each).ToString(format, CultureInfo.InvariantCulture))];
    }

    private static DemoTable ByMetric(FocusResult focus) => new(
        "Of all planes the sharpest, by each metric",
        ["metric", "distance (mm)", "off (um)"],
        [.. focus.Curves.Select(curve =>
        {
            double distance = focus.Distances[curve.Values.Index().MaxBy(each => each.Item).Index];
            return (IReadOnlyList<string>)[curve.Metric.Name, (distance * 1e3).ToString("0.000", CultureInfo.InvariantCulture), ((distance - ParticleScene.Distance) * 1e6).ToString("0", CultureInfo.InvariantCulture)];
        })]);
}
