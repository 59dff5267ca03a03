using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// How the lines of an array of interleaved complex numbers lie: one behind the other, or cut into strips of a few columns each. A strip holds its part of every line, one below the other, so that
/// a transform of columns finds what it needs side by side; where columns are a power of two apart, their points would drive each other out of the cache.
/// </summary>
internal readonly struct LineLayout
{
    private readonly int shift;
    private readonly nint distance;

    private LineLayout(int width, nint distance, nint stride)
    {
        shift = BitOperations.Log2((uint)width);
        this.distance = distance;
        Stride = stride;
    }

    /// <summary>The distance of neighbouring lines, in elements.</summary>
    internal nint Stride { get; }

    /// <summary>Lines of so many numbers, one behind the other.</summary>
    internal static LineLayout Rows(nint length) => new(1, 2, 2 * length);

    /// <summary>Strips of so many columns, a power of two; a gap of a line between them keeps the parts of one line in different places of the cache.</summary>
    internal static LineLayout Strips(int width, nint lines) => new(width, 2 * width * (lines + 1), 2 * width);

    /// <summary>How far a point is from the first one of its line, in elements.</summary>
    internal nint Offset(nint point) => ((point >> shift) * distance) + (2 * (point & ((1 << shift) - 1)));
}
