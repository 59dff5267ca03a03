using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Inputs;

/// <summary>Changes the precision of inputs that were read as float64.</summary>
internal static class Precisions
{
    /// <summary>A new array; a number that the target cannot hold is refused.</summary>
    internal static NdArray<T> Convert<T>(NdArray<double> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> result = NdArray.Empty<T>(source.Shape);
        ReadOnlySpan<double> from = source.AsReadOnlySpan();
        Span<T> to = result.AsWritableSpan();
        for (int k = 0; k < from.Length; k++)
        {
            to[k] = T.CreateTruncating(from[k]);
            if (!T.IsFinite(to[k])) throw new UsageException($"the value {from[k]} does not fit float32: use --precision f64");
        }

        return result;
    }
}
