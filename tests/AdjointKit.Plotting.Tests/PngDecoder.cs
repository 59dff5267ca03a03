using System.Buffers.Binary;
using System.IO.Compression;

namespace AdjointKit.Plotting.Tests;

/// <summary>An independent reader of 8-bit RGB and RGBA PNG files: checks signature, checksums (bit by bit) and undoes the filters.</summary>
internal sealed record PngDecoder(int Width, int Height, int Channels, byte[] Pixels)
{
    internal (byte R, byte G, byte B) At(int x, int y)
    {
        int at = Channels * ((y * Width) + x);
        return (Pixels[at], Pixels[at + 1], Pixels[at + 2]);
    }

    internal static PngDecoder Decode(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        int at = 8;
        int width = 0, height = 0, channels = 0;
        using var packed = new MemoryStream();
        string type = "";
        while (type != "IEND")
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            ReadOnlySpan<byte> body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            type = System.Text.Encoding.ASCII.GetString(body[..4]);
            ReadOnlySpan<byte> data = body[4..];
            if (type == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(data);
                height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                Assert.Equal(8, data[8]);
                channels = data[9] switch { 2 => 3, 6 => 4, _ => throw new InvalidDataException($"colour type {data[9]}") };
            }
            else if (type == "IDAT")
            {
                packed.Write(data);
            }

            at += 12 + length;
        }

        Assert.Equal(file.Length, at);
        packed.Position = 0;
        using var inflate = new ZLibStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        inflate.CopyTo(raw);
        return new PngDecoder(width, height, channels, Unfilter(raw.ToArray(), width * channels, height, channels));
    }

    private static byte[] Unfilter(byte[] raw, int stride, int height, int channels)
    {
        Assert.Equal((stride + 1) * height, raw.Length);
        var pixels = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            int filter = raw[y * (stride + 1)];
            for (int i = 0; i < stride; i++)
            {
                int a = i >= channels ? pixels[(y * stride) + i - channels] : 0;
                int b = y > 0 ? pixels[((y - 1) * stride) + i] : 0;
                int c = y > 0 && i >= channels ? pixels[((y - 1) * stride) + i - channels] : 0;
                int predicted = filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Predict(a, b, c), _ => throw new InvalidDataException($"filter {filter}") };
                pixels[(y * stride) + i] = (byte)(raw[(y * (stride + 1)) + 1 + i] + predicted);
            }
        }

        return pixels;
    }

    private static int Predict(int a, int b, int c)
    {
        int p = a + b - c;
        return new[] { a, b, c }.MinBy(v => Math.Abs(p - v));
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
