using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Operators;

/// <summary>Operators against their matrices, written down element by element.</summary>
public sealed class OperatorValueTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    [Fact]
    public void A_matrix_a_diagonal_and_the_identity_are_their_matrices()
    {
        NdArray<Complex> elements = OperatorOracle.Random<Complex>(compute, new Shape(4, 6));
        OperatorOracle.AssertMatrix(new MatrixOperator<Complex>(compute, elements), (i, k) => elements[i, k]);
        NdArray<Complex> diagonal = elements.Select(0, 1);
        OperatorOracle.AssertMatrix(new DiagonalOperator<Complex>(compute, diagonal), (i, k) => i == k ? diagonal[i] : 0);
        OperatorOracle.AssertMatrix(new IdentityOperator<Complex>(compute, new Shape(2, 3)), (i, k) => i == k ? 1 : 0);
    }

    [Fact]
    public void A_matrix_on_samples_does_the_same_to_each()
    {
        NdArray<Complex> elements = OperatorOracle.Random<Complex>(compute, new Shape(4, 6));
        var a = new MatrixOperator<Complex>(compute, elements, samples: 3);
        OperatorOracle.AssertMatrix(a, (i, k) => i / 4 == k / 6 ? elements[i % 4, k % 6] : 0);
        OperatorOracle.AssertMatrix(a.H, (i, k) => i / 6 == k / 4 ? Complex.Conjugate(elements[k % 4, i % 6]) : 0);
    }

    [Fact]
    public void What_is_made_of_operators_on_samples_is_one_as_far_as_its_parts_are()
    {
        NdArray<double> elements = OperatorOracle.Random<double>(compute, new Shape(4, 6));
        var samples = new MatrixOperator<double>(compute, elements, samples: 3);
        Assert.Equal(0, new MatrixOperator<double>(compute, elements).SampleAxes);
        Assert.Equal(1, samples.SampleAxes);
        Assert.Equal(1, samples.H.SampleAxes);
        Assert.Equal(1, (2.0 * samples).SampleAxes);
        Assert.Equal(1, (samples - samples).SampleAxes);
        Assert.Equal(1, (samples * samples.H).SampleAxes);
        Assert.Equal(0, (samples * new DiagonalOperator<double>(compute, OperatorOracle.Random<double>(compute, samples.Domain))).SampleAxes);
    }

    [Fact]
    public void Sampling_picks_elements_by_indices_or_by_a_mask()
    {
        int[] places = [5, 0, 5];
        OperatorOracle.AssertMatrix(new SamplingOperator<double>(compute, new Shape(2, 3), 5, 0, 5), (i, k) => k == places[i] ? 1 : 0);
        NdArray<bool> mask = NdArray.From(new[,] { { false, true, false }, { true, false, true } });
        int[] kept = [1, 3, 5];
        OperatorOracle.AssertMatrix(new SamplingOperator<double>(compute, mask), (i, k) => k == kept[i] ? 1 : 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_Fourier_transform_is_its_sum(bool unitary)
    {
        double scale = unitary ? 1 / Math.Sqrt(12) : 1;
        OperatorOracle.AssertMatrix(new FourierOperator<Complex>(compute, new Shape(12), unitary), (i, k) => Complex.FromPolarCoordinates(scale, -2 * Math.PI * i * k / 12));
        var grid = new FourierOperator<Complex>(compute, new Shape(3, 4), unitary);
        OperatorOracle.AssertMatrix(grid, Element);
        OperatorOracle.AssertMatrix(new SamplingOperator<Complex>(compute, grid.Range, 7, 2) * grid, (i, k) => Element(i == 0 ? 7 : 2, k));

        Complex Element(int i, int k) => Complex.FromPolarCoordinates(scale, -2 * Math.PI * ((i / 4 * (k / 4) / 3.0) + (i % 4 * (k % 4) / 4.0)));
    }

    [Theory]
    [InlineData(PadMode.Constant, 3)]
    [InlineData(PadMode.Constant, 4)]
    [InlineData(PadMode.Wrap, 5)]
    [InlineData(PadMode.Reflect, 4)]
    [InlineData(PadMode.Edge, 4)]
    public void A_convolution_of_lines_is_its_sum(PadMode boundary, int taps)
    {
        NdArray<Complex> kernel = OperatorOracle.Random<Complex>(compute, new Shape(taps));
        OperatorOracle.AssertMatrix(new ConvolutionOperator<Complex>(compute, new Shape(7), kernel, boundary), (i, k) => Convolution(kernel, 7, boundary, i, k));
    }

    [Theory]
    [InlineData(PadMode.Constant)]
    [InlineData(PadMode.Wrap)]
    [InlineData(PadMode.Reflect)]
    public void A_convolution_of_planes_is_that_of_rows_and_columns(PadMode boundary)
    {
        NdArray<double> down = OperatorOracle.Random<double>(compute, new Shape(4));
        NdArray<double> along = NdArray.From(0.3, -2, 0.7);
        NdArray<double> kernel = NdArray.Fill(4, 3, (j, k) => down[j] * along[k]);
        OperatorOracle.AssertMatrix(
            new ConvolutionOperator<double>(compute, new Shape(5, 6), kernel, boundary),
            (i, k) => Convolution(down, 5, boundary, i / 6, k / 6) * Convolution(along, 6, boundary, i % 6, k % 6));
    }

    [Fact]
    public void Gaussian_smoothing_keeps_constants_and_has_its_variance()
    {
        LinearOperator<double, double> smoothing = Smoothing.Gaussian<double>(compute, new Shape(21, 25), 1.5, PadMode.Wrap);
        NdArray<double> ones = compute.Empty<double>(smoothing.Domain);
        compute.Backend.Fill(ones, 1);
        Assert.All(smoothing.Apply(ones).AsReadOnlySpan().ToArray(), value => Assert.Equal(1, value, 1e-14));
        NdArray<double> point = compute.Zeros<double>(smoothing.Domain);
        point[10, 12] = 1;
        NdArray<double> spread = smoothing.Apply(point);
        Assert.Equal(Math.Exp(-(4 + 1) / (2 * 1.5 * 1.5)), spread[12, 13] / spread[10, 12], 1e-14);
    }

    [Theory]
    [InlineData(PadMode.Constant)]
    [InlineData(PadMode.Wrap)]
    [InlineData(PadMode.Edge)]
    [InlineData(PadMode.Reflect)]
    public void Differences_and_gradients_are_theirs(PadMode boundary)
    {
        OperatorOracle.AssertMatrix(new DifferenceOperator<double>(compute, new Shape(5), 0, boundary), (i, k) => Difference(5, boundary, i, k));
        var gradient = new GradientOperator<double>(compute, new Shape(3, 4), boundary);
        OperatorOracle.AssertMatrix(gradient, Gradient);
        OperatorOracle.AssertMatrix(gradient.Divergence, (i, k) => -Gradient(k, i));

        double Gradient(int i, int k)
        {
            (int row, int column) = (i % 12 / 4, i % 4);
            if (i < 12) return column == k % 4 ? Difference(3, boundary, row, k / 4) : 0;
            return row == k / 4 ? Difference(4, boundary, column, k % 4) : 0;
        }
    }

    [Fact]
    public void Kronecker_products_and_block_diagonals_are_theirs()
    {
        NdArray<double> a = OperatorOracle.Random<double>(compute, new Shape(2, 3));
        NdArray<double> b = NdArray.Fill(4, 2, (i, k) => 1.0 + i - (3 * k));
        var first = new MatrixOperator<double>(compute, a);
        var last = new MatrixOperator<double>(compute, b);
        OperatorOracle.AssertMatrix(new KroneckerOperator<double>(first, last), (i, k) => a[i / 4, k / 2] * b[i % 4, k % 2]);
        OperatorOracle.AssertMatrix(BlockOperator<double, double>.Diagonal(first, last), (i, k) => i < 2 && k < 3 ? a[i, k] : i >= 2 && k >= 3 ? b[i - 2, k - 3] : 0);
    }

    [Fact]
    public void Applying_operators_allocates_nothing()
    {
        var shape = new Shape(16, 8);
        using NdArray<double> x = OperatorOracle.Random<double>(compute, shape);
        LinearOperator<double, double>[] operators =
        [
            new IdentityOperator<double>(compute, shape),
            new MatrixOperator<double>(compute, x, samples: 16),
            new DiagonalOperator<double>(compute, x),
            new SamplingOperator<double>(compute, shape, 3, 1, 8),
            new ConvolutionOperator<double>(compute, shape, NdArray.Fill(3, 5, (i, k) => i - (0.5 * k)), PadMode.Reflect),
            Smoothing.Gaussian<double>(compute, shape, 0.7, PadMode.Constant),
            new GradientOperator<double>(compute, shape),
            new WaveletOperator<double>(compute, shape, Wavelet.Daubechies(3), 2),
            new RadonOperator<double>(compute, shape, [0.2, 1.4], 20),
            new KroneckerOperator<double>(new DifferenceOperator<double>(compute, new Shape(16), 0), new IdentityOperator<double>(compute, new Shape(8))),
        ];
        foreach (LinearOperator<double, double> a in operators)
        {
            using NdArray<double> y = compute.Empty<double>(a.Range);
            using NdArray<double> z = compute.Empty<double>(a.Domain);
            Assert.True(Allocated(a, x, y, z) == 0, $"{a.Name} allocates");
        }
    }

    [Fact]
    public void The_norm_is_the_largest_singular_value()
    {
        NdArray<double> diagonal = NdArray.From(0.5, -3, 2.9, 1);
        Assert.Equal(3, OperatorNorm.Estimate(new DiagonalOperator<double>(compute, diagonal), 1e-10), 1e-8);
        Assert.Equal(1, OperatorNorm.Estimate(new FourierOperator<ComplexF>(compute, new Shape(15))), 1e-5);
        double expected = 2 * Math.Cos(Math.PI / 18);
        Assert.Equal(expected, OperatorNorm.Estimate(new DifferenceOperator<double>(compute, new Shape(9), 0), 1e-9), 1e-7);
        Assert.Equal(0, OperatorNorm.Estimate(0.0 * new IdentityOperator<double>(compute, new Shape(4))));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        NdArray<double> line = NdArray.From(1.0, 2, 3);
        Assert.Contains("a matrix has two axes, not shape (3,)", Message(() => new MatrixOperator<double>(compute, line)), StringComparison.Ordinal);
        Assert.Contains("there is one sample at least", Message(() => new MatrixOperator<double>(compute, NdArray.Zeros<double>(2, 3), samples: 0)), StringComparison.Ordinal);
        Assert.Contains("a kernel of shape (3,) does not fit arrays of shape (4, 4)", Message(() => new ConvolutionOperator<double>(compute, new Shape(4, 4), line, PadMode.Wrap)), StringComparison.Ordinal);
        Assert.Contains("not of Float64", Message(() => new FourierOperator<double>(compute, new Shape(4))), StringComparison.Ordinal);
        Assert.Contains("shape (12,) is not divisible by 8", Message(() => new WaveletOperator<double>(compute, new Shape(12), Wavelet.Haar, 3)), StringComparison.Ordinal);
        Assert.Contains("has the elements 0 to 3", Message(() => new SamplingOperator<double>(compute, new Shape(4), 4)), StringComparison.Ordinal);
        Assert.Contains("has no axis 1", Message(() => new DifferenceOperator<double>(compute, new Shape(4), 1)), StringComparison.Ordinal);
        Assert.Contains("an image of two axes", Message(() => new RadonOperator<double>(compute, new Shape(4), [0], 3)), StringComparison.Ordinal);
        Assert.Contains("takes an array of shape (4,), not (3,)", Message(() => new IdentityOperator<double>(compute, new Shape(4)).Apply(line)), StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    private static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;

    private static long Allocated(LinearOperator<double, double> a, NdArray<double> x, NdArray<double> y, NdArray<double> z)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            a.Apply(x.Reshape(a.Domain), y);
            a.ApplyAdjoint(y, z);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static T Convolution<T>(NdArray<T> kernel, int length, PadMode boundary, int i, int k)
        where T : unmanaged, INumberBase<T>
    {
        int taps = (int)kernel.Count;
        T sum = T.Zero;
        for (int tap = 0; tap < taps; tap++)
        {
            if (Place(i + (taps / 2) - tap, length, boundary) == k) sum += kernel[tap];
        }

        return sum;
    }

    private static double Difference(int length, PadMode boundary, int i, int k) => (Place(i + 1, length, boundary) == k ? 1 : 0) - (i == k ? 1 : 0);

    /// <summary>Which element an index behind the ends means; -1: none.</summary>
    private static int Place(int index, int length, PadMode boundary)
    {
        if (index >= 0 && index < length) return index;
        return boundary switch
        {
            PadMode.Wrap => index < 0 ? index + length : index - length,
            PadMode.Edge => index < 0 ? 0 : length - 1,
            PadMode.Reflect => index < 0 ? -index : (2 * length) - 2 - index,
            _ => -1,
        };
    }
}
