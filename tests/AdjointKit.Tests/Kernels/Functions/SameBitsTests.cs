using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels.Functions;

/// <summary>An element has the same result in registers of any width, in arrays of any length, in any place of a view, with any number of threads.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string> Names => [.. FunctionCase.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_and_length_gives_the_same(string name)
    {
        FunctionCase function = FunctionCase.Find(name);
        float[] x = Numbers();
        double[] wide = [.. x.Select(value => (double)value * 1.000000001)];
        float[] expected = new float[x.Length];
        double[] expectedWide = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            function.RunAt(128, x.AsSpan(i, 1), expected.AsSpan(i, 1));
            function.RunAt(128, wide.AsSpan(i, 1), expectedWide.AsSpan(i, 1));
        }

        foreach (int bits in new[] { 128, 256, 512 })
        {
            foreach (int length in new[] { 1, 2, 3, 7, 9, 31, 33, x.Length })
            {
                float[] actual = new float[length];
                double[] actualWide = new double[length];
                function.RunAt(bits, x.AsSpan(0, length), actual);
                function.RunAt(bits, wide.AsSpan(0, length), actualWide);
                Assert.Equal(expected.Take(length), actual);
                Assert.Equal(expectedWide.Take(length), actualWide);
            }
        }
    }

    [Theory]
    [InlineData(UnaryOp.Exp)]
    [InlineData(UnaryOp.Phase)]
    [InlineData(UnaryOp.Abs)]
    public void Views_of_complex_numbers_give_the_same_as_contiguous_ones(UnaryOp op)
    {
        using var compute = new Compute(threads: 2);
        NdArray<ComplexF> z = NdArray.Empty<ComplexF>(new Shape(3, 131));
        new CounterRandom(1).FillNormal(z);
        NdArray<ComplexF> wide = NdArray.Empty<ComplexF>(new Shape(3, 262));
        NdArray<ComplexF> view = wide.Slice(1, 0, 131, 2);
        compute.Backend.Copy(z, view);
        if (op == UnaryOp.Exp)
        {
            NdArray<ComplexF> expected = NdArray.Empty<ComplexF>(z.Shape);
            compute.Backend.Unary(op, z, expected);
            compute.Backend.Unary(op, view, view);
            for (nint i = 0; i < 3; i++)
            {
                for (nint k = 0; k < 131; k++) Assert.Equal(expected[i, k], view[i, k]);
            }
        }
        else
        {
            NdArray<float> expected = NdArray.Empty<float>(z.Shape);
            NdArray<float> actual = NdArray.Empty<float>(new Shape(131, 3)).Transpose(1, 0);
            compute.Backend.Unary(op, z, expected);
            compute.Backend.Unary(op, view, actual);
            for (nint i = 0; i < 3; i++)
            {
                for (nint k = 0; k < 131; k++) Assert.Equal(expected[i, k], actual[i, k]);
            }
        }
    }

    /// <summary>Numbers of all sizes: every path of every function, side by side.</summary>
    private static float[] Numbers()
    {
        var random = new Random(7);
        float[] special = [0, -0f, 1, -1, float.Epsilon, -1e-40f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.MaxValue, 88.8f, -88, -103.5f, 1e10f, -3e30f, 0.5f, -0.25f];
        return [.. special, .. Enumerable.Range(0, 400).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))), .. Enumerable.Range(0, 100).Select(_ => (random.NextSingle() - 0.5f) * 20)];
    }
}
