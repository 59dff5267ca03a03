using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.MatrixMultiply;
using Xunit;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

/// <summary>Leaving out the zeros of the left operand changes no bit, at any register width and number of threads.</summary>
public sealed unsafe class SparseRowsTests
{
    [Theory]
    [InlineData(300, 500, 250, 0.1, false)]
    [InlineData(301, 130, 128, 0.2, false)]
    [InlineData(2, 129, 209, 0.05, true)]
    [InlineData(41, 1100, 220, 0.1, false)]
    [InlineData(41, 1100, 220, 0.1, true)]
    [InlineData(9, 40, 500, 0, false)]
    [InlineData(40, 60, 100, 1, false)]
    [InlineData(40, 60, 7, 0.1, false)]
    public void The_bits_are_those_of_the_plain_twin(int rows, int inner, int columns, double density, bool add)
    {
        Compare<float>(rows, inner, columns, density, add);
        Compare<double>(rows, inner, columns, density, add);
    }

    /// <summary>Where the rows of B are contiguous they are added up where they stand, and A may be a transposed matrix: the products of unrolled networks and of their gradients.</summary>
    [Theory]
    [InlineData(64, 500, 250, 0.15, false)]
    [InlineData(64, 500, 250, 0.15, true)]
    [InlineData(500, 64, 250, 0.1, true)]
    [InlineData(33, 512, 17, 0.05, false)]
    [InlineData(70, 31, 131, 0.3, true)]
    [InlineData(2, 40, 500, 0, false)]
    public void The_bits_are_those_of_the_plain_twin_by_rows(int rows, int inner, int columns, double density, bool turned)
    {
        CompareByRows<float>(rows, inner, columns, density, turned);
        CompareByRows<double>(rows, inner, columns, density, turned);
    }

    [Fact]
    public void What_is_not_finite_meets_no_zero()
    {
        NdArray<double> a = NdArray.From(new[,] { { 0, 2.0, 0, 0 }, { 0, 0, 0, 0 } });
        NdArray<double> b = NdArray.Fill<double>(4, 16, (row, _) => row == 1 ? 3 : double.PositiveInfinity);
        NdArray<double> into = NdArray.Empty<double>(new Shape(2, 16));
        using var team = new ThreadTeam(1);
        Products<double>.Create(Products<double>.BestWidth).RunSparse(ByRows(a, b, into, turned: false), team);
        Assert.Equal([.. Enumerable.Repeat(6.0, 16), .. Enumerable.Repeat(0.0, 16)], into.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void It_pays_where_a_third_is_not_zero_and_not_where_four_fifths_are()
    {
        Assert.True(Pays(0.33));
        Assert.False(Pays(0.8));
    }

    private static bool Pays(double density)
    {
        NdArray<double> a = Sparse<double>(100, 500, density);
        NdArray<double> b = Sparse<double>(64, 500, 1);
        NdArray<double> into = NdArray.Empty<double>(new Shape(100, 64));
        return SparseRows<AdjointKit.Kernels.Simd.Double256, System.Runtime.Intrinsics.Vector256<double>, double>.Pays(Product(a, b, into, add: false));
    }

    private static void Compare<T>(int rows, int inner, int columns, double density, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> a = Sparse<T>(rows, inner, density);
        NdArray<T> b = Sparse<T>(columns, inner, 1);
        NdArray<T> before = Sparse<T>(rows, columns, 1);
        NdArray<T> expected = before.Copy();
        ChainedProduct.Run(Product(a, b, expected, add));
        foreach (int bits in (int[])[0, 256, 512])
        {
            foreach (int threads in (int[])[1, 3])
            {
                using var team = new ThreadTeam(threads);
                NdArray<T> into = before.Copy();
                Products<T>.Create(bits).RunSparse(Product(a, b, into, add), team);
                Assert.Equal(expected.AsReadOnlySpan().ToArray(), into.AsReadOnlySpan().ToArray());
            }
        }
    }

    private static void CompareByRows<T>(int rows, int inner, int columns, double density, bool turned)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> a = turned ? Sparse<T>(inner, rows, density) : Sparse<T>(rows, inner, density);
        NdArray<T> b = Sparse<T>(inner, columns, 1);
        NdArray<T> expected = NdArray.Empty<T>(new Shape(rows, columns));
        ChainedProduct.Run(ByRows(a, b, expected, turned));
        Assert.True(SparseRowsByRows<AdjointKit.Kernels.Simd.ScalarLane<T>, T, T>.Pays(ByRows(a, b, expected, turned)));
        foreach (int bits in (int[])[0, 256, 512])
        {
            foreach (int threads in (int[])[1, 3])
            {
                using var team = new ThreadTeam(threads);
                NdArray<T> into = NdArray.Fill<T>(rows, columns, (_, _) => T.NaN);
                Products<T>.Create(bits).RunSparse(ByRows(a, b, into, turned), team);
                Assert.Equal(expected.AsReadOnlySpan().ToArray(), into.AsReadOnlySpan().ToArray());
            }
        }
    }

    /// <summary>into = a b, or a^T b.</summary>
    private static Product<T> ByRows<T>(NdArray<T> a, NdArray<T> b, NdArray<T> into, bool turned)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Rows = into.Shape[0],
            Columns = b.Shape[1],
            Inner = b.Shape[0],
            Parts = 1,
            A = turned ? new((nint)a.ToUntyped().Pointer, 1, a.Shape[1]) : new((nint)a.ToUntyped().Pointer, a.Shape[1], 1),
            B = new((nint)b.ToUntyped().Pointer, b.Shape[1], 1),
            Into = new((nint)into.ToUntyped().Pointer, into.Shape[1], 1),
            Batch = new Batch(),
        };

    /// <summary>into = a b^T, or added to it.</summary>
    private static Product<T> Product<T>(NdArray<T> a, NdArray<T> b, NdArray<T> into, bool add)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
        {
            Rows = a.Shape[0],
            Columns = b.Shape[0],
            Inner = a.Shape[1],
            Parts = 1,
            A = new((nint)a.ToUntyped().Pointer, a.Shape[1], 1),
            B = new((nint)b.ToUntyped().Pointer, 1, b.Shape[1]),
            Into = new((nint)into.ToUntyped().Pointer, into.Shape[1], 1),
            Add = add,
            Batch = new Batch(),
        };

    private static NdArray<T> Sparse<T>(int rows, int columns, double density)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> x = NdArray.Empty<T>(new Shape(rows, columns));
        new CounterRandom(1).FillNormal(x);
        NdArray<double> kept = NdArray.Empty<double>(x.Shape);
        new CounterRandom(2).FillUniform(kept);
        for (int k = 0; k < x.Count; k++)
        {
            // Zeros of both signs.
            ref T number = ref x.AsWritableSpan()[k];
            if (kept.AsReadOnlySpan()[k] >= density) number = T.IsNegative(number) ? T.NegativeZero : T.Zero;
        }

        return x;
    }
}
