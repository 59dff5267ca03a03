using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>
/// Tagged image files (TIFF 6.0 and BigTIFF, either byte order): whole and floating-point numbers of 1 to 64 bits, in strips or tiles, together or in planes,
/// without packing or by LZW, deflate or PackBits, with predictors. Read are the numbers that are stored: gray as [y,x], more samples and palettes as
/// [y,x,c], several pages with the page as first axis.
/// </summary>
internal static unsafe class TiffFile
{
    /// <summary>Reads the images.</summary>
    /// <exception cref="FileFormatException">The file is no TIFF file, is cut or damaged, or packed in a way that is not read.</exception>
    public static AnyArray Read(string path)
    {
        using var source = new ImageSource(path);
        TiffBytes bytes = TiffBytes.Open(source);
        List<TiffDirectory> directories = TiffDirectory.ReadAll(bytes);
        List<TiffPage> pages = PagesOf(directories, bytes);
        ImageMetadata metadata = MetadataOf(directories[0]);
        RequireClaims(pages, source);
        TiffPage first = pages[0];
        AnyArray array = AnyArray.Empty(first.Type, ShapeOf(first, pages.Count));
        try
        {
            nint pageBytes = (nint)first.Height * first.Width * first.Channels * ElementTypes.SizeOf(first.Type);
            for (int i = 0; i < pages.Count; i++) ReadPage(pages[i], bytes, array.Pointer + (i * pageBytes));
        }
        catch
        {
            array.Dispose();
            throw;
        }

        array.Warnings = source.Warnings;
        array.Image = metadata;
        return array;
    }

    private static List<TiffPage> PagesOf(List<TiffDirectory> directories, TiffBytes bytes)
    {
        var pages = new List<TiffPage>();
        int leftOut = 0;
        foreach (TiffDirectory directory in directories)
        {
            if (pages.Count > 0 && TiffPage.IsAside(directory))
            {
                leftOut++;
                continue;
            }

            TiffPage page = TiffPage.Read(directory, bytes);
            if (pages.Count == 0 || page.Matches(pages[0])) pages.Add(page);
            else leftOut++;
        }

        if (leftOut > 0) bytes.Source.Warnings.Add($"{leftOut} of {directories.Count} images are left out: they are smaller versions, masks, or of another shape or type than the first one");
        return pages;
    }

    private static Shape ShapeOf(TiffPage page, int pages) => (pages, page.Channels) switch
    {
        (1, 1) => new Shape(page.Height, page.Width),
        (1, _) => new Shape(page.Height, page.Width, page.Channels),
        (_, 1) => new Shape(pages, page.Height, page.Width),
        _ => new Shape(pages, page.Height, page.Width, page.Channels),
    };

    private static ImageMetadata MetadataOf(TiffDirectory directory)
    {
        const int centimetre = 3;
        const double inch = 0.0254;
        double unit = directory.Whole(TiffTag.ResolutionUnit, 2) == centimetre ? 0.01 : inch;
        var metadata = new ImageMetadata();
        if (directory.Number(TiffTag.XResolution) is double x && directory.Number(TiffTag.YResolution) is double y) metadata = PixelDensity.Read(x / unit, y / unit, metadata);
        return directory.Text(TiffTag.ImageDescription) is string text ? MetadataText.Read(text, metadata) : metadata;
    }

    /// <summary>Makes sure that the pixels are there before memory is taken for them.</summary>
    private static void RequireClaims(List<TiffPage> pages, ImageSource source)
    {
        long packed = 0;
        Int128 claimed = 0;
        foreach (TiffPage page in pages)
        {
            packed += page.Segments.PackedBytes;
            claimed += page.Segments.UnpackedBytes;
        }

        if (packed > source.Length) throw source.Damaged(pages[0].At, $"the pages take {packed} bytes, more than the file has, so they lie over each other");
        if (!UnpackedData.NeedsTrial(claimed, packed)) return;
        foreach (TiffPage page in pages)
        {
            TiffSegments segments = page.Segments;
            for (int i = 0; i < segments.Count; i++)
            {
                using UnpackedData trial = segments.Open(i, source);
                trial.Skip(segments.RowBytes * segments.VisibleRowsOf(i));
            }
        }
    }

    private static void ReadPage(TiffPage page, TiffBytes bytes, byte* target)
    {
        TiffSegments segments = page.Segments;
        TiffSamples samples = page.Samples;
        var row = new byte[segments.RowBytes];
        var elements = new byte[(long)segments.Width * segments.PerPixel * samples.Size];
        for (int i = 0; i < segments.Count; i++)
        {
            using UnpackedData data = segments.Open(i, bytes.Source);
            int top = segments.TopOf(i);
            int left = segments.LeftOf(i);
            int columns = Math.Min(segments.Width, page.Width - left);
            int rows = segments.VisibleRowsOf(i);
            for (int y = top; y < top + rows; y++)
            {
                data.Read(row);
                samples.Unpack(row, bytes.BigEndian, page.Predictor, segments.PerPixel, elements);
                if (page.IsInverted) Invert(elements, samples);
                Place(elements, page, segments.PlaneOf(i), columns, target + ((((nint)y * page.Width) + left) * page.Channels * ElementTypes.SizeOf(page.Type)));
            }

            data.Finish();
        }
    }

    private static void Place(ReadOnlySpan<byte> elements, TiffPage page, int plane, int columns, byte* place)
    {
        int size = page.Samples.Size;
        if (page.Palette.Length > 0)
        {
            ReadOnlySpan<ushort> wide = MemoryMarshal.Cast<byte, ushort>(elements);
            for (int x = 0; x < columns; x++) page.Palette.AsSpan(3 * (size == 1 ? elements[x] : wide[x]), 3).CopyTo(new Span<byte>(place + (3 * (nint)x), 3));
        }
        else if (page.IsPlanar)
        {
            nint step = (nint)page.PerPixel * size;
            for (int x = 0; x < columns; x++) elements.Slice(x * size, size).CopyTo(new Span<byte>(place + (x * step) + (plane * size), size));
        }
        else
        {
            int bytes = columns * page.PerPixel * size;
            elements[..bytes].CopyTo(new Span<byte>(place, bytes));
        }
    }

    private static void Invert(Span<byte> elements, TiffSamples samples)
    {
        if (samples.Size == 1)
        {
            byte most = (byte)((1 << samples.Bits) - 1);
            foreach (ref byte value in elements) value = (byte)(most - value);
        }
        else if (samples.Size == 2)
        {
            ushort most = (ushort)((1 << samples.Bits) - 1);
            foreach (ref ushort value in MemoryMarshal.Cast<byte, ushort>(elements)) value = (ushort)(most - value);
        }
        else
        {
            foreach (ref uint value in MemoryMarshal.Cast<byte, uint>(elements)) value = ~value;
        }
    }
}
