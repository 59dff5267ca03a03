using System.Buffers.Binary;
using System.Text;
using AdjointKit.Kernels;

namespace AdjointKit.IO;

/// <summary>The chunks of a PNG file: a length, four letters, the data and their check sum, which is compared for every chunk.</summary>
internal sealed class PngChunks
{
    private const int FrameBytes = 12;
    private const int BlockBytes = 1 << 14;

    // A colour table has 768 bytes; texts beyond this are no description of an image.
    private const int LargestKept = 1 << 16;

    private readonly ImageSource source;
    private readonly byte[] block = new byte[BlockBytes];
    private readonly List<string> texts = [];

    private PngChunks(ImageSource source) => this.source = source;

    /// <summary>The first bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The header.</summary>
    public PngHeader Header { get; private set; }

    /// <summary>Red, green and blue of every index; empty where there is no table.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The stretches of the file whose data, one after another, are the packed pixels.</summary>
    public List<(long At, int Length)> Pixels { get; } = [];

    /// <summary>The sum of the lengths of these stretches.</summary>
    public long PixelBytes { get; private set; }

    /// <summary>What the file says besides the pixels.</summary>
    public ImageMetadata Metadata { get; private set; } = new();

    /// <summary>Walks over all chunks.</summary>
    public static PngChunks Read(ImageSource source)
    {
        Span<byte> signature = stackalloc byte[8];
        source.ReadAt(0, signature, "the signature of a PNG file");
        if (!signature.SequenceEqual(Signature)) throw source.Damaged(0, "the signature of a PNG file is not here");
        var chunks = new PngChunks(source);
        long at = signature.Length;
        while (chunks.ReadChunk(ref at))
        {
            // Until the end chunk.
        }

        if (chunks.Pixels.Count == 0) throw source.Damaged(at, "the file has no pixels (IDAT)");
        if (chunks.Header.Color == PngColor.Palette && chunks.Palette.Length == 0) throw source.Damaged(at, "the colours of the palette (PLTE) are missing");
        foreach (string text in chunks.texts) chunks.Metadata = MetadataText.Read(text, chunks.Metadata);
        return chunks;
    }

    private bool ReadChunk(ref long at)
    {
        Span<byte> frame = stackalloc byte[8];
        source.ReadAt(at, frame, "the head of a chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(frame);
        long left = source.Length - at - FrameBytes;
        if (length > left) throw source.Damaged(at, $"a chunk claims {length} bytes and the file has {Math.Max(0, left)} left");
        if (length > int.MaxValue) throw source.Damaged(at, $"a chunk claims {length} bytes, more than PNG allows");
        string type = Encoding.Latin1.GetString(frame[4..]);
        long data = at + 8;
        if (at == Signature.Length && type != "IHDR") throw source.Damaged(at, "the header (IHDR) is not the first chunk");
        at = data + length + 4;
        if (type == "IDAT")
        {
            // Its check sum is compared where it is unpacked.
            Pixels.Add((data, (int)length));
            PixelBytes += length;
            return true;
        }

        CompareCheck(data - 4, length + 4);
        Take(type, data, (int)length);
        return type != "IEND";
    }

    private void CompareCheck(long start, long length)
    {
        uint crc = 0;
        for (long done = 0; done < length; done += block.Length)
        {
            Span<byte> piece = block.AsSpan(0, (int)Math.Min(block.Length, length - done));
            source.ReadAt(start + done, piece, "a chunk");
            crc = Crc32.Append(crc, piece);
        }

        RequireCheck(source, start + length, crc);
    }

    /// <summary>Compares a check sum with the one that the file has at a place.</summary>
    public static void RequireCheck(ImageSource source, long at, uint crc)
    {
        Span<byte> stored = stackalloc byte[4];
        source.ReadAt(at, stored, "the check sum of a chunk");
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(stored);
        if (crc != expected) throw source.Damaged(at, $"the check sum of a chunk is {crc:x8}, not {expected:x8}");
    }

    private void Take(string type, long data, int length)
    {
        switch (type)
        {
            case "IHDR":
                if (length != PngHeader.Bytes || Header.Width > 0) throw source.Damaged(data, "the header (IHDR) is not one chunk of 13 bytes");
                Header = PngHeader.Read(Kept(data, length), source, data);
                break;
            case "PLTE":
                if (length is 0 or > 768 || length % 3 != 0) throw source.Damaged(data, $"a table of colours (PLTE) cannot have {length} bytes");
                Palette = Kept(data, length);
                break;
            case "tRNS":
                source.Warnings.Add("some colours are marked as transparent (tRNS), which is left out");
                break;
            case "pHYs" when length == 9 && Kept(data, length) is { } density && density[8] == 1:
                Metadata = PixelDensity.Read(BinaryPrimitives.ReadUInt32BigEndian(density), BinaryPrimitives.ReadUInt32BigEndian(density.AsSpan(4)), Metadata);
                break;
            case "tEXt" or "iTXt" when length <= LargestKept:
                if (PngText.Read(Kept(data, length), type == "iTXt") is string text) texts.Add(text);
                break;
            case "IEND":
                break;
            default:
                if (char.IsAsciiLetterUpper(type[0])) throw source.Refused(data - 4, $"the chunk `{Shown(type)}` is needed to read the image and not known", "save the image as plain PNG");
                break;
        }
    }

    private static string Shown(string type) => string.Concat(type.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '?'));

    private byte[] Kept(long data, int length)
    {
        var bytes = new byte[length];
        source.ReadAt(data, bytes, "a chunk");
        return bytes;
    }
}
