using AdjointKit.Arrays;
using AdjointKit.Runs;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Binary;

public class BinaryFileTests
{
    [Theory]
    [InlineData("f4", ElementType.Float32, false)]
    [InlineData("<f4", ElementType.Float32, false)]
    [InlineData(">f4", ElementType.Float32, true)]
    [InlineData("i2", ElementType.Int16, false)]
    [InlineData(">c16", ElementType.Complex128, true)]
    [InlineData("|u1", ElementType.UInt8, false)]
    public void Element_formats_are_written_as_numpy_does(string text, ElementType type, bool bigEndian) =>
        Assert.Equal(new ElementFormat(type, bigEndian), ElementFormat.Parse(text));

    [Fact]
    public void An_unknown_element_format_is_refused() => Assert.Contains("`f3`", Assert.Throws<ArgumentException>(() => ElementFormat.Parse("f3")).Message, StringComparison.Ordinal);

    [Fact]
    public void Reads_either_byte_order()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.bin", [0, 1, 2, 3]);
        using NdArray<short> little = ArrayFile.Read<short>(path, new ArrayReadOptions { Shape = new Shape(2), Format = ElementFormat.Parse("<i2") });
        using NdArray<short> big = ArrayFile.Read<short>(path, new ArrayReadOptions { Shape = new Shape(1, 2), Format = ElementFormat.Parse(">i2") });
        Assert.Equal([(short)0x100, (short)0x302], little.AsReadOnlySpan().ToArray());
        Assert.Equal([(short)0x1, (short)0x203], big.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_size_that_does_not_fit_names_both_sizes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.bin", new byte[10]);
        string message = Assert.Throws<FileFormatException>(() => BinaryFile.Read(path, new Shape(3), ElementFormat.Parse("f4"))).Message;
        Assert.Contains("has 10 bytes", message, StringComparison.Ordinal);
        Assert.Contains("needs 12", message, StringComparison.Ordinal);
        Assert.Throws<FileFormatException>(() => BinaryFile.Read(path, new Shape(1_000_000_000, 1_000_000_000), ElementFormat.Parse("c16")));
        Assert.Contains("--shape", Assert.Throws<FileFormatException>(() => ArrayFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Reads_the_Marmousi_model()
    {
        string path = SharedData.Path("data/seismic/models/marmousi_vp_nx1601_nz401_7.5m_kms_f32le.bin");
        using NdArray<float> model = ArrayFile.Read<float>(path, new ArrayReadOptions { Shape = new Shape(1601, 401) });
        float least = float.MaxValue;
        float most = 0;
        foreach (float speed in model.AsReadOnlySpan())
        {
            least = Math.Min(least, speed);
            most = Math.Max(most, speed);
        }

        Assert.Equal(1.028f, least, 3);
        Assert.Equal(4.7f, most, 3);
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.bin", [1, 2]);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(9);
            throw new InvalidOperationException("stop");
        }));
        Assert.Equal([1, 2], File.ReadAllBytes(path));
        Assert.Equal(["a.bin"], folder.Names);
        BinaryFile.Write(path, NdArray.From<short>(7));
        Assert.Equal([7, 0], File.ReadAllBytes(path));
        Assert.Equal(["a.bin"], folder.Names);
    }

    [SkippableFact]
    public void A_device_is_written_to_and_not_replaced()
    {
        // A device to write to that every Unix has, and Windows has not.
        Skip.IfNot(File.Exists("/dev/null"), "there is no /dev/null here");
        AtomicFile.Write("/dev/null", stream => stream.WriteByte(1));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }
}
