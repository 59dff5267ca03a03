using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Sparse.Tests.Images;

/// <summary>Blocks of 3 x 3 pixels, two images of 6 x 9.</summary>
public sealed class BlockSensingOperatorTests : OperatorSuite<double, double>
{
    private const int Samples = 4;

    [Fact]
    public void Blocks_follow_each_other_row_by_row_and_so_do_their_pixels()
    {
        using var compute = new Compute();
        LinearOperator<double, double> a = Make(compute);
        using NdArray<double> matrix = SmallProblem.Matrix(Samples, 9);
        using NdArray<double> x = NdArray.Empty<double>(a.Domain);
        new CounterRandom(3).FillNormal(x);
        using NdArray<double> y = a.Apply(x);
        Assert.Equal(new Shape(2, 2, 3, Samples), y.Shape);
        for (int block = 0; block < 12; block++)
        {
            (int image, int row, int column) = (block / 6, block / 3 % 2, block % 3);
            for (int sample = 0; sample < Samples; sample++)
            {
                double sum = 0;
                for (int pixel = 0; pixel < 9; pixel++) sum += matrix[sample, pixel] * x[image, (3 * row) + (pixel / 3), (3 * column) + (pixel % 3)];
                Assert.Equal(sum, y[image, row, column, sample], 1e-12);
            }
        }
    }

    [Fact]
    public void Images_that_are_not_whole_blocks_are_refused()
    {
        using var compute = new Compute();
        using NdArray<double> matrix = SmallProblem.Matrix(Samples, 9);
        Assert.Contains("multiples of 3: pad", Assert.Throws<ArgumentException>(() => new BlockSensingOperator<double>(compute, new Shape(6, 10), matrix)).Message, StringComparison.Ordinal);
        using NdArray<double> odd = SmallProblem.Matrix(Samples, 10);
        Assert.Contains("[M, B B]", Assert.Throws<ArgumentException>(() => new BlockSensingOperator<double>(compute, new Shape(6, 9), odd)).Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    protected override LinearOperator<double, double> Make(Compute compute) =>
        new BlockSensingOperator<double>(compute, new Shape(2, 6, 9), compute.ToDevice(SmallProblem.Matrix(Samples, 9)));
}

/// <summary>About a third of the coefficients of two images of 6 x 5 pixels.</summary>
public sealed class PartialFourierOperatorTests : OperatorSuite<double, Complex>
{
    private static readonly NdArray<bool> mask = NdArray.Fill<bool>(6, 5, (row, column) => ((row * 7) + (column * 3)) % 10 < 4);

    [Fact]
    public void It_is_the_sum_over_the_pixels_where_the_mask_holds()
    {
        using var compute = new Compute();
        LinearOperator<double, Complex> a = Make(compute);
        using NdArray<double> x = NdArray.Empty<double>(a.Domain);
        new CounterRandom(3).FillNormal(x);
        using NdArray<Complex> y = a.Apply(x);
        for (int image = 0; image < 2; image++)
        {
            int sample = 0;
            for (int k = 0; k < 30; k++)
            {
                if (!mask[k / 5, k % 5]) continue;
                Complex sum = 0;
                for (int j = 0; j < 30; j++) sum += x[image, j / 5, j % 5] * Complex.Exp(-2 * Math.PI * Complex.ImaginaryOne * ((k / 5 * (j / 5) / 6.0) + (k % 5 * (j % 5) / 5.0)));
                Assert.Equal(0, Complex.Abs((sum / Math.Sqrt(30)) - y[image, sample++]), 1e-12);
            }

            Assert.Equal(y.Shape[1], sample);
        }
    }

    [Fact]
    public void Images_of_another_size_than_the_mask_are_refused()
    {
        using var compute = new Compute();
        Assert.Contains("mask of shape", Assert.Throws<ArgumentException>(() => new PartialFourierOperator<double, Complex>(compute, new Shape(5, 6), mask)).Message, StringComparison.Ordinal);
        Assert.Contains("Complex128", Assert.Throws<ArgumentException>(() => new PartialFourierOperator<double, ComplexF>(compute, new Shape(6, 5), mask)).Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    protected override LinearOperator<double, Complex> Make(Compute compute) => new PartialFourierOperator<double, Complex>(compute, new Shape(2, 6, 5), mask);
}
