using System.Buffers.Binary;
using System.Text;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The head of an NPY file: magic, version, and a Python dictionary of element format, order and shape (NumPy enhancement proposal 1).</summary>
/// <param name="Format">Element type and byte order.</param>
/// <param name="ColumnMajor">Whether the first axis is the fastest (Fortran order).</param>
/// <param name="Shape">The lengths along the axes.</param>
/// <param name="Bytes">The length of the head in bytes: the elements start there.</param>
internal readonly record struct NpyHeader(ElementFormat Format, bool ColumnMajor, Shape Shape, long Bytes)
{
    private const int LargestText = 1 << 16;
    private const int Alignment = 64;

    /// <summary>The first bytes of every NPY file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the head from a stream that stands at its start.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="start">The place of the head in that file.</param>
    /// <param name="available">The bytes that the stream has.</param>
    public static NpyHeader Read(Stream stream, string path, long start, long available)
    {
        Span<byte> head = stackalloc byte[12];
        int got = stream.ReadAtLeast(head[..10], 10, throwOnEndOfStream: false);
        if (got < 10) throw Damaged(path, start + got, $"an NPY head has at least 10 bytes and {got} are here");
        if (!head[..6].SequenceEqual(Magic)) throw Damaged(path, start, "the magic bytes of an NPY file are not here");
        int version = head[6];
        if (version is < 1 or > 3) throw new FileFormatException(path, start + 6, $"NPY version {version}.{head[7]} is not known", "save the array with numpy.save (versions 1 to 3)");
        int prefix = 10;
        long length = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
        if (version > 1)
        {
            prefix = 12;
            if (stream.ReadAtLeast(head[10..], 2, throwOnEndOfStream: false) < 2) throw Damaged(path, start + 10, "the file ends inside the head");
            length = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        }

        if (length > available - prefix) throw Damaged(path, start + 8, $"the head claims {length} bytes of text and the file has {Math.Max(0, available - prefix)} left");
        if (length > LargestText) throw Damaged(path, start + 8, $"the head claims {length} bytes of text, which no array needs (limit {LargestText})");
        var text = new byte[length];
        int read = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (read < text.Length) throw Damaged(path, start + prefix + read, "the file ends inside the head");
        return NpyDictionary.Parse(version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text), path, start + prefix) with { Bytes = prefix + length };
    }

    /// <summary>The head of an array in row-major, little-endian order: version 1.0, padded so that the elements start at a multiple of 64 bytes.</summary>
    public static byte[] Write(ElementType type, Shape shape)
    {
        string text = $"{{'descr': '{new ElementFormat(type)}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (((10 + text.Length + 1 + Alignment - 1) / Alignment) * Alignment) - 10;
        var head = new byte[10 + length];
        Magic.CopyTo(head);
        head[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)length);
        Encoding.Latin1.GetBytes(text.PadRight(length - 1) + "\n", head.AsSpan(10));
        return head;
    }

    internal static FileFormatException Damaged(string path, long offset, string problem, Exception? cause = null) =>
        new(path, offset, problem, "the file is cut or damaged, save it again", cause);
}
