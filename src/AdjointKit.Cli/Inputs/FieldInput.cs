using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads an optical field [y, x]; a real array is an amplitude.</summary>
internal static class FieldInput
{
    internal static NdArray<T> Read<T>(RunContext run, string option, string path, HeaderlessLayout? layout)
        where T : unmanaged
    {
        using AnyArray array = ArrayInput.Read(run, path, layout);
        if (array.Shape.Rank != 2) throw new UsageException($"{option} {path} has shape {array.Shape}: a field has the two axes [y, x]");
        using NdArray<Complex> field = array.As<Complex>();
        ReadOnlySpan<Complex> values = field.AsReadOnlySpan();
        for (int at = 0; at < values.Length; at++)
        {
            if (!Complex.IsFinite(values[at])) throw new UsageException($"{option} {path} is {(double.IsNaN(values[at].Real + values[at].Imaginary) ? "NaN" : "infinite")} at {FiniteValues.Place(field.Shape, at)}: clean the file first");
        }

        NdArray<T> result = NdArray.Empty<T>(field.Shape);
        run.Compute.Host.Backend.Copy(field, result);
        return result;
    }
}
