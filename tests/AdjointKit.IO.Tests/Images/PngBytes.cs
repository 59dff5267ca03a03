using System.Buffers.Binary;

namespace AdjointKit.IO.Tests.Images;

internal static class PngBytes
{
    /// <summary>Makes the check sums of a damaged PNG file right, so that its readers see more of the damage.</summary>
    public static void MendChecks(byte[] bytes)
    {
        int at = 8;
        while (at + 12 <= bytes.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12) return;
            int end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(end), Check(bytes.AsSpan(at + 4, (int)length + 4)));
            at = end + 4;
        }
    }

    /// <summary>The check sum as the standard writes it, bit by bit.</summary>
    public static uint Check(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
