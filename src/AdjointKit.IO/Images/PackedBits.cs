using System.Runtime.InteropServices;

namespace AdjointKit.IO;

/// <summary>Whole numbers of less than 8 or 9 to 15 bits that lie without gaps, the first in the highest bits, as numbers of one or two bytes.</summary>
internal static class PackedBits
{
    /// <summary>Unpacks numbers of 1 to 7 bits.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> numbers)
    {
        int mask = (1 << bits) - 1;
        uint window = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (held < bits)
            {
                window = (window << 8) | packed[next++];
                held += 8;
            }

            held -= bits;
            numbers[i] = (byte)((window >> held) & mask);
        }
    }

    /// <summary>Unpacks numbers of 9 to 15 bits into numbers of 16 bits of this machine.</summary>
    public static void UnpackWide(ReadOnlySpan<byte> packed, int bits, Span<byte> numbers)
    {
        Span<ushort> wide = MemoryMarshal.Cast<byte, ushort>(numbers);
        int mask = (1 << bits) - 1;
        uint window = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < wide.Length; i++)
        {
            while (held < bits)
            {
                window = (window << 8) | packed[next++];
                held += 8;
            }

            held -= bits;
            wide[i] = (ushort)((window >> held) & mask);
        }
    }
}
