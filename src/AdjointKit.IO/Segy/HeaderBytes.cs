using System.Buffers.Binary;

namespace AdjointKit.IO;

/// <summary>Reads and writes whole numbers of 2 and 4 bytes in the raw headers, in either byte order.</summary>
internal static class HeaderBytes
{
    public static int Get(ReadOnlySpan<byte> header, int at, int width, bool signed, bool bigEndian)
    {
        ReadOnlySpan<byte> field = header.Slice(at, width);
        if (width == 4) return bigEndian ? BinaryPrimitives.ReadInt32BigEndian(field) : BinaryPrimitives.ReadInt32LittleEndian(field);
        ushort value = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(field) : BinaryPrimitives.ReadUInt16LittleEndian(field);
        return signed ? (short)value : value;
    }

    /// <summary>Writes a field; a value that it cannot hold is refused.</summary>
    public static void Set(Span<byte> header, int at, int width, bool signed, bool bigEndian, int value, string name)
    {
        Span<byte> field = header.Slice(at, width);
        if (width == 4)
        {
            if (bigEndian) BinaryPrimitives.WriteInt32BigEndian(field, value);
            else BinaryPrimitives.WriteInt32LittleEndian(field, value);
            return;
        }

        int least = signed ? short.MinValue : 0;
        int most = signed ? short.MaxValue : ushort.MaxValue;
        if (value < least || value > most) throw new ArgumentOutOfRangeException(nameof(value), value, $"the header field {name} holds {least} to {most}");
        if (bigEndian) BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value);
        else BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
    }
}
