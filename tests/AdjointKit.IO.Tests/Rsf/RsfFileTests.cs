using System.Text;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Rsf;

public class RsfFileTests
{
    private const string Head = "sfmath\tsomeone@here\n\tn1=3 n2=1\n\tn1=2 n2=3 n3=1 d1=0.004 o1=0 d2=25 o2=100 label1=\"Time\" unit1=\"s\"\n\tesize=4\n\tdata_format=\"native_float\"\n";

    [Fact]
    public void Elements_after_the_text_are_read_with_axis_1_last()
    {
        using var folder = new TemporaryFolder();
        using AnyArray array = ArrayFile.Read(folder.Write("a.rsf", [.. Encoding.ASCII.GetBytes(Head + "in=\"stdin\"\n"), 12, 12, 4, .. Floats(1, 2, 3, 4, 5, 6)]));
        Assert.Equal(new Shape(3, 2), array.Shape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], array.View<float>().AsReadOnlySpan().ToArray());
        IReadOnlyList<RsfAxis> axes = RsfFile.ReadAxes(folder["a.rsf"]);
        Assert.Equal(new RsfAxis(3, 100, 25, "", ""), axes[0]);
        Assert.Equal(new RsfAxis(2, 0, 0.004, "Time", "s"), axes[1]);
    }

    [Fact]
    public void Elements_beside_the_text_are_found_there()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.rsf", Encoding.ASCII.GetBytes(Head + "in=\"/nowhere/a.rsf@\"\n"));
        Assert.Contains("absent", Assert.Throws<FileFormatException>(() => ArrayFile.Read(path)).Message, StringComparison.Ordinal);
        folder.Write("a.rsf@", Floats(1, 2, 3, 4, 5, 6));
        using AnyArray array = ArrayFile.Read(path);
        Assert.Equal(6, array.View<float>()[2, 1]);
    }

    [Theory]
    [InlineData("n1=2 n2=3 data_format=\"ascii_float\" in=\"stdin\"", "1 2 3\n4 5 6.5", 6.5)]
    [InlineData("n1=1 data_format=\"xdr_int\" in=\"stdin\"", "\0\0\0\u0007", 7)]
    public void Text_and_the_other_byte_order_are_read(string head, string elements, double last)
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> array = ArrayFile.Read<double>(folder.Write("a.rsf", [.. Encoding.ASCII.GetBytes(head), 12, 12, 4, .. Encoding.Latin1.GetBytes(elements)]));
        Assert.Equal(last, array.AsReadOnlySpan()[^1]);
    }

    [Theory]
    [InlineData("n1=2 in=\"stdin\"", "follow it")]
    [InlineData("n1=-2 in=\"stdin\"", "no length")]
    [InlineData("n1=99999999999 n2=99999999999 in=\"stdin\"", "address space")]
    [InlineData("n1=2 data_format=\"native_bits\" in=\"stdin\"\f\f\u0004", "not read")]
    [InlineData("n1=2 esize=8 data_format=\"native_float\" in=\"stdin\"\f\f\u0004", "contradicts")]
    [InlineData("n1=2 data_format=\"native_float\" in=\"stdin\"\f\f\u0004abc", "needs 8")]
    [InlineData("n1=2000000 data_format=\"ascii_float\" in=\"stdin\"\f\f\u0004abc", "cannot hold")]
    [InlineData("n1=2 data_format=\"native_float\" in=\"/dev/zero\"", "needs 8")]
    public void What_is_wrong_is_said_in_one_sentence(string text, string problem)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.rsf", Encoding.Latin1.GetBytes(text));
        Assert.Contains(problem, Assert.Throws<FileFormatException>(() => ArrayFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Floats(params float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray();
}
