using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>In-line: the light that passed the object is the reference.</summary>
internal sealed class InlineKind : HologramKind
{
    internal override string Name => "inline";

    internal override string Summary => "the light that passed the object is the reference";

    internal override string WhatItGives => "t - 1 at the object";

    internal override NdArray<T> FieldAtSensor<T, TReal>(RunContext run, HologramRecording recording)
    {
        NdArray<double> frames = recording.Intensities;
        if (frames.Shape[0] != 1) throw new UsageException($"--hologram {recording.Source} has {frames.Shape[0]} frames: --kind inline takes one, [y, x]");
        using NdArray<double> contrast = InlineHologram.Contrast(run.Compute.Host, frames.Select(0, 0), recording.Background);
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
