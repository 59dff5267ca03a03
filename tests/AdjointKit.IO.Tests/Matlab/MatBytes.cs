using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AdjointKit.IO.Tests.Matlab;

/// <summary>Writes MAT-files byte by byte, as MATLAB's description of the format has them, in either byte order.</summary>
internal sealed class MatBytes(bool bigEndian = false)
{
    public byte[] File(params byte[][] variables)
    {
        byte[] head = Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by hand".PadRight(124) + "\0\0" + (bigEndian ? "MI" : "IM"));
        head[bigEndian ? 124 : 125] = 1;
        return [.. head, .. variables.SelectMany(bytes => bytes)];
    }

    public byte[] Word(uint value)
    {
        var bytes = new byte[4];
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public byte[] Words(params int[] values) => [.. values.SelectMany(value => Word((uint)value))];

    public byte[] Shorts(params int[] values) => [.. values.SelectMany(value => Word((uint)value << 16 | (ushort)value)[..2])];

    public byte[] Singles(params float[] values) => [.. values.SelectMany(value => Word(BitConverter.SingleToUInt32Bits(value)))];

    public byte[] Doubles(params double[] values) => Longs([.. values.Select(BitConverter.DoubleToInt64Bits)]);

    public byte[] Longs(params long[] values) => [.. values.SelectMany(value => bigEndian
        ? [.. Word((uint)(value >> 32)), .. Word((uint)value)]
        : (byte[])[.. Word((uint)value), .. Word((uint)(value >> 32))])];

    /// <summary>A data element: in the short form where it fits and is wanted, else padded to 8 bytes.</summary>
    public byte[] Element(int type, byte[] data, bool allowShort = true)
    {
        if (allowShort && data.Length is > 0 and <= 4) return [.. Word(((uint)data.Length << 16) | (uint)type), .. data, .. new byte[4 - data.Length]];
        int padding = type is 14 or 15 ? 0 : (8 - (data.Length % 8)) % 8;
        return [.. Word((uint)type), .. Word((uint)data.Length), .. data, .. new byte[padding]];
    }

    /// <summary>An array: flags, lengths, name, and whatever data elements follow.</summary>
    public byte[] Array(string name, int matClass, int[] lengths, params byte[][] data) => Array(name, (uint)matClass, lengths, data);

    public byte[] Array(string name, uint flags, int[] lengths, params byte[][] data) => Element(14, [
        .. Element(6, [.. Word(flags), .. Word(0)]),
        .. Element(5, Words(lengths)),
        .. Element(1, Encoding.ASCII.GetBytes(name)),
        .. data.SelectMany(bytes => bytes),
    ]);

    public byte[] Struct(string name, int[] lengths, string[] fields, params byte[][] members) => Array(name, 2, lengths, [
        Element(5, Words(8)),
        Element(1, Encoding.ASCII.GetBytes(string.Concat(fields.Select(field => field.PadRight(8, '\0'))))),
        .. members,
    ]);

    public byte[] Compressed(byte[] variable)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(variable);
        return Element(15, packed.ToArray(), allowShort: false);
    }

    /// <summary>A file with a variable of every kind.</summary>
    public byte[] Everything(bool compressed)
    {
        byte[][] variables = [
            Array("d", 6, [2, 3], Element(9, Doubles(1, 2, 3, 4, 5, 6))),
            Array("short", 6, [2, 1], Element(2, [7, 255])),
            Array("f", 7, [1, 2], Element(7, Singles(0.5f, -2))),
            Array("i8", 8, [1, 3], Element(1, [0x80, 0, 0x7f])),
            Array("u8", 9, [3, 1], Element(2, [0, 1, 255])),
            Array("i16", 10, [1, 2], Element(3, Shorts(-2, 300))),
            Array("u16", 11, [1, 2], Element(4, Shorts(0, 65535))),
            Array("i32", 12, [1, 2], Element(5, Words(int.MinValue, 7))),
            Array("u32", 13, [1, 1], Element(6, Words(-1))),
            Array("i64", 14, [1, 2], Element(12, Longs(long.MinValue, 3))),
            Array("u64", 15, [1, 1], Element(13, Longs(-1))),
            Array("z", 0x800 | 6, [1, 2], Element(9, Doubles(1, 2)), Element(3, Shorts(-3, 4))),
            Array("c", 0x800 | 7, [1, 1], Element(7, Singles(1.5f)), Element(7, Singles(-1))),
            Array("yes", 0x200 | 9, [1, 3], Element(2, [1, 0, 5])),
            Array("word", 4, [1, 5], Element(16, "hello"u8.ToArray())),
            Array("lines", 4, [2, 3], Element(4, Shorts('a', 'd', 'b', 'e', 'c', 'f'))),
            Array("cube", 6, [2, 3, 2], Element(9, Doubles([.. Enumerable.Range(0, 12).Select(i => (double)i)]))),
            Array("none", 6, [0, 4], Element(9, [])),
            Array("sparse", 5, [3, 4], Element(5, Words(2, 0, 1, 99)), Element(5, Words(0, 1, 1, 3, 3)), Element(9, Doubles(5, 6, 7))),
            Array("mask", 0x200 | 5, [2, 2], Element(5, Words(1)), Element(5, Words(0, 1, 1)), Element(2, [1])),
            Struct("params", [1, 1], ["A", "note", "deep"], Array("", 6, [1, 2], Element(9, Doubles(8, 9))), Array("", 4, [1, 1], Element(4, Shorts('x'))), Struct("", [1, 1], ["B"], Array("", 9, [1, 1], Element(2, [42])))),
            Struct("list", [1, 2], ["A", "B"], Array("", 6, [1, 1], Element(2, [1])), Array("", 6, [1, 1], Element(2, [2])), Array("", 6, [1, 1], Element(2, [3])), Array("", 6, [1, 1], Element(2, [4]))),
            Array("cells", 1, [2, 1], Element(14, [], allowShort: false), Array("", 1, [1, 1], Array("", 6, [1, 1], Element(9, Doubles(0.25))))),
            Array("", 9, [1, 2], Element(2, [0, 1])),
        ];
        return File(compressed ? [.. variables.Select(Compressed)] : variables);
    }
}
