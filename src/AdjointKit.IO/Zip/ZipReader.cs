using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AdjointKit.IO;

/// <summary>Reads ZIP archives (APPNOTE 6.3, with ZIP64) of stored and deflated files. Every claim is checked against the bytes that are there.</summary>
internal sealed class ZipReader : IDisposable
{
    private const int EndBytes = 22;
    private const int DirectoryEntryBytes = 46;
    private const int LocalHeaderBytes = 30;
    private const int LongestComment = 65535;

    // Deflate packs at most 258 bytes into 2 bits.
    private const long LargestRatio = 1032;

    private readonly FileStream stream;
    private readonly string path;

    public ZipReader(string path)
    {
        this.path = path;
        stream = File.OpenRead(path);
        try
        {
            Entries = ReadDirectory();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The files of the archive, in the directory's order.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    public void Dispose() => stream.Dispose();

    /// <summary>Opens a file of the archive. Its claimed length is true when this returns, or bounded by a small multiple of the packed length.</summary>
    /// <exception cref="FileFormatException">The claim is false, or the packing is not known.</exception>
    public CheckedStream Open(ZipEntry entry)
    {
        long packedAt = FindPacked(entry);
        const long trusted = 1 << 20;
        bool large = entry.Bytes > trusted + (16 * entry.PackedBytes);
        if (large)
        {
            using CheckedStream trial = Unpack(entry, packedAt);
            trial.Finish();
        }

        return Unpack(entry, packedAt);
    }

    /// <summary>The packed bytes of a file, as they are.</summary>
    public Stream OpenPacked(ZipEntry entry) => new WindowStream(stream, FindPacked(entry), entry.PackedBytes);

    private CheckedStream Unpack(ZipEntry entry, long packedAt)
    {
        Stream packed = new WindowStream(stream, packedAt, entry.PackedBytes);
        return new CheckedStream(entry.Method == ZipEntry.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), path, packedAt, entry);
    }

    private long FindPacked(ZipEntry entry)
    {
        if (entry.Encrypted) throw new FileFormatException(path, entry.DirectoryOffset, $"`{entry.Name}` is encrypted", "save the archive without a password");
        if (entry.Method is not (ZipEntry.Stored or ZipEntry.Deflate))
        {
            throw new FileFormatException(path, entry.DirectoryOffset, $"`{entry.Name}` is packed by method {entry.Method}; only stored (0) and deflate (8) are read", "save it with numpy.savez or numpy.savez_compressed");
        }

        Span<byte> head = stackalloc byte[LocalHeaderBytes];
        ReadAt(entry.HeaderOffset, head, "a local header");
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != 0x04034b50) throw Damaged(entry.HeaderOffset, $"the local header of `{entry.Name}` is not here");
        long packedAt = entry.HeaderOffset + LocalHeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        if (packedAt > stream.Length || entry.PackedBytes > stream.Length - packedAt)
        {
            throw Damaged(packedAt, $"`{entry.Name}` claims {entry.PackedBytes} packed bytes and the file has {Math.Max(0, stream.Length - packedAt)} left");
        }

        bool possible = entry.Method == ZipEntry.Stored ? entry.Bytes == entry.PackedBytes : entry.Bytes <= (LargestRatio * entry.PackedBytes) + LargestRatio;
        return possible ? packedAt : throw Damaged(entry.DirectoryOffset, $"`{entry.Name}` claims to unpack from {entry.PackedBytes} to {entry.Bytes} bytes, which cannot be");
    }

    private List<ZipEntry> ReadDirectory()
    {
        (long offset, long length, long end) = FindDirectory();
        if (offset < 0 || length < 0 || offset > end || length > end - offset) throw Damaged(end, $"the directory claims {length} bytes from byte {offset} on, which is not before its end record");
        if (length > int.MaxValue) throw Damaged(end, $"the directory claims {length} bytes (limit {int.MaxValue})");
        var bytes = new byte[length];
        ReadAt(offset, bytes, "the directory");
        var entries = new List<ZipEntry>();
        int at = 0;
        while (at + DirectoryEntryBytes <= bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) == 0x02014b50)
        {
            entries.Add(ReadEntry(bytes, ref at, offset));
        }

        return at == bytes.Length ? entries : throw Damaged(offset + at, "a directory entry is not here");
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> directory, ref int at, long directoryOffset)
    {
        ReadOnlySpan<byte> head = directory[at..];
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        int extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(head[30..]);
        int total = DirectoryEntryBytes + nameBytes + extraBytes + BinaryPrimitives.ReadUInt16LittleEndian(head[32..]);
        if (total > head.Length) throw Damaged(directoryOffset + at, "a directory entry runs over the directory's end");
        ReadOnlySpan<byte> name = head.Slice(DirectoryEntryBytes, nameBytes);
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(head[20..]);
        ulong unpacked = BinaryPrimitives.ReadUInt32LittleEndian(head[24..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(head[42..]);
        ReadLongSizes(head.Slice(DirectoryEntryBytes + nameBytes, extraBytes), ref unpacked, ref packed, ref offset);
        if (packed > long.MaxValue / 2048 || unpacked > long.MaxValue || offset > (ulong)stream.Length) throw Damaged(directoryOffset + at, "a directory entry names sizes or a place beyond the file");
        var entry = new ZipEntry(
            (flags & 0x800) != 0 ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name),
            BinaryPrimitives.ReadUInt16LittleEndian(head[10..]),
            (flags & 1) != 0,
            BinaryPrimitives.ReadUInt32LittleEndian(head[16..]),
            (long)packed,
            (long)unpacked,
            (long)offset,
            directoryOffset + at);
        at += total;
        return entry;
    }

    /// <summary>ZIP64: fields that are all ones stand, in this order, in the extra field number 1.</summary>
    private static void ReadLongSizes(ReadOnlySpan<byte> extra, ref ulong unpacked, ref ulong packed, ref ulong offset)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                ReadOnlySpan<byte> values = extra.Slice(4, length);
                TakeLong(ref values, ref unpacked);
                TakeLong(ref values, ref packed);
                TakeLong(ref values, ref offset);
            }

            extra = extra[(4 + length)..];
        }
    }

    private static void TakeLong(ref ReadOnlySpan<byte> values, ref ulong field)
    {
        if (field != uint.MaxValue || values.Length < 8) return;
        field = BinaryPrimitives.ReadUInt64LittleEndian(values);
        values = values[8..];
    }

    private (long Offset, long Length, long End) FindDirectory()
    {
        int tail = (int)Math.Min(stream.Length, EndBytes + LongestComment);
        var bytes = new byte[tail];
        long tailAt = stream.Length - tail;
        ReadAt(tailAt, bytes, "the end record");
        for (int at = tail - EndBytes; at >= 0; at--)
        {
            ReadOnlySpan<byte> record = bytes.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != 0x06054b50) continue;
            long length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
            long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
            long end = tailAt + at;
            return length == uint.MaxValue || offset == uint.MaxValue ? FindLongDirectory(end) : (offset, length, end);
        }

        throw Damaged(stream.Length, "the archive's end record is not here");
    }

    private (long Offset, long Length, long End) FindLongDirectory(long end)
    {
        const int locatorBytes = 20;
        Span<byte> locator = stackalloc byte[locatorBytes];
        Span<byte> record = stackalloc byte[56];
        ReadAt(end - locatorBytes, locator, "the ZIP64 locator");
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064b50) throw Damaged(Math.Max(0, end - locatorBytes), "the ZIP64 locator is not here");
        long recordAt = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        ReadAt(recordAt, record, "the ZIP64 end record");
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != 0x06064b50) throw Damaged(recordAt, "the ZIP64 end record is not here");
        return (BinaryPrimitives.ReadInt64LittleEndian(record[48..]), BinaryPrimitives.ReadInt64LittleEndian(record[40..]), recordAt);
    }

    private void ReadAt(long offset, Span<byte> into, string what)
    {
        if (offset < 0 || offset > stream.Length) throw Damaged(stream.Length, $"{what} is said to stand at byte {offset}, outside the file");
        stream.Position = offset;
        if (stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length) throw Damaged(stream.Length, $"the file ends inside {what}");
    }

    private FileFormatException Damaged(long offset, string problem) => new(path, offset, problem, "the archive is cut or damaged, save it again");
}
