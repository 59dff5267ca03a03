using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>Off-axis: the reference comes from another direction, and the wave lies in a side band of the spectrum.</summary>
internal sealed class OffAxisKind : HologramKind
{
    private readonly Option<double[]?> sideBand = OptionFactory.Numbers("--sideband", "The side band of an off-axis hologram, in points from the middle of its spectrum, which are fringes over the hologram [default: the brightest, and of it and its conjugate the one that focuses at positive z]", "y,x", required: false, 2);
    private readonly Option<double?> compensate = OptionFactory.Number("--compensate", "Take a polynomial of this degree out of the phase at the object of an off-axis hologram, 1 to 6: 1 tilt, 2 curvature too [default: none]", "degree", above: 0);

    internal override string Name => "offaxis";

    internal override string Summary => "the reference comes from another direction";

    internal override string WhatItGives => "field at the object";

    internal override IReadOnlyList<Option> Options => [sideBand, compensate];

    internal override void Require(RunContext run, HologramRecording recording, IReadOnlyList<string?> paths)
    {
        nint frames = recording.Intensities.Shape[0];
        if (frames != 1) throw new UsageException($"--hologram {recording.Source} has {frames} frames: --kind offaxis takes one, [y, x]");
        if (recording.Background is not null) throw new UsageException("--background is for --kind inline: leave it out");
        if (run.Get(compensate) is double degree and not (1 or 2 or 3 or 4 or 5 or 6)) throw new UsageException($"--compensate takes a degree from 1 to 6, not {degree}");
    }

    internal override NdArray<T> FieldAtSensor<T, TReal>(RunContext run, HologramRecording recording)
    {
        using NdArray<TReal> rounded = NdArray.Empty<TReal>(recording.Grid.Shape);
        run.Compute.Host.Backend.Copy(recording.Intensities.Select(0, 0), rounded);
        using NdArray<TReal> there = run.Compute.ToDevice(rounded);
        SideBand band = Band(run, recording, there);
        NdArray<T> wave = new OffAxisDemodulation<TReal, T>(recording.Grid, band, compute: run.Compute).Apply(there);
        if (run.Get(sideBand) is null && ConjugateChoice.Take(run, recording, wave, "the two side bands", "--sideband y,x states it"))
        {
            run.Compute.Backend.Unary(UnaryOp.Conjugate, wave, wave);
            band = band.Conjugate;
        }

        run.Result["sideband"] = new JsonArray(JsonText.Number(band.Y), JsonText.Number(band.X));
        run.Result["sidebandRadius"] = JsonText.Number(band.Radius);
        run.Say(string.Create(CultureInfo.InvariantCulture, $"side band {band.Y:0.##},{band.X:0.##}, details from {1e6 / band.Radius:0.##} um on"));
        return wave;
    }

    internal override NdArray<T> FieldAtObject<T>(RunContext run, Propagator<T> way, NdArray<T> atSensor)
    {
        NdArray<T> atObject = way.ApplyAdjoint(atSensor);
        if (run.Get(compensate) is not double taken) return atObject;
        using NdArray<T> tilted = atObject;
        CompensatedWave<T> flat = new PhaseCompensation { Degree = (int)taken }.Apply(tilted, run.Compute);
        run.Result["phaseDeviation"] = JsonText.Number(flat.Deviation);
        run.Say(string.Create(CultureInfo.InvariantCulture, $"phase compensated by a polynomial of degree {taken}: {flat.Deviation:0.###} rad left in {flat.Background:p0} of the points"));
        return flat.Wave;
    }

    private SideBand Band<TReal>(RunContext run, HologramRecording recording, NdArray<TReal> hologram)
        where TReal : unmanaged
    {
        try
        {
            return run.Get(sideBand) is double[] stated ? SideBand.At(stated[0], stated[1], recording.Grid) : SideBandSearch.Find(hologram, recording.Grid, run.Compute);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--hologram {recording.Source}: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }
}
