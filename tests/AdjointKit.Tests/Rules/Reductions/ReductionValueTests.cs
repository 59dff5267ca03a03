using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Reductions;

/// <summary>Values of reductions against sums over the elements, and their derivatives where they are particular.</summary>
public sealed class ReductionValueTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);
    private readonly Tape tape;

    public ReductionValueTests() => tape = new Tape(compute);

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reductions_over_several_axes_of_a_view(bool keep)
    {
        NdArray<double> cube = NdArray.Empty<double>(new Shape(4, 5, 6));
        new CounterRandom(1).FillNormal(cube);
        NdArray<double> view = cube.Transpose(2, 0, 1).Slice(0, 5, 3, -2);
        Var<double> x = tape.Constant(view);
        Shape shape = keep ? new Shape(1, 4, 1) : new Shape(4);
        for (int row = 0; row < 4; row++)
        {
            var line = new List<double>();
            for (int i = 0; i < 3; i++)
            {
                for (int k = 0; k < 5; k++) line.Add(view[i, row, k]);
            }

            double mean = line.Average();
            double squares = line.Sum(value => (value - mean) * (value - mean));
            AssertEntry(line.Sum(), Ops.Sum(x, [0, 2], keep));
            AssertEntry(mean, Ops.Mean(x, [-1, 0], keep));
            AssertEntry(line.Aggregate((a, b) => a * b), Ops.Product(x, [0, 2], keep));
            AssertEntry(line.Max(), Ops.Max(x, [0, 2], keep));
            AssertEntry(line.Min(), Ops.Min(x, [0, -1], keep));
            AssertEntry(squares / 15, Ops.Variance(x, [0, 2], keepAxes: keep));
            AssertEntry(squares / 14, Ops.Variance(x, [0, 2], sample: true, keepAxes: keep));
            AssertEntry(Math.Sqrt(squares / 14), Ops.StandardDeviation(x, [0, 2], sample: true, keepAxes: keep));
            AssertEntry(Math.Log(line.Sum(Math.Exp)), Ops.LogSumExp(x, [0, 2], keep));
            AssertEntry(Math.Sqrt(line.Sum(value => value * value)), Ops.Norm(x, [0, 2], keepAxes: keep));
            AssertEntry(line.Sum(Math.Abs), Ops.Norm(x, [0, 2], 1, keep));
            AssertEntry(line.Max(Math.Abs), Ops.Norm(x, [0, 2], double.PositiveInfinity, keep));
            AssertEntry(Math.Pow(line.Sum(value => Math.Pow(Math.Abs(value), 2.5)), 0.4), Ops.Norm(x, [0, 2], 2.5, keep));

            void AssertEntry(double expected, Var<double> actual)
            {
                Assert.Equal(shape, actual.Shape);
                Assert.Equal(expected, keep ? actual.Value[0, row, 0] : actual.Value[row], 1e-13 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void An_axis_is_named_once_and_exists()
    {
        Var<double> x = tape.Constant(NdArray.Zeros<double>(2, 3));
        Assert.Contains("axis -1 of shape (2, 3) is named twice", Assert.Throws<ArgumentException>(() => Ops.Sum(x, [1, -1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Max(x, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Norm(x, 0.5));
    }

    [Fact]
    public void No_axes_reduce_nothing()
    {
        Var<double> x = tape.Constant(NdArray.From(-3.0, 2));
        Assert.Equal([-3.0, 2], Ops.Sum(x, []).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([3.0, 2], Ops.Norm(x, []).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([-3.0, 2], Ops.Product(x, []).Value.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Empty_arrays_and_single_numbers()
    {
        Var<double> none = tape.Input(NdArray.Zeros<double>(0));
        Assert.Equal(0, Ops.Sum(none).Value[[]]);
        Assert.Equal(1, Ops.Product(none).Value[[]]);
        Assert.Equal(double.NegativeInfinity, Ops.LogSumExp(none).Value[[]]);
        Assert.Equal(0, Ops.Norm(none).Value[[]]);
        Assert.Equal(0, Ops.Norm(none, 3).Value[[]]);
        Assert.Throws<ArgumentException>(() => Ops.Max(none));
        Assert.Throws<ArgumentException>(() => Ops.ArgMax(none));
        Var<double> one = tape.Input(NdArray.From<double>([-4], default));
        Assert.Equal(-4, Ops.Max(one).Value[[]]);
        Assert.Equal(-4, Ops.Product(one).Value[[]]);
        Assert.Equal(4, Ops.Norm(one).Value[[]]);
        Assert.Equal(-4, Ops.LogSumExp(one).Value[[]]);
        Assert.Equal(0, Ops.Variance(one).Value[[]]);
    }

    [Fact]
    public void Ties_share_evenly_and_NaN_wins()
    {
        NdArray<double> x = NdArray.From(new double[,] { { 3, 1, 3 }, { 2, 2, 2 }, { 0, -1, 5 } });
        Assert.Equal([0.5, 0, 0.5, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0, 0, 1], Gradient.Of<double>(v => Ops.Sum(Ops.Max(v, 1)), x).Gradient.AsReadOnlySpan().ToArray());
        Assert.Equal([0.0, 1, 0, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0, 1, 0], Gradient.Of<double>(v => Ops.Sum(Ops.Min(v, 1)), x).Gradient.AsReadOnlySpan().ToArray());
        Assert.True(double.IsNaN(Ops.Max(tape.Constant(NdArray.From(1, double.NaN, 2))).Value[[]]));
        Assert.Equal([0L, 0, 2], Ops.ArgMax(tape.Constant(x), 1).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([2L, 2, 1], Ops.ArgMin(tape.Constant(x), 0).Value.AsReadOnlySpan().ToArray().Select((place, column) => column == 2 ? 1L : 2L).ToArray());
        Assert.Equal(8, Ops.ArgMax(tape.Constant(x)).Value[[]]);
        Assert.Equal(new Shape(3, 1), Ops.ArgMin(tape.Constant(x), 1, keepAxis: true).Shape);
    }

    [Fact]
    public void A_product_with_zeros_has_exact_derivatives()
    {
        using NdArray<double> one = NdArray.From(2.0, 0, 3, 5);
        Assert.Equal([0.0, 30, 0, 0], Gradient.Of<double>(v => Ops.Product(v), one).Gradient.AsReadOnlySpan().ToArray());
        using NdArray<double> two = NdArray.From(2.0, 0, 0, 5);
        Assert.Equal(new double[4], Gradient.Of<double>(v => Ops.Product(v), two).Gradient.AsReadOnlySpan().ToArray());
        using NdArray<double> direction = NdArray.From(1.0, 10, 100, 1000);
        (_, NdArray<double> product) = Hvp.Of<double>(v => Ops.Product(v), two, direction);
        Assert.Equal([0.0, 1000, 100, 0], product.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Log_sum_exp_neither_overflows_nor_makes_NaN_of_minus_infinity()
    {
        const double Low = double.NegativeInfinity;
        using NdArray<double> x = NdArray.From(new[,] { { Low, Low, Low }, { 1000, Low, 1000 }, { -1000, -1000, Low }, { double.PositiveInfinity, 0, 1 } });
        double[] values = [.. Ops.LogSumExp(tape.Constant(x), 1).Value.AsReadOnlySpan()];
        Assert.Equal(Low, values[0]);
        Assert.Equal(1000 + Math.Log(2), values[1], 1e-12);
        Assert.Equal(-1000 + Math.Log(2), values[2], 1e-12);
        Assert.Equal(double.PositiveInfinity, values[3]);
        using NdArray<double> finite = x.Slice(0, 0, 3).Copy();
        Assert.Equal([0.0, 0, 0, 0.5, 0, 0.5, 0.5, 0.5, 0], Gradient.Of<double>(v => Ops.Sum(Ops.LogSumExp(v, 1)[1..]) + (0 * Ops.LogSumExp(v, 1)[1]), finite).Gradient.AsReadOnlySpan().ToArray().Select(value => Math.Round(value, 13)).ToArray());
        ValueAndGradient<double> ofAll = Gradient.Of<double>(v => Ops.Sum(Ops.Exp(Ops.LogSumExp(v, 1))), finite.Slice(0, 0, 1).Copy());
        Assert.Equal(new double[3], ofAll.Gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_variance_far_from_zero_keeps_its_digits()
    {
        double[] numbers = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16];
        Assert.Equal(30, Ops.Variance(tape.Constant(NdArray.From<double>(numbers)), sample: true).Value[[]], 1e-12);
        Assert.Equal(22.5, Ops.Variance(tape.Constant(NdArray.From<double>(numbers))).Value[[]], 1e-12);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-20)]
    [InlineData(1.0)]
    [InlineData(1e19)]
    [InlineData(1e37)]
    public void Norms_and_deviations_of_single_precision_are_right_where_squares_are_too_large_or_too_small(double unit)
    {
        float u = (float)unit;
        ValueAndGradient<float> norm = Gradient.Of<float>(v => Ops.Norm(v), NdArray.From(3 * u, -4 * u));
        Assert.Equal(5 * unit, norm.Value, 1e-6 * unit);
        AssertAll([0.6, -0.8], norm.Gradient);
        ValueAndGradient<float> deviation = Gradient.Of<float>(v => Ops.StandardDeviation(v), NdArray.From(u, 2 * u, 3 * u));
        Assert.Equal(Math.Sqrt(2.0 / 3) * unit, deviation.Value, 1e-6 * unit);
        AssertAll([-1 / Math.Sqrt(6), 0, 1 / Math.Sqrt(6)], deviation.Gradient);

        static void AssertAll(double[] expected, NdArray<float> actual)
        {
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6);
        }
    }

    [Fact]
    public void Norms_along_an_axis_and_of_complex_numbers_are_right_where_squares_are_too_large_or_too_small()
    {
        NdArray<double> rows = NdArray.From(new[,] { { 3e-200, 4e-200 }, { 3e200, -4e200 }, { 0, 0 }, { 1, double.PositiveInfinity }, { 1, double.NaN }, { 3, 4 } });
        Var<double> x = tape.Input(rows);
        Var<double> norms = Ops.Norm(x, [1]);
        double[] expected = [5e-200, 5e200, 0, double.PositiveInfinity, double.NaN, 5];
        for (int i = 0; i < 6; i++) Assert.True(double.IsNaN(expected[i]) ? double.IsNaN(norms.Value[i]) : expected[i].Equals(norms.Value[i]) || Math.Abs(norms.Value[i] - expected[i]) < 1e-15 * expected[i], $"{norms.Value[i]}");
        tape.Backward(Ops.Sum(norms));
        NdArray<double> slopes = tape.Gradient(x);
        foreach (int row in new[] { 0, 1, 5 })
        {
            Assert.Equal(0.6, slopes[row, 0], 1e-15);
            Assert.Equal(0.8, Math.Abs(slopes[row, 1]), 1e-15);
        }

        Assert.Equal(13e180, Gradient.Of<Complex>(v => Ops.Norm(v), NdArray.From(new Complex(3e180, 4e180), new Complex(0, 12e180))).Value, 1e166);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_derivative_of_a_norm_at_zero_is_zero(double order)
    {
        using NdArray<double> zero = NdArray.Zeros<double>(3);
        Assert.Equal(new double[3], Gradient.Of<double>(v => Ops.Norm(v, order), zero).Gradient.AsReadOnlySpan().ToArray());
        Assert.Equal(0, Jvp.Of<double, double>(v => Ops.Norm(v, order), zero, NdArray.From(1.0, 2, 3)).Tangent[[]]);
        using NdArray<Complex> none = NdArray.Zeros<Complex>(3);
        Assert.Equal(new Complex[3], Gradient.Of<Complex>(v => Ops.Norm(v, order), none).Gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void The_derivative_of_a_standard_deviation_of_equal_numbers_is_zero()
    {
        using NdArray<double> equal = NdArray.From(2.0, 2, 2);
        Assert.Equal(new double[3], Gradient.Of<double>(v => Ops.StandardDeviation(v), equal).Gradient.AsReadOnlySpan().ToArray());
    }
}
