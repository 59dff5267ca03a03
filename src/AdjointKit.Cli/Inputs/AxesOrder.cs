using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Inputs;

/// <summary>The order of a file's axes as a word of letters: <c>zx</c> is depth first.</summary>
internal static class AxesOrder
{
    /// <summary>A new contiguous array [x, z] of a file's array.</summary>
    internal static NdArray<double> ToModelOrder(string word, NdArray<double> stored) => word switch
    {
        "xz" => stored.Copy(),
        "zx" => stored.Transpose(1, 0).Copy(),
        _ => throw new UsageException($"--axes '{word}' is no order of a model's axes: xz (x first) or zx (z first)"),
    };
}
