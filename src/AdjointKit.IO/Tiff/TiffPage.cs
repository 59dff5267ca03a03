using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>One image of a TIFF file: what its directory says, checked against what can be.</summary>
internal sealed class TiffPage
{
    private const int MostColors = 1 << 16;
    private const int WhiteIsZero = 0;
    private const int BlackIsZero = 1;
    private const int Rgb = 2;
    private const int Indexed = 3;
    private const int Mask = 4;
    private const int Separated = 5;
    private const int FilterArray = 32803;
    private const int LinearRaw = 34892;

    private readonly ImageSource source;

    private TiffPage(TiffDirectory directory, TiffBytes bytes)
    {
        source = bytes.Source;
        At = directory.At;
        Width = Side(directory, TiffTag.ImageWidth);
        Height = Side(directory, TiffTag.ImageLength);
        PerPixel = (int)Math.Min(directory.Whole(TiffTag.SamplesPerPixel, 1), int.MaxValue);
        if (PerPixel is 0 or > ushort.MaxValue) throw source.Damaged(At, $"a pixel of {PerPixel} samples cannot be");
        Samples = ReadSamples(directory);
        Packing = ReadPacking(directory);
        IsPlanar = PerPixel > 1 && directory.Whole(TiffTag.PlanarConfiguration, 1) == 2;
        HasReversedBits = directory.Whole(TiffTag.FillOrder, 1) == 2;
        ReadMeaning(directory);
        Segments = TiffSegments.Read(directory, this, source);
    }

    /// <summary>Where its directory stands.</summary>
    public long At { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples of a pixel.</summary>
    public int PerPixel { get; }

    /// <summary>How a sample is stored.</summary>
    public TiffSamples Samples { get; }

    /// <summary>How strips and tiles are packed.</summary>
    public int Packing { get; }

    /// <summary>What was done to the samples before.</summary>
    public int Predictor { get; private set; } = TiffPredictor.None;

    /// <summary>Whether the samples of a pixel lie in planes of their own.</summary>
    public bool IsPlanar { get; }

    /// <summary>Whether the lowest bit of a byte comes first.</summary>
    public bool HasReversedBits { get; }

    /// <summary>Whether the largest number is black.</summary>
    public bool IsInverted { get; private set; }

    /// <summary>Red, green and blue of every index, in this order; empty where a pixel is no index.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The strips or tiles.</summary>
    public TiffSegments Segments { get; }

    /// <summary>Numbers per pixel of the array.</summary>
    public int Channels => Palette.Length > 0 ? 3 : PerPixel;

    /// <summary>The element type of the array.</summary>
    public ElementType Type => Palette.Length > 0 ? ElementType.UInt8 : Samples.Type;

    /// <summary>Reads what a directory says.</summary>
    public static TiffPage Read(TiffDirectory directory, TiffBytes bytes) => new(directory, bytes);

    /// <summary>Whether a directory is a smaller version or a mask of another one.</summary>
    public static bool IsAside(TiffDirectory directory) => (directory.Whole(TiffTag.NewSubfileType, 0) & 5) != 0;

    /// <summary>Whether two images can be pages of one array.</summary>
    public bool Matches(TiffPage other) => Width == other.Width && Height == other.Height && Channels == other.Channels && Type == other.Type;

    private int Side(TiffDirectory directory, TiffTag tag)
    {
        long side = directory.Whole(tag);
        return side is > 0 and <= int.MaxValue ? (int)side : throw source.Damaged(At, $"{tag} {side} cannot be");
    }

    private TiffSamples ReadSamples(TiffDirectory directory)
    {
        long[] bits = directory.Wholes(TiffTag.BitsPerSample, PerPixel);
        long[] formats = directory.Wholes(TiffTag.SampleFormat, PerPixel);
        long width = bits.Length > 0 ? bits[0] : 1;
        long format = formats.Length > 0 ? formats[0] : 1;
        if (Array.Exists(bits, other => other != width) || Array.Exists(formats, other => other != format)) throw source.Refused(At, "the samples of a pixel are not all of one kind", "save them as images of their own");
        return TiffSamples.Of(format, width) ?? throw source.Refused(At, $"samples of {width} bits in TIFF's format {format} are not read", "save the image with 8, 16, 32 or 64 bits");
    }

    private int ReadPacking(TiffDirectory directory)
    {
        long packing = directory.Whole(TiffTag.Compression, TiffCompression.None);
        if (packing > ushort.MaxValue || TiffCompression.LargestRatio((int)packing) == 0) throw source.Refused(At, $"the pixels are packed {TiffCompression.NameOf(packing)}, which is not read", "save the image with LZW, deflate or without compression");
        if (!TiffCompression.HasPredictor((int)packing)) return (int)packing;
        long predictor = directory.Whole(TiffTag.Predictor, TiffPredictor.None);
        bool known = predictor switch
        {
            TiffPredictor.None => true,
            TiffPredictor.Difference => Samples.IsWhole && Samples.Bits <= 64 && Samples.Type != ElementType.Complex64,
            TiffPredictor.Floating => Samples.IsWhole && Samples.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64,
            _ => false,
        };
        if (!known) throw source.Refused(At, $"predictor {predictor} before {Samples.Type} of {Samples.Bits} bits is not read", "save the image without a predictor");
        Predictor = (int)predictor;
        return (int)packing;
    }

    private void ReadMeaning(TiffDirectory directory)
    {
        switch (directory.Whole(TiffTag.Photometric, BlackIsZero))
        {
            case WhiteIsZero:
                IsInverted = Samples.Type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32;
                if (!IsInverted) source.Warnings.Add($"its largest {Samples.Type} is black; the numbers are left as they are");
                break;
            case Indexed:
                ReadPalette(directory);
                break;
            case BlackIsZero or Rgb or Mask or FilterArray or LinearRaw:
                break;
            case Separated:
                source.Warnings.Add("its numbers are amounts of ink (CMYK), not of light");
                break;
            case long meaning:
                throw source.Refused(At, $"images of TIFF's photometric kind {meaning} are not read", "save the image as gray or RGB");
        }
    }

    /// <summary>The colours are numbers of 16 bits, first all reds; old writers put 8 bits in their place.</summary>
    private void ReadPalette(TiffDirectory directory)
    {
        int colors = Samples.Bits <= 16 ? 1 << Samples.Bits : 0;
        long[] map = directory.Wholes(TiffTag.ColorMap, 3 * MostColors);
        if (PerPixel != 1 || colors == 0 || Samples.Type is not (ElementType.UInt8 or ElementType.UInt16) || map.Length < 3 * colors) throw source.Damaged(At, $"the table of {map.Length / 3} colours does not fit pixels of {PerPixel} samples of {Samples.Bits} bits");
        int shift = Array.TrueForAll(map, value => value < 256) ? 0 : 8;
        Palette = new byte[3 * colors];
        for (int i = 0; i < Palette.Length; i++) Palette[i] = (byte)(map[(i % 3 * colors) + (i / 3)] >> shift);
    }
}
