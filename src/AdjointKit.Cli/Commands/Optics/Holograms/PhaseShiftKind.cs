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

/// <summary>Phase-shifting: several holograms of one object, the phase of the reference shifted in between.</summary>
internal sealed class PhaseShiftKind : HologramKind
{
    private const string Blind = "blind";

    private readonly Option<string?> phaseSteps = OptionFactory.Text("--phase-steps", $"The phase of the reference in each hologram of --kind phaseshift, rad, or {Blind}: found from the holograms, up to a sign, which is the one that focuses at positive z", $"a,b,..|{Blind}");

    internal override string Name => "phaseshift";

    internal override string Summary => "several with the phase of the reference shifted, [n, y, x], a TIFF of several pages, or files with commas between";

    internal override string WhatItGives => "field at the object";

    internal override IReadOnlyList<Option> Options => [phaseSteps];

    internal override void Require(RunContext run, HologramRecording recording, IReadOnlyList<string?> paths)
    {
        double[]? stated = Stated(run);
        if (recording.Background is not null) throw new UsageException("--background is for --kind inline: leave it out");
        nint frames = recording.Intensities.Shape[0];
        if (stated is not null && stated.Length != frames) throw new UsageException($"--hologram {recording.Source} holds {frames} holograms, but --phase-steps names {stated.Length}");
    }

    internal override NdArray<T> FieldAtSensor<T, TReal>(RunContext run, HologramRecording recording)
    {
        double[]? stated = Stated(run);
        using NdArray<TReal> rounded = NdArray.Empty<TReal>(recording.Intensities.Shape);
        run.Compute.Host.Backend.Copy(recording.Intensities, rounded);
        using NdArray<TReal> there = run.Compute.ToDevice(rounded);
        try
        {
            double[] steps = stated ?? new BlindPhaseSteps().Find(there, run.Compute);
            NdArray<T> wave = PhaseShifting.Wave<TReal, T>(there, steps, run.Compute);
            if (stated is null && ConjugateChoice.Take(run, recording, wave, "the two signs of the steps", "--phase-steps a,b,.. states them"))
            {
                run.Compute.Backend.Unary(UnaryOp.Conjugate, wave, wave);
                steps = [.. steps.Select(step => 0 - step)];
            }

            run.Result["phaseSteps"] = new JsonArray([.. steps.Select(step => JsonText.Number(step))]);
            if (stated is null) run.Say($"phase steps {string.Join(", ", steps.Select(step => step.ToString("0.####", CultureInfo.InvariantCulture)))} rad");
            return wave;
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--hologram {recording.Source}: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }

    /// <summary>The steps that the user knows; null: they are to be found.</summary>
    private double[]? Stated(RunContext run)
    {
        string text = run.Get(phaseSteps) ?? throw new UsageException($"--kind phaseshift needs --phase-steps a,b,.. in rad, or --phase-steps {Blind}");
        return text == Blind ? null : NumberText.TryList(text) ?? throw new UsageException($"--phase-steps takes numbers a,b,.. in rad, or {Blind}, not '{text}'");
    }
}
