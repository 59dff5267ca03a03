using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Images;

public class OtherProgramsTests
{
    public static TheoryData<string, string, ElementType> Images()
    {
        var images = new TheoryData<string, string, ElementType>();
        void Add(string kind, ElementType type, params string[] files)
        {
            foreach (string file in files) images.Add(file, kind, type);
        }

        Add("u8", ElementType.UInt8, "u8.tif", "u8_be.tif", "u8_lzw.tif", "u8_lzw_pred2.tif", "u8_packbits.tif", "u8_lsb.tif", "u8_lsb_lzw.tif", "white.tif", "u8.png", "u8_adam7.png", "u8.bmp", "u8_rle.bmp");
        Add("u16", ElementType.UInt16, "u16.tif", "u16_be.tif", "u16_bigtiff_be.tif", "u16_big_lzw.tif", "u16_lzw_pred2_be.tif", "u16.png", "u16_adam7.png");
        Add("u32", ElementType.UInt32, "u32.tif", "u32_be.tif", "u32_zip_pred2.tif");
        Add("i8", ElementType.Int8, "i8.tif", "i8_be.tif");
        Add("i16", ElementType.Int16, "i16.tif", "i16_be.tif");
        Add("float", ElementType.Float16, "f16.tif", "f16_be.tif");
        Add("float", ElementType.Float32, "f32.tif", "f32_be.tif", "f32_zip_pred3.tif");
        Add("float", ElementType.Float64, "f64.tif", "f64_be.tif", "f64_lzw_pred3.tif");
        Add("rgb", ElementType.UInt8, "rgb.tif", "rgb_planar_tiles.tif", "rgb_planar_strips.tif", "rgb.png", "rgb_adam7.png", "rgb.bmp");
        Add("rgb16", ElementType.UInt16, "rgb16.tif", "rgb16_tiles_be_pred2.tif");
        Add("rgba", ElementType.UInt8, "rgba.png");
        Add("la", ElementType.UInt8, "la.png");
        Add("bit1", ElementType.UInt8, "bit1.tif", "bit1_packbits.tif", "bit1_lsb.tif", "bit1.png", "bit1_adam7.png");
        Add("gray2", ElementType.UInt8, "gray2.png", "gray2_adam7.png");
        Add("gray4", ElementType.UInt8, "gray4.png", "gray4_adam7.png");
        Add("palette", ElementType.UInt8, "palette.tif", "palette4.png", "palette8.png", "palette_adam7.png", "palette.bmp", "palette_rle.bmp");
        return images;
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Reads_every_pixel(string file, string kind, ElementType type)
    {
        using AnyArray array = Read(file);
        Assert.Equal(type, array.ElementType);
        Assert.Empty(array.Warnings);
        using NdArray<double> values = array.As<double>();
        int channels = values.Rank == 3 ? (int)values.Shape[2] : 1;
        Assert.Equal(OtherPrograms.Rows * OtherPrograms.Columns * channels, values.Count);
        for (int y = 0; y < OtherPrograms.Rows; y++)
        {
            for (int x = 0; x < OtherPrograms.Columns; x++)
            {
                for (int c = 0; c < channels; c++) Assert.True(OtherPrograms.Value(kind, y, x, c) == (channels == 1 ? values[y, x] : values[y, x, c]), $"{file} at row {y}, column {x}, channel {c}");
            }
        }
    }

    [Fact]
    public void Reads_pages_as_the_first_axis()
    {
        using AnyArray array = Read("pages.tif");
        Assert.Equal(new Shape(3, OtherPrograms.Rows, OtherPrograms.Columns), array.Shape);
        NdArray<byte> values = array.View<byte>();
        Assert.Equal([40, 41, 42], new[] { values[0, 1, 0] + 3, values[1, 1, 0] + 3, values[2, 1, 0] + 3 });
        Assert.Equal(OtherPrograms.Value("u8", 17, 20, 0) + 2, values[2, 17, 20]);
    }

    [Fact]
    public void Reads_LZW_codes_of_every_length()
    {
        // More than four thousand codes in one strip: the table fills and is cleared.
        using AnyArray array = Read("long_lzw.tif");
        NdArray<byte> values = array.View<byte>();
        Assert.Equal(new Shape(64, 80), values.Shape);
        for (int y = 0; y < 64; y++)
        {
            for (int x = 0; x < 80; x++) Assert.Equal((byte)((7 * x * x) + (13 * y * y) + (x * y)), values[y, x]);
        }
    }

    [Fact]
    public void Reads_complex_TIFF()
    {
        using AnyArray array = Read("c64.tif");
        Assert.Equal(ElementType.Complex64, array.ElementType);
        using NdArray<Complex> values = array.As<Complex>();
        Assert.Equal(new Complex((0.5 * 20) - (0.25 * 17), (0.5 * 20) - (0.25 * 17) + 1), values[17, 20]);
    }

    [Fact]
    public void Leaves_the_unused_byte_of_a_pixel_of_a_bitmap_out()
    {
        // Pillow writes 32 bits without saying that the fourth byte is opacity.
        using AnyArray array = Read("rgba.bmp");
        Assert.Equal(new Shape(OtherPrograms.Rows, OtherPrograms.Columns, 3), array.Shape);
        Assert.Equal(OtherPrograms.Value("rgb", 3, 4, 2), array.View<byte>()[3, 4, 2]);
    }

    [Fact]
    public void Reads_the_two_colours_of_a_bitmap_as_gray()
    {
        using AnyArray array = Read("bit1.bmp");
        Assert.Equal(new Shape(OtherPrograms.Rows, OtherPrograms.Columns), array.Shape);
        Assert.Equal([255, 0], new[] { array.View<byte>()[1, 2], array.View<byte>()[1, 3] });
    }

    [Fact]
    public void Notes_transparency()
    {
        using AnyArray array = Read("palette_t.png");
        Assert.Contains("tRNS", Assert.Single(array.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bit1_g4.tif", "CCITT")]
    [InlineData("rgb_jpeg.tif", "JPEG inside TIFF")]
    public void Refuses_other_packings_by_name(string file, string name)
    {
        var refusal = Assert.Throws<FileFormatException>(() => Read(file));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("save the image", refusal.Message, StringComparison.Ordinal);
    }

    private static AnyArray Read(string file)
    {
        using var folder = new TemporaryFolder();
        return ArrayFile.Read(folder.Write(file, OtherPrograms.Files[file]));
    }
}
