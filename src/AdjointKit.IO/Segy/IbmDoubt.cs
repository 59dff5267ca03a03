using System.Buffers.Binary;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Tells IEEE numbers that stand under the code of IBM numbers. Writers of IBM numbers normalise them: the fraction's first hexadecimal digit is not zero.
/// In the words of IEEE numbers those four bits are the exponent's last and the fraction's first three, zero in one of sixteen.
/// </summary>
internal static unsafe class IbmDoubt
{
    private const int FewestNumbers = 32;
    private const int MostNumbers = 1 << 20;
    private const int OneOf = 50;
    private const uint FirstDigit = 0x00f00000;
    private const uint Fraction = 0x00ffffff;
    private const float LeastSane = 1e-30f;
    private const float MostSane = 1e30f;

    /// <summary>Whether too many words are no normalised IBM numbers, while all are IEEE numbers of a plausible size.</summary>
    public static bool LooksLikeIeee(NdArray<byte> raw, bool bigEndian)
    {
        int numbers = 0;
        int odd = 0;
        nint last = Math.Min(raw.Count / sizeof(uint), MostNumbers);
        for (nint at = 0; at < last; at++)
        {
            uint word = ((uint*)raw.Pointer)[at];
            if (bigEndian == BitConverter.IsLittleEndian) word = BinaryPrimitives.ReverseEndianness(word);
            if ((word & Fraction) == 0) continue;
            float magnitude = Math.Abs(BitConverter.UInt32BitsToSingle(word));
            if (!(magnitude >= LeastSane && magnitude <= MostSane)) return false;
            numbers++;
            if ((word & FirstDigit) == 0) odd++;
        }

        return numbers >= FewestNumbers && odd * OneOf >= numbers;
    }
}
