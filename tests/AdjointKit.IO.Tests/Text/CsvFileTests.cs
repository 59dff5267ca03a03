using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Text;

public class CsvFileTests
{
    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("x, z\r\n1, 2\r\n3, 4")]
    [InlineData("# positions\n\n1e0,+2.0\n  3 ,4.\n\n")]
    public void Reads_rows_and_columns(string text)
    {
        using var folder = new TemporaryFolder();
        using NdArray<double> table = ArrayFile.Read<double>(folder.Write("a.csv", System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(new Shape(2, 2), table.Shape);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], table.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData("1,2\n3,x\n", "line 2, column 2", 6)]
    [InlineData("1,2\n3\n", "line 2 has 1 columns", 4)]
    [InlineData("x,z\n", "no row", 4)]
    [InlineData("1,,2\n", "line 1, column 2", 2)]
    public void Names_line_and_column_of_what_it_cannot_read(string text, string problem, long offset)
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<FileFormatException>(() => ArrayFile.Read(folder.Write("a.csv", System.Text.Encoding.UTF8.GetBytes(text))));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(offset, refusal.ByteOffset);
    }

    [Fact]
    public void Numbers_come_back_as_they_were()
    {
        using var folder = new TemporaryFolder();
        double[] numbers = [0.1, -1.0 / 3, 1e-300, 12345678.9];
        ArrayFile.Write(folder["a.csv"], NdArray.From<double>(numbers, new Shape(2, 2)));
        using NdArray<double> table = ArrayFile.Read<double>(folder["a.csv"]);
        Assert.Equal(numbers, table.AsReadOnlySpan().ToArray());
    }
}
