using System.Buffers.Binary;
using System.IO.Compression;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The data elements of one variable, read from front to back: bytes of the file, or what a compressed element unpacks to.</summary>
internal sealed class MatSource : IDisposable
{
    /// <summary>Deflate makes at most 1032 bytes of one: who claims more lies, and is refused before memory is taken.</summary>
    private const long LargestRatio = 1032;

    private const int SkipBytes = 1 << 14;
    private const int Alignment = 8;

    private readonly Stream stream;
    private readonly string path;
    private readonly long? packedAt;
    private byte[]? skipped;

    private MatSource(Stream stream, string path, long? packedAt, long at, long end, bool bigEndian)
    {
        this.stream = stream;
        this.path = path;
        this.packedAt = packedAt;
        At = at;
        End = end;
        BigEndian = bigEndian;
    }

    /// <summary>The place of the next byte: in the file, or in the unpacked bytes.</summary>
    public long At { get; private set; }

    /// <summary>No byte lies at or beyond this place.</summary>
    public long End { get; }

    /// <summary>Whether the most significant byte of a number comes first.</summary>
    public bool BigEndian { get; }

    /// <summary>The bytes of a file from a place on.</summary>
    public static MatSource Plain(FileStream file, string path, long at, bool bigEndian)
    {
        file.Position = Math.Min(at, file.Length);
        return new MatSource(file, path, null, at, file.Length, bigEndian);
    }

    /// <summary>What a stretch of a file unpacks to.</summary>
    public static MatSource Packed(FileStream file, string path, long at, long bytes, bool bigEndian)
    {
        var unpacked = new ZLibStream(new WindowStream(file, at, bytes), CompressionMode.Decompress);
        return new MatSource(unpacked, path, at, 0, LargestRatio * bytes, bigEndian);
    }

    /// <summary>Fills a buffer.</summary>
    public void Read(Span<byte> buffer)
    {
        int got = Fill(buffer);
        At += got;
        if (got < buffer.Length) throw Damaged("the data ends too early");
    }

    /// <summary>Fills an array with numbers as they are stored.</summary>
    public void Read(AnyArray target)
    {
        long bytes = (long)target.Shape.Count * ElementTypes.SizeOf(target.ElementType);
        long done;
        try
        {
            done = ElementBytes.Read(stream, target, BigEndian);
        }
        catch (Exception cause) when (IsUnpacking(cause))
        {
            throw Damaged("the data cannot be unpacked", cause);
        }

        At += done;
        if (done < bytes) throw Damaged("the data ends too early");
    }

    /// <summary>One number of four bytes.</summary>
    public uint ReadWord()
    {
        Span<byte> word = stackalloc byte[4];
        Read(word);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    /// <summary>The tag of the next element, which ends within the element around it.</summary>
    /// <param name="end">Where the element around it ends.</param>
    public MatTag ReadTag(long end)
    {
        long start = At;
        if (end - start < Alignment) throw Damaged($"an element has a tag of 8 bytes and {Math.Max(0, end - start)} are left");
        uint word = ReadWord();
        // Up to four bytes fit into the second half of the tag; their number then stands in the upper half of the first word.
        uint few = word >> 16;
        if (few > 4) throw Damaged($"a short element claims {few} bytes, more than the 4 that it can have");
        if (few > 0) return new MatTag((MatStorage)(word & 0xffff), few, At + few, start + Alignment);
        long bytes = ReadWord();
        if (bytes > end - At) throw Damaged($"an element claims {bytes} bytes and {end - At} are left");
        // Matrices hold padded elements, compressed ones are not padded; and the last padding of all may be missing.
        bool padded = (MatStorage)word is not (MatStorage.Matrix or MatStorage.Compressed);
        long next = At + (padded ? (bytes + Alignment - 1) / Alignment * Alignment : bytes);
        return new MatTag((MatStorage)word, bytes, At + bytes, Math.Min(next, end));
    }

    /// <summary>The data of a short list of bytes, and the way to the next element.</summary>
    public byte[] ReadBytes(MatTag tag, int largest, string what)
    {
        if (tag.Bytes > largest) throw Damaged($"{what} has {tag.Bytes} bytes, more than the {largest} that any needs");
        var bytes = new byte[tag.Bytes];
        Read(bytes);
        SkipTo(tag.Next);
        return bytes;
    }

    /// <summary>Passes over the bytes before a place.</summary>
    public void SkipTo(long place)
    {
        if (stream.CanSeek)
        {
            stream.Position = place;
            At = place;
            return;
        }

        skipped ??= new byte[SkipBytes];
        while (At < place) Read(skipped.AsSpan(0, (int)Math.Min(SkipBytes, place - At)));
    }

    /// <summary>Lets a compressed element compare its check sum with that of what was unpacked.</summary>
    public void Finish(long end)
    {
        if (packedAt is null) return;
        SkipTo(end);
        Span<byte> beyond = stackalloc byte[1];
        _ = Fill(beyond);
    }

    /// <summary>The error that the file is damaged here.</summary>
    public FileFormatException Damaged(string problem, Exception? cause = null) =>
        Refused(packedAt is null ? problem : $"{problem} (byte {At} of the unpacked data)", "the file is cut or damaged, save it again", cause);

    /// <summary>The error that what stands here is not read.</summary>
    public FileFormatException Refused(string problem, string wayOut, Exception? cause = null) =>
        new(path, packedAt ?? At, problem, wayOut, cause);

    /// <summary>Closes the unpacking; the file stays open.</summary>
    public void Dispose()
    {
        if (packedAt is not null) stream.Dispose();
    }

    private int Fill(Span<byte> buffer)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception cause) when (IsUnpacking(cause))
        {
            throw Damaged("the data cannot be unpacked", cause);
        }
    }

    private bool IsUnpacking(Exception cause) => packedAt is not null && cause is (InvalidDataException or IOException);
}
