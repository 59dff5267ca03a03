using System.Buffers.Binary;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Images;

/// <summary>Files that lie: one sentence with the byte offset, before memory is taken.</summary>
public class DamagedImageTests
{
    [Theory]
    [InlineData("u8_be.tif")]
    [InlineData("u8_lzw_pred2.tif")]
    [InlineData("u16_lzw_pred2_be.tif")]
    [InlineData("u32_zip_pred2.tif")]
    [InlineData("bit1_packbits.tif")]
    [InlineData("u8.png")]
    [InlineData("rgb_adam7.png")]
    [InlineData("palette4.png")]
    [InlineData("palette.bmp")]
    [InlineData("bit1.bmp")]
    public void A_file_that_is_cut_anywhere_is_refused_or_whole(string name)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = OtherPrograms.Files[name];
        using AnyArray expected = ArrayFile.Read(folder.Write(name, whole));
        int refused = 0;
        for (int length = 0; length < whole.Length; length++)
        {
            folder.Write(name, whole.AsSpan(0, length));
            try
            {
                using AnyArray read = ArrayFile.Read(folder[name]);
                Assert.Equal(Numbers(expected), Numbers(read));
            }
            catch (FileFormatException refusal)
            {
                Assert.InRange(refusal.ByteOffset, 0, whole.Length);
                refused++;
            }
        }

        // What stands last may not matter: padding, or a text.
        Assert.InRange(refused, whole.Length - 40, whole.Length);
    }

    [Theory]
    [InlineData(256, 0x7fffffffu, "cannot be packed|needs")]
    [InlineData(257, 0x7fffffffu, "names")]
    [InlineData(256, 0u, "ImageWidth 0")]
    [InlineData(273, 0xfffffff0u, "outside the file")]
    [InlineData(278, 0u, "strips or tiles")]
    public void A_false_field_of_TIFF_is_refused(int tag, uint value, string problem)
    {
        byte[] bytes = [.. OtherPrograms.Files["u32_zip_pred2.tif"]];
        SetField(bytes, tag, value);
        FileFormatException refusal = Refusal("a.tif", bytes);
        Assert.Contains(problem.Split('|'), word => refusal.Message.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_of_directories_that_returns_is_refused()
    {
        byte[] bytes = [.. OtherPrograms.Files["u8.tif"]];
        int first = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(first));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(first + 2 + (12 * count)), first);
        Assert.Contains("came before", Refusal("a.tif", bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strips_that_lie_over_each_other_are_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder["a.tif"];
        Made.Tiff(path, new byte[500], width: 1000, height: 400, bits: 8, rowsPerStrip: 1, offset: 8, count: 1000);
        Assert.Contains("lie over each other", Assert.Throws<FileFormatException>(() => ArrayFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LZW_of_the_old_kind_is_refused()
    {
        byte[] bytes = [.. OtherPrograms.Files["u8_lzw.tif"]];
        bytes[8] = 0;
        bytes[9] = 1;
        Assert.Contains("before TIFF 5", Refusal("a.tif", bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_check_sum_of_PNG_is_refused()
    {
        byte[] bytes = [.. OtherPrograms.Files["u8.png"]];
        bytes[^20] ^= 1;
        Assert.Contains("check sum", Refusal("a.png", bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PNG_image_that_claims_too_much_is_refused()
    {
        byte[] bytes = [.. OtherPrograms.Files["u8.png"]];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 100_000);
        PngBytes.MendChecks(bytes);
        Assert.Contains("cannot be packed", Refusal("a.png", bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bitmap_that_claims_too_much_is_refused()
    {
        byte[] bytes = [.. OtherPrograms.Files["rgb.bmp"]];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), int.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), int.MaxValue);
        Assert.Contains("are left", Refusal("a.bmp", bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_content_is_decides_and_a_wrong_ending_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        using AnyArray bitmap = ArrayFile.Read(folder.Write("a.png", OtherPrograms.Files["u8.bmp"]));
        Assert.Equal("it is a BMP image, whatever its name promises", Assert.Single(bitmap.Warnings));
        ArrayFile.Write(folder["a.npy"], NdArray.Zeros<byte>(2, 3));
        File.Move(folder["a.npy"], folder["b.tif"]);
        using AnyArray array = ArrayFile.Read(folder["b.tif"]);
        Assert.Equal("its name promises a TIFF image, which it is not", Assert.Single(array.Warnings));
    }

    [Fact]
    public void Where_libturbojpeg_is_missing_the_message_says_how_to_install_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.jpg", JpegBytes.Gray);
        Assert.Contains("apt-get install libturbojpeg0", Assert.Throws<FileFormatException>(() => JpegFile.Read(path, null)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Small_JPEG_images_are_read_and_cut_ones_refused()
    {
        // JPEG is read by a library of the system that not every machine has; .ci/run installs it, so nothing is skipped there.
        Skip.If(TurboJpegLibrary.Instance is null, "libturbojpeg is not on this machine (Debian: libturbojpeg0)");
        using var folder = new TemporaryFolder();
        using NdArray<double> gray = ArrayFile.Read<double>(folder.Write("a.jpg", JpegBytes.Gray));
        using NdArray<double> color = ArrayFile.Read<double>(folder.Write("b.jpg", JpegBytes.Color));
        Assert.Equal((new Shape(18, 21), 41387.0), (gray.Shape, gray.AsReadOnlySpan().ToArray().Sum()));
        Assert.Equal((new Shape(18, 21, 3), 62321.0), (color.Shape, color.AsReadOnlySpan().ToArray().Sum()));
        for (int length = 0; length < JpegBytes.Color.Length - 2; length++)
        {
            string path = folder.Write("c.jpg", JpegBytes.Color.AsSpan(0, length));
            Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
        }
    }

    private static FileFormatException Refusal(string name, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, bytes);
        return Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
    }

    private static double[] Numbers(AnyArray array)
    {
        using NdArray<double> numbers = array.As<double>();
        return numbers.AsReadOnlySpan().ToArray();
    }

    /// <summary>Changes the first number of a field of a little-endian TIFF file; one beside the directory is moved into it.</summary>
    private static void SetField(byte[] bytes, int tag, uint value)
    {
        int directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(directory));
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = bytes.AsSpan(directory + 2 + (12 * i), 12);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) != tag) continue;
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            if (BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) > 1) entry = bytes.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(entry[8..]) - 8);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], value);
            return;
        }

        throw new InvalidOperationException($"no field {tag}");
    }
}
