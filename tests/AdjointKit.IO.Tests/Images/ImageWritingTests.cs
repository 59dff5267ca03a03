using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Images;

public class ImageWritingTests
{
    private static readonly ImageMetadata Stated = new() { PitchX = 3.45e-6, PitchY = 1.67e-6, Wavelength = 632.8e-9, Distance = 0.03685, Description = "a target\nof glass" };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TIFF_holds_every_element_type(bool deflate, bool big)
    {
        RoundTrip<byte>(deflate, big);
        RoundTrip<sbyte>(deflate, big);
        RoundTrip<ushort>(deflate, big);
        RoundTrip<short>(deflate, big);
        RoundTrip<uint>(deflate, big);
        RoundTrip<int>(deflate, big);
        RoundTrip<ulong>(deflate, big);
        RoundTrip<long>(deflate, big);
        RoundTrip<Half>(deflate, big);
        RoundTrip<float>(deflate, big);
        RoundTrip<double>(deflate, big);
    }

    [Theory]
    [InlineData(".tif", 7, 5)]
    [InlineData(".tif", 7, 5, 3)]
    [InlineData(".tif", 7, 5, 4)]
    [InlineData(".tif", 3, 7, 5)]
    [InlineData(".tif", 3, 7, 5, 3)]
    [InlineData(".tif", 700, 1000)]
    [InlineData(".png", 7, 5)]
    [InlineData(".png", 7, 5, 2)]
    [InlineData(".png", 7, 5, 3)]
    [InlineData(".png", 7, 5, 4)]
    [InlineData(".png", 700, 1000)]
    [InlineData(".bmp", 7, 5)]
    [InlineData(".bmp", 7, 5, 3)]
    [InlineData(".bmp", 7, 5, 4)]
    public void Bytes_come_back(string ending, params int[] lengths)
    {
        using var folder = new TemporaryFolder();
        using NdArray<byte> pixels = Noise<byte>(new Shape([.. lengths.Select(length => (nint)length)]));
        ArrayFile.Write(folder["a" + ending], pixels);
        using AnyArray back = ArrayFile.Read(folder["a" + ending]);
        Assert.Equal(pixels.Shape, back.Shape);
        Assert.Equal(pixels.AsReadOnlySpan(), back.View<byte>().AsReadOnlySpan());
        Assert.Equal(new ImageMetadata(), back.Image);
        Assert.Empty(back.Warnings);
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(7, 5, 2)]
    [InlineData(7, 5, 3)]
    [InlineData(7, 5, 4)]
    public void PNG_holds_sixteen_bits(params int[] lengths)
    {
        using var folder = new TemporaryFolder();
        using NdArray<ushort> pixels = Noise<ushort>(new Shape([.. lengths.Select(length => (nint)length)]));
        ArrayFile.Write(folder["a.png"], pixels);
        using AnyArray back = ArrayFile.Read(folder["a.png"]);
        Assert.Equal(pixels.Shape, back.Shape);
        Assert.Equal(pixels.AsReadOnlySpan(), back.View<ushort>().AsReadOnlySpan());
    }

    [Fact]
    public void A_view_is_written_as_it_is_seen()
    {
        using var folder = new TemporaryFolder();
        using NdArray<byte> pixels = Noise<byte>(new Shape(6, 9));
        foreach (string ending in new[] { ".tif", ".png", ".bmp" })
        {
            ArrayFile.Write(folder["a" + ending], pixels.Transpose(1, 0));
            using NdArray<byte> back = ArrayFile.Read<byte>(folder["a" + ending]);
            Assert.Equal(new Shape(9, 6), back.Shape);
            Assert.Equal(pixels[2, 7], back[7, 2]);
        }
    }

    [Fact]
    public void TIFF_holds_complex_fields()
    {
        using var folder = new TemporaryFolder();
        using NdArray<Complex> field = NdArray.Fill<Complex>(3, 4, (y, x) => new Complex(y, x - 0.5));
        ArrayFile.Write(folder["a.tif"], field, new ArrayWriteOptions { Deflate = true });
        using NdArray<Complex> back = ArrayFile.Read<Complex>(folder["a.tif"]);
        Assert.Equal(field.AsReadOnlySpan(), back.AsReadOnlySpan());
    }

    [Theory]
    [InlineData(".tif")]
    [InlineData(".png")]
    public void Metadata_come_back(string ending)
    {
        using var folder = new TemporaryFolder();
        using NdArray<byte> pixels = Noise<byte>(new Shape(6, 9));
        ArrayFile.Write(folder["a" + ending], pixels, new ArrayWriteOptions { Image = Stated });
        using AnyArray back = ArrayFile.Read(folder["a" + ending]);
        Assert.Equal(Stated, back.Image);

        // They travel with the array into the next file.
        ArrayFile.Write(folder["b.tif"], back);
        using AnyArray again = ArrayFile.Read(folder["b.tif"]);
        Assert.Equal(Stated, again.Image);
    }

    [Fact]
    public void The_pitch_comes_back_from_a_bitmap()
    {
        using var folder = new TemporaryFolder();
        using NdArray<byte> pixels = Noise<byte>(new Shape(6, 9));
        ArrayFile.Write(folder["a.bmp"], pixels, new ArrayWriteOptions { Image = Stated });
        using AnyArray back = ArrayFile.Read(folder["a.bmp"]);
        Assert.Equal(3.45e-6, back.Image!.PitchX!.Value, 1e-11);
        Assert.Equal(1.67e-6, back.Image.PitchY!.Value, 1e-11);
    }

    [Fact]
    public void What_a_format_cannot_hold_is_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        using NdArray<float> floats = NdArray.Zeros<float>(3, 4);
        using NdArray<byte> volume = NdArray.Zeros<byte>(2, 3, 4, 5, 6);
        Assert.Contains("uint8 and uint16", Assert.Throws<ArgumentException>(() => ArrayFile.Write(folder["a.png"], floats)).Message, StringComparison.Ordinal);
        Assert.Contains("uint8", Assert.Throws<ArgumentException>(() => ArrayFile.Write(folder["a.bmp"], floats)).Message, StringComparison.Ordinal);
        Assert.Contains("[page,y,x]", Assert.Throws<ArgumentException>(() => ArrayFile.Write(folder["a.tif"], volume)).Message, StringComparison.Ordinal);
        Assert.Contains("[y,x]", Assert.Throws<ArgumentException>(() => ArrayFile.Write(folder["a.png"], NdArray.Zeros<byte>(2, 3, 7))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ArrayFile.Write(folder["a.tif"], NdArray.Zeros<byte>(0, 3)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Deflate_makes_a_smooth_image_smaller()
    {
        using var folder = new TemporaryFolder();
        using NdArray<ushort> pixels = NdArray.Fill<ushort>(100, 100, (y, x) => (ushort)(y / 10));
        ArrayFile.Write(folder["a.tif"], pixels);
        ArrayFile.Write(folder["b.tif"], pixels, new ArrayWriteOptions { Deflate = true });
        Assert.InRange(new FileInfo(folder["b.tif"]).Length, 1, new FileInfo(folder["a.tif"]).Length / 10);
    }

    private static void RoundTrip<T>(bool deflate, bool big)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        using NdArray<T> pixels = Noise<T>(new Shape(2, 11, 7));
        using AnyArray array = AnyArray.Of(pixels);
        TiffWriter.Write(folder["a.tif"], array, Stated, deflate, big);
        using AnyArray back = ArrayFile.Read(folder["a.tif"]);
        Assert.Equal(array.Shape, back.Shape);
        Assert.Equal(array.ElementType, back.ElementType);
        Assert.Equal(Stated, back.Image);
        Assert.Equal(MemoryMarshal.AsBytes(pixels.AsReadOnlySpan()), MemoryMarshal.AsBytes(back.View<T>().AsReadOnlySpan()));
    }

    /// <summary>An array of random bytes, whatever numbers they are.</summary>
    private static NdArray<T> Noise<T>(Shape shape)
        where T : unmanaged
    {
        var numbers = new T[shape.Count];
        new Random(5).NextBytes(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return NdArray.From<T>(numbers, shape);
    }
}
