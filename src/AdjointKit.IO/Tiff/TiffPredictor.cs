using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.IO;

/// <summary>What writers do to a row before it is packed, undone (TIFF 6.0, section 14, and Adobe's technical note 3).</summary>
internal static class TiffPredictor
{
    /// <summary>Nothing.</summary>
    public const int None = 1;

    /// <summary>A sample is stored as its difference from that of the pixel before.</summary>
    public const int Difference = 2;

    /// <summary>The bytes of floating-point numbers lie sorted by their weight, and each as its difference from the one before.</summary>
    public const int Floating = 3;

    /// <summary>Sums up differences of numbers in this machine's byte order.</summary>
    /// <param name="row">The row.</param>
    /// <param name="width">Bytes per number.</param>
    /// <param name="samples">Numbers per pixel.</param>
    public static void UndoDifference(Span<byte> row, int width, int samples)
    {
        switch (width)
        {
            case 1: Sum(row, samples); break;
            case 2: Sum(MemoryMarshal.Cast<byte, ushort>(row), samples); break;
            case 4: Sum(MemoryMarshal.Cast<byte, uint>(row), samples); break;
            default: Sum(MemoryMarshal.Cast<byte, ulong>(row), samples); break;
        }
    }

    /// <summary>Puts the bytes of floating-point numbers together, in this machine's byte order; they are sorted in the same way in files of either order.</summary>
    /// <param name="row">The row as stored; destroyed.</param>
    /// <param name="width">Bytes per number.</param>
    /// <param name="samples">Numbers per pixel.</param>
    /// <param name="numbers">The numbers.</param>
    public static void UndoFloating(Span<byte> row, int width, int samples, Span<byte> numbers)
    {
        Sum(row, samples);
        int count = row.Length / width;
        for (int i = 0; i < count; i++)
        {
            // The heaviest byte of all numbers comes first; this machine has it last.
            for (int weight = 0; weight < width; weight++) numbers[(i * width) + weight] = row[((width - 1 - weight) * count) + i];
        }
    }

    private static void Sum<T>(Span<T> numbers, int samples)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = samples; i < numbers.Length; i++) numbers[i] = unchecked(numbers[i] + numbers[i - samples]);
    }
}
