using AdjointKit.Arrays;
using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

public sealed unsafe class StreamingCopyTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0, 64)]
    [InlineData(0, 0, 1000)]
    [InlineData(3, 64, 517)]
    [InlineData(0, 8, 640)]
    public void It_copies_those_bytes_and_no_others(int from, int to, int bytes)
    {
        using NdArray<byte> source = NdArray.Fill<byte>(1200, 1, (i, _) => (byte)((7 * i) + 1));
        using NdArray<byte> target = NdArray.Zeros<byte>(1200);
        StreamingCopy.Copy(source.Pointer + from, target.Pointer + to, bytes);
        var expected = new byte[1200];
        source.AsReadOnlySpan().Slice(from, bytes).CopyTo(expected.AsSpan(to));
        Assert.Equal(expected, target.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Rows_keep_their_own_strides()
    {
        using NdArray<byte> source = NdArray.Fill<byte>(5, 200, (i, k) => (byte)((50 * i) + (k % 50)));
        using NdArray<byte> target = NdArray.Zeros<byte>(5, 128);
        StreamingCopy.CopyRows(source.Pointer + 10, 200, target.Pointer, 128, 70, 5);
        for (int i = 0; i < 5; i++)
        {
            for (int k = 0; k < 128; k++) Assert.Equal(k < 70 ? source[i, k + 10] : 0, target[i, k]);
        }
    }
}
