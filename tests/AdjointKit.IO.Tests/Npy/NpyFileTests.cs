using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Npy;

public class NpyFileTests
{
    [Fact]
    public void Writes_the_head_that_numpy_writes()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], NdArray.From<float>([1, 2, 3, 4, 5, 6], new Shape(2, 3)));
        byte[] bytes = File.ReadAllBytes(folder["a.npy"]);
        Assert.Equal(128 + 24, bytes.Length);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], bytes[..10]);
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n", Encoding.Latin1.GetString(bytes[10..128]));
        Assert.Equal(6f, BitConverter.ToSingle(bytes, 148));
    }

    [Fact]
    public void Every_element_type_comes_back_with_the_same_bits()
    {
        RoundTrip<bool>(true, false, true);
        RoundTrip<sbyte>(-128, 0, 127);
        RoundTrip<byte>(0, 1, 255);
        RoundTrip<short>(short.MinValue, 0, short.MaxValue);
        RoundTrip<ushort>(0, 1, ushort.MaxValue);
        RoundTrip(int.MinValue, 0, int.MaxValue);
        RoundTrip<uint>(0, 1, uint.MaxValue);
        RoundTrip(long.MinValue, 0, long.MaxValue);
        RoundTrip<ulong>(0, 1, ulong.MaxValue);
        RoundTrip(Half.MinValue, Half.Epsilon, Half.NaN);
        RoundTrip(float.MinValue, float.Epsilon, float.NegativeInfinity);
        RoundTrip(double.MinValue, double.Epsilon, -0.0);
        RoundTrip(new ComplexF(1, -2), new ComplexF(0, float.MaxValue), default);
        RoundTrip(new Complex(1, -2), new Complex(0, double.MaxValue), default);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{\"shape\":(2),\"fortran_order\":False,\"descr\":\"<f4\"}")]
    [InlineData("{'shape': (2L, 1L), 'fortran_order': True, 'descr': u'<f4'}   \n")]
    [InlineData("{'shape': (1, 1, 2, 1, 1, 1, 1, 1), 'fortran_order': True, 'descr': '=f4'}")]
    public void Reads_heads_of_other_writers(string head)
    {
        using var folder = new TemporaryFolder();
        using NdArray<float> array = NpyFile.Read<float>(folder.Write("a.npy", Make(head, [0, 0, 128, 63, 0, 0, 0, 64])));
        Assert.Equal([1f, 2f], array.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "needs 12 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), }", "negative")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "address space")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999999999,), }", "address space")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "never executed")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (2,), }", "element type `<U4`")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,2), }", "8 axes")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "lacks")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "key `x`")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2", "belongs here")]
    [InlineData("{'descr': '<f4", "does not end")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } import os", "goes on")]
    [InlineData("", "`{` belongs here")]
    public void Refuses_a_damaged_head_in_one_sentence(string head, string problem)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.npy", Make(head, new byte[8]));
        var refusal = Assert.Throws<FileFormatException>(() => NpyFile.Read(path));
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path}, byte {refusal.ByteOffset}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(path, refusal.Path);
    }

    [Fact]
    public void Column_major_elements_come_back_in_row_major_order()
    {
        using var folder = new TemporaryFolder();
        byte[] data = new byte[6];
        for (int i = 0; i < 6; i++) data[i] = (byte)i;
        using NdArray<byte> array = NpyFile.Read<byte>(folder.Write("a.npy", Make("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", data)));
        Assert.Equal([0, 2, 4, 1, 3, 5], array.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Writes_a_view_as_its_elements_read()
    {
        using var folder = new TemporaryFolder();
        NdArray<int> array = NdArray.From<int>([1, 2, 3, 4, 5, 6], new Shape(2, 3));
        NpyFile.Write(folder["a.npy"], array.Transpose(1, 0));
        using NdArray<int> back = NpyFile.Read<int>(folder["a.npy"]);
        Assert.Equal(new Shape(3, 2), back.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], back.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_bool_of_any_byte_becomes_true()
    {
        using var folder = new TemporaryFolder();
        using NdArray<bool> array = NpyFile.Read<bool>(folder.Write("a.npy", Make("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 77])));
        Assert.Equal([0, 1, 1], System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.AsReadOnlySpan()).ToArray());
    }

    [Fact]
    public void Scalars_and_empty_arrays_keep_their_shape()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["scalar.npy"], NdArray.From<double>([7], new Shape(ReadOnlySpan<nint>.Empty)));
        NpyFile.Write(folder["empty.npy"], NdArray.Zeros<double>(0, 5));
        using AnyArray scalar = NpyFile.Read(folder["scalar.npy"]);
        using AnyArray empty = NpyFile.Read(folder["empty.npy"]);
        Assert.Equal(0, scalar.Shape.Rank);
        Assert.Equal(7, scalar.View<double>().AsReadOnlySpan()[0]);
        Assert.Equal(new Shape(0, 5), empty.Shape);
    }

    private static byte[] Make(string head, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(head);
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static void RoundTrip<T>(params T[] values)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], NdArray.From<T>(values, new Shape(1, values.Length)));
        using NdArray<T> back = NpyFile.Read<T>(folder["a.npy"]);
        Assert.Equal(new Shape(1, values.Length), back.Shape);
        Assert.Equal(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray(),
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(back.AsReadOnlySpan()).ToArray());
    }
}
