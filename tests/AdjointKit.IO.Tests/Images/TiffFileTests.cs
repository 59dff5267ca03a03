using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Images;

public class TiffFileTests
{
    [Fact]
    public void Reads_twelve_bits()
    {
        using var folder = new TemporaryFolder();
        Made.Tiff(folder["a.tif"], [0x12, 0x3a, 0xbc, 0xff, 0xf0, 0x00, 0x12, 0x30], width: 3, height: 1, bits: 12, rowsPerStrip: 1);
        using AnyArray array = ArrayFile.Read(folder["a.tif"]);
        Assert.Equal([0x123, 0xabc, 0xfff], array.View<ushort>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void White_may_be_zero_in_any_depth()
    {
        using var folder = new TemporaryFolder();
        Made.Tiff(folder["a.tif"], [0x12, 0x3a, 0xbc, 0xff, 0xf0], width: 3, height: 1, bits: 12, rowsPerStrip: 1, more: new TiffField(TiffTag.Photometric, TiffEntry.Short, [0]));
        using AnyArray array = ArrayFile.Read(folder["a.tif"]);
        Assert.Equal([0xfff - 0x123, 0xfff - 0xabc, 0], array.View<ushort>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Pages_of_another_shape_are_left_out_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        using (FileStream stream = File.Create(folder["a.tif"]))
        {
            var writer = new TiffDirectoryWriter(stream, big: false);
            writer.WriteHead();
            Made.Page(stream, writer, [1, 2, 3, 4], width: 2, height: 2, bits: 8, rowsPerStrip: 2);
            Made.Page(stream, writer, [9], width: 1, height: 1, bits: 8, rowsPerStrip: 1);
            Made.Page(stream, writer, [5, 6, 7, 8], width: 2, height: 2, bits: 8, rowsPerStrip: 2);
        }

        using AnyArray array = ArrayFile.Read(folder["a.tif"]);
        Assert.Equal(new Shape(2, 2, 2), array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], array.View<byte>().AsReadOnlySpan().ToArray());
        Assert.StartsWith("1 of 3 images are left out", Assert.Single(array.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wavelength = 633 nm", 633e-9, null, null)]
    [InlineData("Wavelength: 0.5um\npitch: 5, 5 um", 500e-9, 5e-6, null)]
    [InlineData("pitch=5e-6\ndistance: -36.85 mm", null, 5e-6, -36.85e-3)]
    [InlineData("wavelength: red\npitch: 0\ndistance: NaN", null, null, null)]
    public void Reads_lengths_of_a_description(string text, double? wavelength, double? pitch, double? distance)
    {
        ImageMetadata read = MetadataText.Read(text, new ImageMetadata());
        Assert.Equal((wavelength, pitch, pitch, distance), (read.Wavelength, read.PitchX, read.PitchY, read.Distance));
        Assert.Equal(wavelength is null && pitch is null ? text : null, read.Description);
    }

    [Theory]
    [InlineData(2, 300, null)]
    [InlineData(3, 2500, 4e-6)]
    public void A_resolution_for_print_is_no_pitch(int unit, int perUnit, double? pitch)
    {
        using var folder = new TemporaryFolder();
        TiffField[] resolution = [new(TiffTag.XResolution, TiffEntry.Rational, [perUnit, 1]), new(TiffTag.YResolution, TiffEntry.Rational, [perUnit, 1]), new(TiffTag.ResolutionUnit, TiffEntry.Short, [unit])];
        Made.Tiff(folder["a.tif"], [1], width: 1, height: 1, bits: 8, rowsPerStrip: 1, more: resolution);
        using AnyArray array = ArrayFile.Read(folder["a.tif"]);
        Assert.Equal(pitch, array.Image?.PitchX);
        Assert.Equal(pitch, array.Image?.PitchY);
    }
}
