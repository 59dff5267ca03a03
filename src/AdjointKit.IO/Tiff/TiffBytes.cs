using System.Buffers.Binary;
using System.Text;

namespace AdjointKit.IO;

/// <summary>
/// The numbers of a TIFF file, in the file's byte order. What is read of directories and their fields is bounded by a few times the file: beyond that
/// they lie over each other, and a small file could make a reader work without end.
/// </summary>
internal sealed class TiffBytes
{
    private const int BigVersion = 43;
    private const int SignedRational = 10;
    private const int Single = 11;
    private const int Double = 12;

    // A field inside a directory is read with it and once more by itself.
    private const int MostReadings = 4;

    private long spent;

    private TiffBytes(ImageSource source, bool bigEndian, bool isBig, long first)
    {
        Source = source;
        BigEndian = bigEndian;
        IsBig = isBig;
        FirstDirectory = first;
    }

    /// <summary>The file.</summary>
    public ImageSource Source { get; }

    /// <summary>Whether the most significant byte of a number comes first.</summary>
    public bool BigEndian { get; }

    /// <summary>Whether places take eight bytes (BigTIFF).</summary>
    public bool IsBig { get; }

    /// <summary>Where the first directory stands.</summary>
    public long FirstDirectory { get; }

    /// <summary>Whether the first bytes of a file are those of a TIFF file.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);

    /// <summary>Reads the first bytes of a file.</summary>
    public static TiffBytes Open(ImageSource source)
    {
        Span<byte> head = stackalloc byte[16];
        head.Clear();
        source.ReadAt(0, head[..8], "the head of a TIFF file");
        if (!IsLikely(head)) throw source.Damaged(0, "the first bytes of a TIFF file are not here");
        bool bigEndian = head[0] == 'M';
        bool isBig = head[bigEndian ? 3 : 2] == BigVersion;
        if (isBig) source.ReadAt(0, head, "the head of a BigTIFF file");
        var bytes = new TiffBytes(source, bigEndian, isBig, 0);
        if (isBig && (bytes.ToWhole(head[4..], 2) != 8 || bytes.ToWhole(head[6..], 2) != 0)) throw source.Damaged(4, "a BigTIFF file has places of 8 bytes, this one has not");
        return new TiffBytes(source, bigEndian, isBig, isBig ? bytes.ToWhole(head[8..], 8) : bytes.ToWhole(head[4..], 4));
    }

    /// <summary>A whole number without sign of 1, 2, 4 or 8 bytes; one beyond 63 bits leads nowhere and becomes the largest.</summary>
    public long ToWhole(ReadOnlySpan<byte> bytes, int width) => width switch
    {
        1 => bytes[0],
        2 => BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => (long)Math.Min(BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue),
    };

    /// <summary>Reads a stretch of the file that belongs to a directory.</summary>
    public byte[] Read(long at, Int128 length, string what)
    {
        Source.Require(at, (long)Int128.Min(length, long.MaxValue), what);
        spent += (long)length;
        if (spent > MostReadings * Source.Length) throw Source.Damaged(at, "the directories of the file are longer than the file, so they lie over each other");
        if (length > Array.MaxLength) throw Source.Refused(at, $"{what} needs {length} bytes, more than this reader takes", "save the image in larger strips");
        var bytes = new byte[(int)length];
        Source.ReadAt(at, bytes, what);
        return bytes;
    }

    /// <summary>The first whole numbers of a field.</summary>
    public long[] ReadWhole(TiffTag tag, TiffEntry entry, long most)
    {
        int width = entry.Size;
        if (entry.Type is TiffEntry.Rational or SignedRational or Single or Double || width == 0) throw Source.Damaged(entry.At, $"{tag} is not made of whole numbers");
        long count = Math.Min(entry.Count, most);
        byte[] stored = Read(entry.At, (Int128)count * width, $"{tag}");
        var numbers = new long[count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = ToWhole(stored.AsSpan(i * width), width);
        return numbers;
    }

    /// <summary>A fraction or a number with a point; null where the field is neither.</summary>
    public double? ReadNumber(TiffTag tag, TiffEntry entry)
    {
        if (entry.Count < 1 || entry.Type is not (TiffEntry.Rational or Single or Double)) return null;
        byte[] stored = Read(entry.At, entry.Size, $"{tag}");
        if (entry.Type == TiffEntry.Rational) return (double)ToWhole(stored, 4) / ToWhole(stored.AsSpan(4), 4);
        if (entry.Type == Single) return BitConverter.Int32BitsToSingle((int)ToWhole(stored, 4));
        return BigEndian ? BinaryPrimitives.ReadDoubleBigEndian(stored) : BinaryPrimitives.ReadDoubleLittleEndian(stored);
    }

    /// <summary>The letters of a field; null where it has none.</summary>
    public string? ReadText(TiffTag tag, TiffEntry entry)
    {
        if (entry.Size != 1) return null;
        byte[] letters = Read(entry.At, entry.Count, $"{tag}");
        int end = Array.IndexOf(letters, (byte)0);
        return Encoding.UTF8.GetString(letters, 0, end < 0 ? letters.Length : end);
    }
}
