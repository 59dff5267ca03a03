using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads an array file of any kind, with what the user stated about a headerless one.</summary>
internal static class ArrayInput
{
    /// <summary>Reads a file; what the reader mended is passed on as warnings.</summary>
    internal static AnyArray Read(RunContext run, string path, HeaderlessLayout? layout = null)
    {
        AnyArray array = ArrayFile.Read(path, layout is null ? null : new ArrayReadOptions { Shape = layout.Shape, Format = layout.Format });
        foreach (string warning in array.Warnings) run.Warn($"{path}: {warning}");
        return array;
    }
}
