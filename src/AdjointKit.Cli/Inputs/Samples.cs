using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>How a file holds samples; in memory each sample is a row.</summary>
internal enum SampleLayout
{
    /// <summary>Each row is a sample.</summary>
    Rows,

    /// <summary>Each column is a sample (<c>--columns</c>).</summary>
    Columns,

    /// <summary>The file is one sample, an array of one axis.</summary>
    Vector,
}

/// <summary>Reads and arranges real arrays of samples.</summary>
internal static class Samples
{
    /// <summary>Reads a real array without NaN and infinity that is not empty.</summary>
    internal static NdArray<T> Read<T>(RunContext run, string option, string path, HeaderlessLayout? headerless = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using AnyArray file = ArrayInput.Read(run, path, headerless);
        if (file.ElementType is ElementType.Complex64 or ElementType.Complex128) throw new UsageException($"{option} {path} is complex: this command takes real arrays");
        if (file.Shape.Count == 0) throw new UsageException($"{option} {path} has shape {file.Shape}: it is empty");
        NdArray<T> array = Convert<T>(option, path, file);
        ReadOnlySpan<T> values = array.AsReadOnlySpan();
        for (int at = 0; at < values.Length; at++)
        {
            if (!T.IsFinite(values[at])) throw new UsageException($"{option} {path} is {values[at]} at {FiniteValues.Place(array.Shape, at)}: clean the file first");
        }

        return array;
    }

    private static NdArray<T> Convert<T>(string option, string path, AnyArray file)
        where T : unmanaged
    {
        try
        {
            return file.As<T>();
        }
        catch (ArgumentException failure) when (typeof(T) == typeof(float))
        {
            throw new UsageException($"{option} {path} has a number that float32 cannot hold: use --precision f64", failure);
        }
    }

    /// <summary>The samples as rows.</summary>
    internal static NdArray<T> ToRows<T>(SampleLayout layout, NdArray<T> stored)
        where T : unmanaged
    {
        if (layout == SampleLayout.Vector) return stored.Reshape(1, stored.Count);
        if (layout == SampleLayout.Rows) return stored;
        using (stored) return stored.Transpose(1, 0).Copy();
    }

    /// <summary>Rows as a file of a layout holds them.</summary>
    internal static NdArray<T> FromRows<T>(SampleLayout layout, NdArray<T> rows)
        where T : unmanaged => layout switch
        {
            SampleLayout.Vector => rows.Reshape(rows.Count),
            SampleLayout.Columns => rows.Transpose(1, 0).Copy(),
            _ => rows,
        };

    /// <summary>The axes of such an array, for messages.</summary>
    internal static string Axes(SampleLayout layout, string axis) => layout switch
    {
        SampleLayout.Vector => $"[{axis}]",
        SampleLayout.Columns => $"[{axis}, sample]",
        _ => $"[sample, {axis}]",
    };
}
