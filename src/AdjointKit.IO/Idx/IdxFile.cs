using System.Buffers.Binary;
using System.IO.Compression;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The file of one array that the MNIST digits come in (IDX, of Y. LeCun), plain or packed by gzip: 8-, 16- and 32-bit integers and floating-point numbers, the most significant byte first.</summary>
public static class IdxFile
{
    /// <summary>Deflate makes no more bytes than this of one.</summary>
    private const int LargestRatio = 1032;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    /// <summary>Reads an array with the element type that the file has.</summary>
    /// <exception cref="FileFormatException">The file is no IDX file, or is cut or damaged.</exception>
    public static AnyArray Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        magic = magic[..file.ReadAtLeast(magic, 2, throwOnEndOfStream: false)];
        file.Position = 0;
        if (!magic.SequenceEqual(GzipMagic)) return Read(file, path, file.Length);
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            AnyArray array = Read(unpacked, path, null);
            RequireWhole(file, path, array);
            return array;
        }
        catch (InvalidDataException failure)
        {
            throw IdxHeader.Damaged(path, file.Position, "the packed data is damaged", failure);
        }
    }

    /// <summary>Reads an array as <typeparamref name="T"/>.</summary>
    /// <inheritdoc cref="Read(string)"/>
    /// <exception cref="ArgumentException">An element does not fit <typeparamref name="T"/>.</exception>
    public static NdArray<T> Read<T>(string path)
        where T : unmanaged
    {
        AnyArray array = Read(path);
        try
        {
            return array.Take<T>();
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file is one by its content: a head whose shape and type need the bytes that the file has, or something packed by gzip, which no other kind of array file is.</summary>
    internal static bool IsLikely(ReadOnlySpan<byte> head, long fileBytes)
    {
        if (head.StartsWith(GzipMagic)) return true;
        if (head.Length < 4 || head[0] != 0 || head[1] != 0 || head[2] is not (>= 0x08 and <= 0x0E and not 0x0A) || head[3] is 0 or > Shape.MaxRank) return false;
        try
        {
            IdxHeader header = IdxHeader.Read(head[..Math.Min(head.Length, IdxHeader.MostBytes)], string.Empty);
            return header.FileBytes == fileBytes;
        }
        catch (FileFormatException)
        {
            return false;
        }
    }

    /// <summary>The unpacker does not miss the end of a package, which says in its last four bytes how much it holds.</summary>
    private static void RequireWhole(FileStream file, string path, AnyArray array)
    {
        Span<byte> stated = stackalloc byte[4];
        file.Position = file.Length - stated.Length;
        file.ReadExactly(stated);
        Int128 bytes = new IdxHeader(array.ElementType, array.Shape).FileBytes;
        if (BinaryPrimitives.ReadUInt32LittleEndian(stated) == (uint)(bytes & uint.MaxValue)) return;
        array.Dispose();
        throw IdxHeader.Damaged(path, file.Length, "the end of the packed data is not here");
    }

    /// <summary>Reads from a stream at its start. Memory is taken only for as many elements as the file can hold.</summary>
    /// <param name="stream">The stream, unpacked.</param>
    /// <param name="path">The file.</param>
    /// <param name="bytes">The bytes of the stream; null: it is being unpacked, and they are not known.</param>
    private static AnyArray Read(Stream stream, string path, long? bytes)
    {
        Span<byte> prefix = stackalloc byte[IdxHeader.MostBytes];
        int got = stream.ReadAtLeast(prefix[..4], 4, throwOnEndOfStream: false);
        int rest = got < 4 ? 0 : 4 * Math.Min((int)prefix[3], Shape.MaxRank);
        got += stream.ReadAtLeast(prefix.Slice(got, rest), rest, throwOnEndOfStream: false);
        IdxHeader header = IdxHeader.Read(prefix[..got], path);
        Int128 most = bytes - header.Bytes ?? (Int128)LargestRatio * new FileInfo(path).Length;
        if (header.DataBytes > most || (bytes is not null && header.DataBytes < most))
        {
            throw IdxHeader.Damaged(path, header.Bytes, $"shape {header.Shape} of {header.Type} needs {header.DataBytes} bytes after the head and {(bytes is null ? $"the packed file makes {most} at most" : $"{most} are here")}");
        }

        AnyArray array = AnyArray.Empty(header.Type, header.Shape);
        try
        {
            long done = ElementBytes.Read(stream, array, bigEndian: true);
            if (done < header.DataBytes) throw IdxHeader.Damaged(path, header.Bytes + done, "the file ends among its elements");
            if (stream.ReadByte() >= 0) throw IdxHeader.Damaged(path, header.Bytes + done, "the file goes on after its elements");
            return array;
        }
        catch
        {
            array.Dispose();
            throw;
        }
    }
}
