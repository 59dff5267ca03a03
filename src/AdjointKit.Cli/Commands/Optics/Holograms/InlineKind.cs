using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>In-line: the light that passed the object is the reference.</summary>
internal sealed class InlineKind : HologramKind
{
    private const string None = "none";

    private readonly ChoiceOption<string> removeTwin = OptionFactory.Choice(
        "--remove-twin", "Remove the twin image of an in-line hologram: tv for objects with edges and even areas, sparse for a few small ones", None, [None, "tv", "sparse"]);

    private readonly Option<double?> weight = OptionFactory.Number("--twin-weight", $"Weight of the penalty on the twin image: about the noise of the amplitude [default: {new TwinImageRemoval().Weight}]", "0.01", above: 0);
    private readonly Option<int?> iterations = OptionFactory.Whole("--twin-iterations", $"Steps of the removal [default: {new TwinImageRemoval().Iterations}]", "n", 1, 1_000_000);

    private readonly ParticleListing particles = new();

    internal override string Name => "inline";

    internal override string Summary => "the light that passed the object is the reference";

    internal override string WhatItGives => "t - 1 at the object";

    internal override IReadOnlyList<Option> Options => [removeTwin, weight, iterations, .. particles.Options];

    internal override ParticleField? FindParticles<T>(RunContext run, HologramRecording recording, NdArray<T> atSensor) => particles.Find(run, recording, atSensor);

    internal override void Require(RunContext run, HologramRecording recording, IReadOnlyList<string?> paths)
    {
        nint frames = recording.Intensities.Shape[0];
        if (frames != 1) throw new UsageException($"--hologram {recording.Source} has {frames} frames: --kind inline takes one, [y, x]");
        particles.Check(run, recording, paths);
        if (run.Get(removeTwin) != None) return;
        Option? stray = ((Option[])[weight, iterations]).FirstOrDefault(option => run.Parse.GetResult(option) is { Implicit: false });
        if (stray is not null) throw new UsageException($"{stray.Name} is for --remove-twin tv or sparse: give that too, or leave it out");
    }

    internal override NdArray<T> FieldAtObject<T>(RunContext run, Propagator<T> way, NdArray<T> atSensor)
    {
        string chosen = run.Get(removeTwin);
        if (chosen == None) return base.FieldAtObject(run, way, atSensor);
        var plain = new TwinImageRemoval();
        TwinImageRemoval removal = plain with
        {
            Penalty = chosen == "tv" ? TwinImagePenalty.TotalVariation : TwinImagePenalty.Sparse,
            Weight = run.Get(weight) ?? plain.Weight,
            Iterations = run.Get(iterations) ?? plain.Iterations,
        };
        run.Result["removeTwin"] = chosen;
        return run.Progress.Run("twin image", progress => removal.Solve(way, atSensor, progress, run.Cancellation));
    }

    internal override NdArray<T> FieldAtSensor<T, TReal>(RunContext run, HologramRecording recording)
    {
        using NdArray<double> contrast = InlineHologram.Contrast(run.Compute.Host, recording.Intensities.Select(0, 0), recording.Background);
        using NdArray<TReal> rounded = NdArray.Empty<TReal>(contrast.Shape);
        run.Compute.Host.Backend.Copy(contrast, rounded);
        using NdArray<TReal> there = run.Compute.ToDevice(rounded);
        NdArray<T> field = run.Compute.Empty<T>(contrast.Shape);
        run.Compute.Backend.Copy(there, field);
        return field;
    }

    internal override void WarnOf(RunContext run, double distance)
    {
        if (distance < 0) run.Warn($"the distance {distance} m is negative: an in-line hologram looks alike for an object before and behind the sensor, and cannot tell the sign");
    }
}
