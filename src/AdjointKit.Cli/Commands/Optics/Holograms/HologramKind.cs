using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>One way to record a hologram, and what takes a field from it.</summary>
internal abstract class HologramKind
{
    /// <summary>The word behind <c>--kind</c>.</summary>
    internal abstract string Name { get; }

    /// <summary>A few words for the help.</summary>
    internal abstract string Summary { get; }

    /// <summary>What the result is, in words.</summary>
    internal abstract string WhatItGives { get; }

    /// <summary>The options that are of use here alone.</summary>
    internal virtual IReadOnlyList<Option> Options => [];

    /// <summary>Refuses what was stated or recorded in another way than this kind is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="recording">What was recorded.</param>
    /// <param name="paths">The files that the run reads or writes, which no option may name once more.</param>
    /// <exception cref="UsageException">It was.</exception>
    internal abstract void Require(RunContext run, HologramRecording recording, IReadOnlyList<string?> paths);

    /// <summary>The field at the sensor, on the run's device.</summary>
    /// <exception cref="UsageException">Nothing of this kind is found in the recording.</exception>
    internal abstract NdArray<T> FieldAtSensor<T, TReal>(RunContext run, HologramRecording recording)
        where T : unmanaged
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>;

    /// <summary>The field at the object.</summary>
    internal virtual NdArray<T> FieldAtObject<T>(RunContext run, Propagator<T> way, NdArray<T> atSensor)
        where T : unmanaged => way.ApplyAdjoint(atSensor);

    /// <summary>The particles of the recording, where the run asks for them.</summary>
    internal virtual ParticleField? FindParticles<T>(RunContext run, HologramRecording recording, NdArray<T> atSensor)
        where T : unmanaged => null;

    /// <summary>Warns of a distance that this kind cannot judge.</summary>
    internal virtual void WarnOf(RunContext run, double distance)
    {
    }
}

/// <summary>What was recorded.</summary>
/// <param name="Source">The file, as the user named it.</param>
/// <param name="Intensities">[frame, y, x].</param>
/// <param name="Background">[y, x], above 0; null: none was given.</param>
/// <param name="Light">What light it was.</param>
/// <param name="Grid">The points of the sensor.</param>
internal sealed record HologramRecording(string Source, NdArray<double> Intensities, NdArray<double>? Background, HologramLight Light, FieldGrid Grid);
