using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads an array file of any kind, with what the user stated about a headerless one.</summary>
internal static class ArrayInput
{
    /// <summary>Reads a file; what the reader mended is passed on as warnings.</summary>
    internal static AnyArray Read(RunContext run, string path, HeaderlessLayout? layout = null)
    {
        var options = new ArrayReadOptions { IbmPrecision = run.Common is { PrecisionIsStated: true, Precision: Precision.Double } ? ElementType.Float64 : ElementType.Float32 };
        if (layout is not null) options = options with { Shape = layout.Shape, Format = layout.Format };
        AnyArray array = ArrayFile.Read(path, options);
        foreach (string warning in array.Warnings) run.Warn($"{path}: {warning}");
        return array;
    }
}
