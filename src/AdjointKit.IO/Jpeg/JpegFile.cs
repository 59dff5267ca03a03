using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>JPEG images, unpacked by libturbojpeg where the system has it: gray as [y,x], colours as [y,x,3].</summary>
internal static unsafe class JpegFile
{
    private const int Gray = 2;
    private const int Cmyk = 3;
    private const int PixelsRgb = 0;
    private const int PixelsGray = 6;

    // Stop at the first damage, use the exact transform, and refuse images of more scans than any encoder makes.
    private const int Flags = 8192 | 4096 | 32768;

    // The smallest codes make some thousand bytes of one.
    private const long LargestRatio = 2048;

    /// <summary>Whether the first bytes of a file are those of a JPEG file.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);

    /// <summary>Reads an image.</summary>
    /// <exception cref="FileFormatException">The library is missing, or the file is cut or damaged.</exception>
    public static AnyArray Read(string path) => Read(path, TurboJpegLibrary.Instance);

    /// <summary>As <see cref="Read(string)"/>, with a library or without.</summary>
    internal static AnyArray Read(string path, TurboJpegLibrary? library)
    {
        using var source = new ImageSource(path);
        if (library is null) throw source.Refused(0, "this is a JPEG image, and the library that unpacks it, libturbojpeg, is not on this machine", "install it (Debian and Ubuntu: apt-get install libturbojpeg0), or save the image as PNG");
        if (source.Length > Array.MaxLength) throw source.Refused(0, $"a JPEG file of {source.Length} bytes is longer than this reader takes", "save the image as TIFF");
        var packed = new byte[source.Length];
        source.ReadAt(0, packed, "the image");
        nint reader = library.InitDecompress();
        if (reader == 0) throw new InsufficientMemoryException("libturbojpeg could not start: the memory of this machine does not suffice.");
        try
        {
            fixed (byte* bytes = packed) return Unpack(library, reader, bytes, source);
        }
        finally
        {
            _ = library.Destroy(reader);
        }
    }

    private static AnyArray Unpack(TurboJpegLibrary library, nint reader, byte* packed, ImageSource source)
    {
        var length = new CULong((nuint)source.Length);
        int width;
        int height;
        int sampling;
        int colors;
        if (library.DecompressHeader(reader, packed, length, &width, &height, &sampling, &colors) != 0) throw Damaged(library, reader, source);
        if (width <= 0 || height <= 0) throw source.Damaged(0, $"a JPEG image of {width} x {height} pixels cannot be");
        if (colors >= Cmyk) throw source.Refused(0, "the image holds amounts of ink (CMYK), which are not read", "save it as RGB");
        int channels = colors == Gray ? 1 : 3;
        if ((long)width * height * channels > LargestRatio * source.Length) throw source.Damaged(0, $"{width} x {height} pixels cannot be packed into {source.Length} bytes");
        AnyArray array = AnyArray.Empty(ElementType.UInt8, channels == 1 ? new Shape(height, width) : new Shape(height, width, channels));
        array.Image = new ImageMetadata();
        if (library.Decompress(reader, packed, length, array.Pointer, width, 0, height, channels == 1 ? PixelsGray : PixelsRgb, Flags) == 0) return array;
        array.Dispose();
        throw Damaged(library, reader, source);
    }

    private static FileFormatException Damaged(TurboJpegLibrary library, nint reader, ImageSource source)
    {
        string reason = Marshal.PtrToStringUTF8((nint)library.GetErrorText(reader)) ?? "";
        string shown = string.Concat(reason.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return source.Damaged(0, $"the JPEG image cannot be unpacked ({shown.Trim()})");
    }
}
