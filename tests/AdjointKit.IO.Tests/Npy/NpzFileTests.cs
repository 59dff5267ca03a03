using System.IO.Compression;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Npy;

public class NpzFileTests
{
    [Fact]
    public void Named_arrays_come_back()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["a.npz"], KeyValuePair.Create("first", AnyArray.Of(NdArray.From<float>(1, 2))), KeyValuePair.Create("second", AnyArray.Of(NdArray.From<short>(3))));
        Assert.Equal(["first", "second"], NpzFile.Names(folder["a.npz"]));
        using NdArray<float> first = NpzFile.Read<float>(folder["a.npz"], "first");
        using NdArray<short> second = NpzFile.Read<short>(folder["a.npz"], "second.npy");
        Assert.Equal([1f, 2f], first.AsReadOnlySpan().ToArray());
        Assert.Equal([(short)3], second.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Other_readers_understand_the_archive()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["a.npz"], KeyValuePair.Create("x", AnyArray.Of(NdArray.From<double>(1, 2, 3))));
        using ZipArchive archive = ZipFile.OpenRead(folder["a.npz"]);
        ZipArchiveEntry entry = Assert.Single(archive.Entries);
        Assert.Equal("x.npy", entry.FullName);
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.Equal(128 + 24, copy.Length);
    }

    [Fact]
    public void Putting_an_array_keeps_the_others_and_replaces_its_own()
    {
        using var folder = new TemporaryFolder();
        ArrayFile.Write(folder["a.npz"] + ":x", NdArray.From<double>(1));
        ArrayFile.Write(folder["a.npz"] + ":y", NdArray.From<double>(2));
        ArrayFile.Write(folder["a.npz"] + ":x", NdArray.From<double>(3));
        Assert.Equal(["y", "x"], NpzFile.Names(folder["a.npz"]));
        using NdArray<double> x = ArrayFile.Read<double>(folder["a.npz"] + ":x");
        using NdArray<double> y = ArrayFile.Read<double>(folder["a.npz"] + ":y");
        Assert.Equal(3, x[0]);
        Assert.Equal(2, y[0]);
    }

    [Fact]
    public void Deflated_members_are_read_and_checked()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["x.npy"], NdArray.Zeros<float>(1000, 1000));
        using (ZipArchive archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create)) archive.CreateEntryFromFile(folder["x.npy"], "x.npy");
        using (AnyArray back = NpzFile.Read(folder["a.npz"])) Assert.Equal(new Shape(1000, 1000), back.Shape);
        byte[] bytes = File.ReadAllBytes(folder["a.npz"]);
        int crcAt = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16;
        bytes[crcAt]++;
        var refusal = Assert.Throws<FileFormatException>(() => NpzFile.Read(folder.Write("b.npz", bytes)));
        Assert.Contains("check sum", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_of_more_than_deflate_can_pack_takes_no_memory()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["x.npy"], NdArray.Zeros<float>(1000));
        using (ZipArchive archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create)) archive.CreateEntryFromFile(folder["x.npy"], "x.npy");
        byte[] bytes = File.ReadAllBytes(folder["a.npz"]);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 2_000_000_000u);
        var refusal = Assert.Throws<FileFormatException>(() => NpzFile.Read(folder.Write("b.npz", bytes)));
        Assert.Contains("cannot be", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_name_is_answered_with_the_names_that_are_there()
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder["a.npz"], KeyValuePair.Create("u", AnyArray.Of(NdArray.From<float>(1))), KeyValuePair.Create("v", AnyArray.Of(NdArray.From<float>(1))));
        Assert.Contains("u, v", Assert.Throws<FileFormatException>(() => ArrayFile.Read(folder["a.npz"] + ":w")).Message, StringComparison.Ordinal);
        Assert.Contains("u, v", Assert.Throws<FileFormatException>(() => ArrayFile.Read(folder["a.npz"])).Message, StringComparison.Ordinal);
    }
}
