using System.IO.Compression;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Idx;

public class IdxFileTests
{
    /// <summary>Shorts of shape (2, 3).</summary>
    private static readonly byte[] Shorts = [0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 0, 2, 0, 3, 0xFF, 0xFF, 1, 0, 0x80, 0];

    /// <summary>Damaged files, and a word of the message.</summary>
    public static TheoryData<byte[], string> Damaged => new()
    {
        { [0, 0, 8], "at least 4 bytes" },
        { [1, 0, 8, 1, 0, 0, 0, 1, 5], "two zeros" },
        { [0, 0, 0x0A, 1, 0, 0, 0, 1, 5], "0x0A" },
        { [0, 0, 8, 9, 0, 0, 0, 1, 5], "9 axes" },
        { [0, 0, 8, 2, 0, 0, 0, 1, 5], "inside the head" },
        { [0, 0, 8, 1, 0, 0, 0, 2, 5], "needs 2 bytes" },
        { [0, 0, 8, 1, 0, 0, 0, 2, 5, 6, 7], "needs 2 bytes" },
        { [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], "address space" },
        { [0, 0, 14, 1, 255, 255, 255, 255, 1], "needs 34359738360 bytes" },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_read_plain_and_packed_whatever_its_name(bool packed)
    {
        using var folder = new TemporaryFolder();
        using AnyArray array = ArrayFile.Read(folder.Write("anything", packed ? Packed(Shorts) : Shorts));
        Assert.Equal(new Shape(2, 3), array.Shape);
        Assert.Equal([1, 2, 3, -1, 256, short.MinValue], array.View<short>().AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Floating_point_numbers_have_their_first_byte_first()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal([1.5f], IdxFile.Read<float>(folder.Write("a.idx", [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0])).AsReadOnlySpan().ToArray());
        Assert.Equal([-2.0], IdxFile.Read<double>(folder.Write("b.idx", [0, 0, 0x0E, 1, 0, 0, 0, 1, 0xC0, 0, 0, 0, 0, 0, 0, 0])).AsReadOnlySpan().ToArray());
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_in_one_sentence(byte[] bytes, string word)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(word, Assert.Throws<FileFormatException>(() => IdxFile.Read(folder.Write("a.idx", bytes))).Message, StringComparison.Ordinal);
        Assert.Throws<FileFormatException>(() => IdxFile.Read(folder.Write("a.gz", Packed(bytes))));
    }

    [Fact]
    public void A_damaged_package_is_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] packed = Packed(Shorts);
        for (int kept = 2; kept < packed.Length; kept++) Assert.Throws<FileFormatException>(() => IdxFile.Read(folder.Write("a.gz", packed[..kept])));
        packed[^6]++;
        Assert.Contains("damaged", Assert.Throws<FileFormatException>(() => IdxFile.Read(folder.Write("a.gz", packed))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_digits_of_MNIST_are_read()
    {
        using NdArray<byte> images = ArrayFile.Read<byte>(SharedData.Path("data/learning/mnist/t10k-images-idx3-ubyte.gz"));
        using NdArray<byte> labels = ArrayFile.Read<byte>(SharedData.Path("data/learning/mnist/t10k-labels-idx1-ubyte.gz"));
        Assert.Equal(new Shape(10_000, 28, 28), images.Shape);
        Assert.Equal([7, 2, 1, 0, 4], labels.Slice(0, 0, 5).AsReadOnlySpan().ToArray());
        Assert.Equal(0, images[0, 0, 0]);
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
