namespace AdjointKit.Kernels;

/// <summary>The cyclic redundancy check of ZIP and PNG (polynomial 0xEDB88320, reflected; ISO 3309), eight bytes a step.</summary>
internal static class Crc32
{
    private const int Slices = 8;
    private static readonly uint[] Table = MakeTable();

    /// <summary>Continues a check over more bytes; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        crc = ~crc;
        while (bytes.Length >= Slices)
        {
            uint low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(7 * 256) + (low & 255)] ^ table[(6 * 256) + ((low >> 8) & 255)] ^ table[(5 * 256) + ((low >> 16) & 255)] ^ table[(4 * 256) + (low >> 24)]
                ^ table[(3 * 256) + (high & 255)] ^ table[(2 * 256) + ((high >> 8) & 255)] ^ table[256 + ((high >> 16) & 255)] ^ table[high >> 24];
            bytes = bytes[Slices..];
        }

        foreach (byte value in bytes) crc = table[(crc ^ value) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            table[value] = crc;
        }

        for (int slice = 1; slice < Slices; slice++)
        {
            for (int value = 0; value < 256; value++)
            {
                uint before = table[((slice - 1) * 256) + value];
                table[(slice * 256) + value] = (before >> 8) ^ table[before & 255];
            }
        }

        return table;
    }
}
