using System.Buffers.Binary;

namespace AdjointKit.IO;

/// <summary>The headers of a BMP file: that of the file, and that of the bitmap in any of its versions.</summary>
internal sealed class BmpHeader
{
    private const int FileHeaderBytes = 14;
    private const int OldHeaderBytes = 12;
    private const int InfoHeaderBytes = 40;
    private const int LargestHeaderBytes = 124;

    private readonly ImageSource source;

    private BmpHeader(ImageSource source) => this.source = source;

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>Whether the first row of the file is the topmost one; else the rows come from below.</summary>
    public bool IsTopDown { get; private set; }

    /// <summary>Bits per pixel.</summary>
    public int Bits { get; private set; }

    /// <summary>How the pixels are packed.</summary>
    public BmpPacking Packing { get; private set; }

    /// <summary>Which bits of a pixel of 16 or 32 bits are red, green, blue and opacity.</summary>
    public uint[] Masks { get; private set; } = [];

    /// <summary>Blue, green, red of every index, three bytes each; empty where a pixel is a colour.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>Where the pixels start.</summary>
    public long PixelsAt { get; private set; }

    /// <summary>What the file says besides the pixels.</summary>
    public ImageMetadata Metadata { get; private set; } = new();

    /// <summary>The bytes of a row as stored, which end at a multiple of four.</summary>
    public long RowBytes => (((long)Width * Bits) + 31) / 32 * 4;

    /// <summary>Whether the first bytes of a file are those of a BMP file: "BM" alone is too little to tell.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> head) =>
        head.Length > FileHeaderBytes + 4 && head.StartsWith("BM"u8) && IsKnownSize(BinaryPrimitives.ReadUInt32LittleEndian(head[FileHeaderBytes..]));

    /// <summary>Reads the headers and the colours.</summary>
    public static BmpHeader Read(ImageSource source)
    {
        var header = new BmpHeader(source);
        Span<byte> head = stackalloc byte[FileHeaderBytes + 4];
        source.ReadAt(0, head, "the header of a BMP file");
        if (!head.StartsWith("BM"u8)) throw source.Damaged(0, "the letters BM of a BMP file are not here");
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[FileHeaderBytes..]);
        if (!IsKnownSize(size)) throw source.Refused(FileHeaderBytes, $"BMP headers of {size} bytes are not known", "save the image as PNG");
        header.PixelsAt = BinaryPrimitives.ReadUInt32LittleEndian(head[10..]);
        Span<byte> info = stackalloc byte[LargestHeaderBytes];
        info = info[..(int)size];
        source.ReadAt(FileHeaderBytes, info, "the header of a bitmap");
        long end = FileHeaderBytes + size;
        if (size == OldHeaderBytes) header.ReadOld(info);
        else header.ReadInfo(info, ref end);
        header.Check();
        if (header.Bits <= 8) header.ReadPalette(end, size == OldHeaderBytes ? 3 : 4, size == OldHeaderBytes ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(info[32..]));
        return header;
    }

    private static bool IsKnownSize(uint size) => size is OldHeaderBytes or InfoHeaderBytes or 52 or 56 or 108 or LargestHeaderBytes;

    private void ReadOld(ReadOnlySpan<byte> info)
    {
        Width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]);
        Height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]);
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
    }

    private void ReadInfo(ReadOnlySpan<byte> info, ref long end)
    {
        Width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        int height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        IsTopDown = height < 0;
        Height = height == int.MinValue ? 0 : Math.Abs(height);
        Bits = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        Packing = (BmpPacking)BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        Metadata = PixelDensity.Read(BinaryPrimitives.ReadInt32LittleEndian(info[24..]), BinaryPrimitives.ReadInt32LittleEndian(info[28..]), new ImageMetadata());
        ReadMasks(info, ref end);
    }

    /// <summary>The masks stand in the long headers, or behind the short one.</summary>
    private void ReadMasks(ReadOnlySpan<byte> info, ref long end)
    {
        if (Packing is not (BmpPacking.Masks or BmpPacking.AlphaMasks))
        {
            Masks = Bits switch
            {
                16 => [0x7c00, 0x03e0, 0x001f],
                32 => [0xff0000, 0xff00, 0xff],
                _ => [],
            };
            return;
        }

        int count = Packing == BmpPacking.AlphaMasks || info.Length >= 56 ? 4 : 3;
        Span<byte> words = stackalloc byte[16];
        words = words[..(4 * count)];
        if (info.Length > InfoHeaderBytes) info.Slice(InfoHeaderBytes, Math.Min(words.Length, info.Length - InfoHeaderBytes)).CopyTo(words);
        else
        {
            source.ReadAt(end, words, "the masks of the colours");
            end += words.Length;
        }

        Masks = new uint[count];
        for (int i = 0; i < count; i++) Masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(words[(4 * i)..]);
        if (count == 4 && Masks[3] == 0) Masks = Masks[..3];
    }

    private void Check()
    {
        if (Width <= 0 || Height <= 0) throw source.Damaged(18, $"a BMP image of {Width} x {Height} pixels cannot be");
        bool known = Packing switch
        {
            BmpPacking.None => Bits is 1 or 4 or 8 or 16 or 24 or 32,
            BmpPacking.Runs8 => Bits == 8 && !IsTopDown,
            BmpPacking.Runs4 => Bits == 4 && !IsTopDown,
            BmpPacking.Masks or BmpPacking.AlphaMasks => Bits is 16 or 32,
            _ => throw source.Refused(30, $"the pixels are packed by BMP's method {(uint)Packing}, which is not read", "save the image as PNG"),
        };
        if (!known) throw source.Damaged(28, $"BMP has no images of {Bits} bits packed by method {(uint)Packing}");
    }

    private void ReadPalette(long at, int entryBytes, uint stated)
    {
        int most = 1 << Bits;
        int count = stated == 0 || stated > most ? most : (int)stated;

        // Some writers end the table early: what lies between the headers and the pixels counts.
        if (PixelsAt > at) count = (int)Math.Min(count, (PixelsAt - at) / entryBytes);
        var table = new byte[count * entryBytes];
        source.ReadAt(at, table, "the table of colours");
        Palette = new byte[3 * count];
        for (int i = 0; i < count; i++) table.AsSpan(i * entryBytes, 3).CopyTo(Palette.AsSpan(3 * i));
    }
}

/// <summary>How a BMP file packs its pixels.</summary>
internal enum BmpPacking : uint
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Runs of equal pixels of 8 bits.</summary>
    Runs8 = 1,

    /// <summary>Runs of pixels of 4 bits.</summary>
    Runs4 = 2,

    /// <summary>Not at all; masks say where red, green and blue lie.</summary>
    Masks = 3,

    /// <summary>Not at all; masks say where red, green, blue and opacity lie.</summary>
    AlphaMasks = 6,
}
