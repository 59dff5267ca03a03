using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads a volume of refractive index [z, y, x].</summary>
internal static class VolumeInput
{
    internal static NdArray<T> Read<T>(RunContext run, string option, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using AnyArray array = ArrayInput.Read(run, path);
        if (array.Shape.Rank != 3) throw new UsageException($"{option} {path} has shape {array.Shape}: a volume has the three axes [z, y, x]");
        if (array.Shape.Count == 0) throw new UsageException($"{option} {path} has shape {array.Shape}: it holds no slice");
        if (ElementTypes.IsComplex(array.ElementType)) throw new UsageException($"{option} {path} is complex: a refractive index is a real number here");
        NdArray<T> volume = array.As<T>();
        ReadOnlySpan<T> values = volume.AsReadOnlySpan();
        for (int at = 0; at < values.Length; at++)
        {
            if (!T.IsFinite(values[at])) throw new UsageException($"{option} {path} is {(T.IsNaN(values[at]) ? "NaN" : "infinite")} at {FiniteValues.Place(volume.Shape, at)}: clean the file first");
            if (values[at] <= T.Zero) throw new UsageException($"{option} {path} is {values[at]} at {FiniteValues.Place(volume.Shape, at)}: a refractive index is positive; add the background to a contrast");
        }

        return volume;
    }
}
