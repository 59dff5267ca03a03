using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads an array file of any kind, with what the user stated about a headerless one.</summary>
internal static class ArrayInput
{
    /// <summary>Reads a file; what the reader mended is passed on as warnings.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file.</param>
    /// <param name="layout">What the user stated about a headerless file.</param>
    /// <param name="keepRange">Whether IBM numbers become float64, which holds all of them, whatever <c>--precision</c> is.</param>
    internal static AnyArray Read(RunContext run, string path, HeaderlessLayout? layout = null, bool keepRange = false)
    {
        bool twice = keepRange || run.Common is { PrecisionIsStated: true, Precision: Precision.Double };
        var options = new ArrayReadOptions { IbmPrecision = twice ? ElementType.Float64 : ElementType.Float32, Traces = run.Traces };
        if (layout is not null) options = options with { Shape = layout.Shape, Format = layout.Format };
        AnyArray array = ArrayFile.Read(path, options);
        foreach (string warning in array.Warnings) run.Warn($"{path}: {warning}");
        return array;
    }
}
