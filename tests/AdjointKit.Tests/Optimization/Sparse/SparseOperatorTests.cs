using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Tests.Operators;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Sparse recovery with operators that are no matrices: of several axes, and from real signals to complex data.</summary>
public sealed class SparseOperatorTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    public static TheoryData<SparseMethod> Methods() =>
    [
        SparseMethod.Ista, SparseMethod.Fista, SparseMethod.Admm, SparseMethod.Amp, SparseMethod.IterativeHardThresholding, SparseMethod.NormalizedIterativeHardThresholding, SparseMethod.IterativelyReweightedLeastSquares,
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Partial_Fourier_data_of_an_image_give_what_their_matrix_gives(SparseMethod method)
    {
        var fourier = new FourierOperator<Complex>(compute, new Shape(6, 5));
        LinearOperator<Complex, Complex> a = new SamplingOperator<Complex>(compute, fourier.Range, 0, 2, 3, 7, 8, 11, 13, 14, 17, 20, 21, 24, 25, 26, 28) * fourier;
        Complex[,] dense = OperatorOracle.Dense(a);
        using NdArray<Complex> matrix = NdArray.Fill(dense.GetLength(0), dense.GetLength(1), (i, k) => dense[i, k]);
        using NdArray<Complex> signal = compute.Zeros<Complex>(6, 5);
        signal[1, 2] = new Complex(2, 1);
        signal[4, 0] = -1.5;
        using NdArray<Complex> data = a.Apply(signal);
        SparseOptions options = SparseCases.Options(method, steps: 8);
        using NdArray<Complex> found = SparseRecovery.Solve(a, data, method, options).Solution;
        using NdArray<Complex> expected = SparseRecovery.Solve(new MatrixOperator<Complex>(compute, matrix), data, method, options).Solution;
        Assert.Equal(new Shape(6, 5), found.Shape);
        Assert.True(TestNumbers.Error(compute, found.Reshape(30), expected) < 1e-7, $"{TestNumbers.Error(compute, found.Reshape(30), expected)}");
    }

    [Fact]
    public void Complex_data_of_real_signals_count_as_twice_as_many_real_ones()
    {
        using var problem = new SparseProblem<Complex>(compute, 20, 60, samples: 1, sparsity: 3, seed: 81);
        using NdArray<double> stacked = NdArray.Fill(40, 60, (i, k) => i < 20 ? problem.Matrix[i, k].Real : problem.Matrix[i - 20, k].Imaginary);
        using NdArray<double> parts = NdArray.From([.. Enumerable.Range(0, 40).Select(i => i < 20 ? problem.Data[0, i].Real : problem.Data[0, i - 20].Imaginary)]);
        SparseOptions options = SparseCases.Options(SparseMethod.Amp, steps: 6);
        using NdArray<double> found = SparseRecovery.Solve(new RealToComplex(compute, problem.Matrix), problem.Data.Select(0, 0), SparseMethod.Amp, options).Solution;
        using NdArray<double> expected = SparseRecovery.Solve(new MatrixOperator<double>(compute, stacked), parts, SparseMethod.Amp, options).Solution;
        Assert.True(TestNumbers.Error(compute, found, expected) < 1e-12);
    }

    /// <summary>A complex matrix on real vectors.</summary>
    private sealed class RealToComplex(Compute compute, NdArray<Complex> matrix) : LinearOperator<double, Complex>(compute, new Shape(matrix.Shape[1]), new Shape(matrix.Shape[0]))
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<Complex> into)
        {
            for (int i = 0; i < Range[0]; i++)
            {
                Complex sum = 0;
                for (int k = 0; k < Domain[0]; k++) sum += matrix[i, k] * x[k];
                into[i] = sum;
            }
        }

        protected internal override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<double> into)
        {
            for (int k = 0; k < Domain[0]; k++)
            {
                Complex sum = 0;
                for (int i = 0; i < Range[0]; i++) sum += Complex.Conjugate(matrix[i, k]) * y[i];
                into[k] = sum.Real;
            }
        }
    }
}
