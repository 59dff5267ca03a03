using System.Buffers.Binary;
using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>Writes arrays of uint8 as Windows bitmaps: [y,x] as gray by a palette, [y,x,3] with 24 bits, [y,x,4] with 32 bits and masks.</summary>
internal static class BmpWriter
{
    private const int FileHeaderBytes = 14;
    private const int InfoHeaderBytes = 40;
    private const int LongHeaderBytes = 108;
    private const int GrayEntries = 256;

    /// <summary>Writes an image.</summary>
    /// <exception cref="ArgumentException">BMP cannot hold the array.</exception>
    public static void Write(string path, AnyArray array, ImageMetadata? metadata)
    {
        int channels = array.Shape.Rank == 2 ? 1 : array.Shape.Rank == 3 ? (int)Math.Min(array.Shape[2], int.MaxValue) : 0;
        if (array.ElementType != ElementType.UInt8 || channels is not (1 or 3 or 4) || (channels == 1 && array.Shape.Rank == 3))
        {
            throw new ArgumentException($"BMP holds uint8 of shape [y,x], [y,x,3] or [y,x,4], not the array {array}: scale and convert it first, or write it as .tif.", nameof(array));
        }

        Int128 rowBytes = (((Int128)(long)array.Shape[1] * channels) + 3) / 4 * 4;
        Int128 total = LongHeaderBytes + FileHeaderBytes + (rowBytes * (long)array.Shape[0]);
        if (array.Shape.Count == 0 || total > int.MaxValue) throw new ArgumentException($"BMP has no images of shape {array.Shape}: write it as .tif.", nameof(array));
        using AnyArray? contiguous = array.IsContiguous ? null : array.Copy();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Head((int)array.Shape[1], (int)array.Shape[0], channels, (int)rowBytes, metadata));
            WriteRows(stream, contiguous ?? array, channels, (int)rowBytes);
        });
    }

    private static byte[] Head(int width, int height, int channels, int rowBytes, ImageMetadata? metadata)
    {
        int infoBytes = channels == 4 ? LongHeaderBytes : InfoHeaderBytes;
        int paletteBytes = channels == 1 ? 4 * GrayEntries : 0;
        var head = new byte[FileHeaderBytes + infoBytes + paletteBytes];
        "BM"u8.CopyTo(head);
        Put(head, 2, head.Length + (rowBytes * height));
        Put(head, 10, head.Length);
        Put(head, 14, infoBytes);
        Put(head, 18, width);
        Put(head, 22, height);
        head[26] = 1;
        head[28] = (byte)(8 * channels);
        Put(head, 34, rowBytes * height);
        (uint x, uint y) = PixelDensity.Write(metadata);
        Put(head, 38, (int)x);
        Put(head, 42, (int)y);
        if (channels == 4)
        {
            head[30] = (byte)BmpPacking.Masks;
            Put(head, 54, 0xff0000);
            Put(head, 58, 0xff00);
            Put(head, 62, 0xff);
            head[69] = 0xff;

            // "sRGB", as a number whose letters are read from its high end.
            Put(head, 70, 0x73524742);
        }

        if (channels == 1)
        {
            Put(head, 46, GrayEntries);
            for (int i = 0; i < GrayEntries; i++) Put(head, FileHeaderBytes + infoBytes + (4 * i), i * 0x010101);
        }

        return head;
    }

    private static unsafe void WriteRows(Stream stream, AnyArray array, int channels, int rowBytes)
    {
        int width = (int)array.Shape[1];
        var row = new byte[rowBytes];
        for (int y = (int)array.Shape[0] - 1; y >= 0; y--)
        {
            new ReadOnlySpan<byte>(array.Pointer + ((nint)y * width * channels), width * channels).CopyTo(row);
            for (int i = 0; channels > 1 && i < width * channels; i += channels) (row[i], row[i + 2]) = (row[i + 2], row[i]);
            stream.Write(row);
        }
    }

    private static void Put(byte[] head, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(at), value);
}
