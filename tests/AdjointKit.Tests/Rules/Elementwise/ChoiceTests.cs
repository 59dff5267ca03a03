using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Elementwise;

/// <summary>Steps, comparisons, selection, bounds: values at the places where they are not smooth, and what their derivatives are there.</summary>
public sealed class ChoiceTests : IDisposable
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;
    private readonly Compute compute = new(threads: 1);

    public static TheoryData<UnaryOp, double[]> Steps => new()
    {
        { UnaryOp.Floor, [-3, -2, -0.0, 2, 2, NaN, -Infinity] },
        { UnaryOp.Ceiling, [-2, -1, -0.0, 3, 3, NaN, -Infinity] },
        { UnaryOp.Round, [-2, -2, -0.0, 2, 3, NaN, -Infinity] },
        { UnaryOp.Truncate, [-2, -1, -0.0, 2, 2, NaN, -Infinity] },
        { UnaryOp.Sign, [-1, -1, -0.0, 1, 1, NaN, -1] },
        { UnaryOp.Relu, [0, 0, 0, 2.5, 2.75, NaN, 0] },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Steps_of_an_array_and_of_a_view(UnaryOp op, double[] expected)
    {
        // The first seven, and again at the end of a vector; as views with steps too.
        double[] x = [-2.5, -1.75, -0.0, 2.5, 2.75, NaN, -Infinity];
        double[] repeated = [.. x, .. x, .. x];
        NdArray<double> into = compute.Empty<double>(21);
        NdArray<float> single = compute.Empty<float>(21);
        NdArray<double> strided = compute.Empty<double>(42).Slice(0, 1, 21, 2);
        compute.Backend.Unary(op, NdArray.From(repeated), into);
        compute.Backend.Unary(op, NdArray.From([.. repeated.Select(value => (float)value)]), single);
        compute.Backend.Unary(op, NdArray.From(repeated), strided);
        for (int i = 0; i < 21; i++)
        {
            AssertSame(expected[i % 7], into[i]);
            AssertSame(expected[i % 7], single[i]);
            AssertSame(expected[i % 7], strided[i]);
        }
    }

    [Fact]
    public void Smaller_and_larger_pass_NaN_on_and_order_the_zeros()
    {
        double[] a = [1, 0.0, -0.0, NaN, 2, -Infinity, NaN, 3, 3];
        double[] b = [2, -0.0, 0.0, 1, NaN, Infinity, NaN, 3, -4];
        AssertSame([1, -0.0, -0.0, NaN, NaN, -Infinity, NaN, 3, -4], Binary(BinaryOp.Minimum, a, b));
        AssertSame([2, 0.0, 0.0, NaN, NaN, Infinity, NaN, 3, 3], Binary(BinaryOp.Maximum, a, b));
    }

    [Fact]
    public void Comparisons_do_not_hold_beside_NaN()
    {
        double[] a = [1, 2, 2, NaN, 0.0, Infinity, 1, NaN, 5];
        double[] b = [2, 1, 2, 1, -0.0, Infinity, NaN, NaN, 5];
        AssertSame([0, 1, 0, 0, 0, 0, 0, 0, 0], Binary(BinaryOp.Greater, a, b));
        AssertSame([0, 1, 1, 0, 1, 1, 0, 0, 1], Binary(BinaryOp.GreaterOrEqual, a, b));
        AssertSame([0, 0, 1, 0, 1, 1, 0, 0, 1], Binary(BinaryOp.Equal, a, b));
        AssertSame([1, 1, 0, 1, 0, 0, 1, 1, 0], Binary(BinaryOp.NotEqual, a, b));
    }

    [Fact]
    public void A_remainder_has_the_sign_of_the_divisor_and_is_exact()
    {
        double[] a = [7, -7, 7, -7, 1e300, -1e300, 5.5, Infinity, 3, 0];
        double[] b = [3, 3, -3, -3, 0.7, 0.7, Infinity, 2, 0, 5];
        double[] expected = [1, 2, -2, -1, 1e300 % 0.7, (-1e300 % 0.7) + 0.7, 5.5, NaN, NaN, 0];
        AssertSame(expected, Binary(BinaryOp.Remainder, a, b));
    }

    [Fact]
    public void A_selection_takes_nothing_of_the_other_array()
    {
        NdArray<double> condition = NdArray.From(1.0, 0.0, -2.0, -0.0, NaN);
        NdArray<double> a = NdArray.From(1.0, NaN, 3.0, Infinity, 5.0);
        NdArray<double> b = NdArray.From(NaN, 20.0, Infinity, 40.0, NaN);
        NdArray<double> into = compute.Empty<double>(5);
        compute.Backend.Select(condition, a, b, into);
        Assert.Equal([1, 20, 3, 40, 5], into.AsReadOnlySpan().ToArray());
        NdArray<bool> truth = NdArray.From(true, false, true, false, true);
        NdArray<Complex> complex = compute.Empty<Complex>(5);
        compute.Backend.Select(truth, NdArray.From(new Complex(1, 2)), NdArray.From<Complex>(3, 4, 5, 6, 7), complex);
        Assert.Equal([new Complex(1, 2), 4, new Complex(1, 2), 6, new Complex(1, 2)], complex.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_selection_broadcasts_takes_views_and_long_and_empty_arrays()
    {
        NdArray<float> condition = compute.Zeros<float>(1, 41);
        compute.Backend.Fill(condition.Slice(1, 0, 21, 2), 1);
        NdArray<float> a = compute.Empty<float>(82, 3);
        new CounterRandom(1).FillNormal(a);
        NdArray<float> view = a.Slice(0, 1, 41, 2).Transpose(1, 0);
        NdArray<float> into = compute.Empty<float>(3, 41);
        compute.Backend.Select(condition, view, NdArray.From(7f), into);
        for (nint i = 0; i < 3; i++)
        {
            for (nint k = 0; k < 41; k++) Assert.Equal(k % 2 == 0 ? view[i, k] : 7, into[i, k]);
        }

        compute.Backend.Select(condition.Slice(1, 0, 0), view.Slice(1, 0, 0), NdArray.From(7f), into.Slice(1, 0, 0));
    }

    [Fact]
    public void A_selection_of_types_or_shapes_that_do_not_fit_is_refused()
    {
        NdArray<double> x = NdArray.From(1.0, 2.0);
        Assert.Throws<ArgumentException>(() => compute.Backend.Select(NdArray.From(1f, 2f), x, x, compute.Empty<double>(2)));
        Assert.Throws<ArgumentException>(() => compute.Backend.Select(x, x, NdArray.From(1f, 2f), compute.Empty<double>(2)));
        Assert.Throws<ArgumentException>(() => compute.Backend.Select(NdArray.From(1.0, 2, 3), x, x, compute.Empty<double>(2)));
        using var tape = new Tape(compute);
        Var<double> v = tape.Input(x);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Ops.Where(tape.Constant(NdArray.From(1.0, 0, 1)), v, v));
        Assert.Contains("(3,)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_taken_gets_a_zero_through_an_infinite_partial()
    {
        ValueAndGradient<double> result = Gradient.Of<double>(
            x => Ops.Sum(Ops.Where(x > 0, Ops.Log(x), Ops.Sqrt(-x))), NdArray.From(2.0, -4.0, 0.5), compute);
        Assert.Equal([0.5, -0.25, 2], result.Gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_clamp_between_crossed_bounds_is_the_upper_one()
    {
        NdArray<double>[] inputs = [NdArray.From(0.0, 5.0, 2.0), NdArray.From(3.0), NdArray.From(1.0)];
        (double value, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.Clamp(v[0], v[1], v[2])), inputs, compute);
        Assert.Equal(3, value);
        Assert.Equal([0, 0, 0], gradients[0].AsReadOnlySpan().ToArray());
        Assert.Equal(0, gradients[1][0]);
        Assert.Equal(3, gradients[2][0]);
    }

    [Fact]
    public void Angles_have_slopes_of_zero_at_the_origin_and_right_ones_beside_it()
    {
        NdArray<double>[] inputs = [NdArray.From(0.0, 3e-200, 3e200, -1), NdArray.From(0.0, 4e-200, 4e200, 0)];
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.Atan2(v[0], v[1])), inputs, compute);
        AssertClose([0, 0.16e200, 0.16e-200, 0], gradients[0]);
        AssertClose([0, -0.12e200, -0.12e-200, 1], gradients[1]);
        NdArray<Complex> z = NdArray.From(Complex.Zero, new Complex(4e-200, 3e-200), new Complex(4e200, 3e200), new Complex(0, -1));
        NdArray<Complex> slope = Gradient.Of<Complex>(x => Ops.Sum(Ops.Phase(x)), z, compute).Gradient;
        AssertClose([0, -0.12e200, -0.12e-200, 1], NdArray.From([.. slope.AsReadOnlySpan().ToArray().Select(value => value.Real)]));
        AssertClose([0, 0.16e200, 0.16e-200, 0], NdArray.From([.. slope.AsReadOnlySpan().ToArray().Select(value => value.Imaginary)]));

        static void AssertClose(double[] expected, NdArray<double> actual)
        {
            for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-14 * Math.Abs(expected[i]), $"{expected[i]} and {actual[i]}");
        }
    }

    [Fact]
    public void A_clamp_at_a_bound_has_its_whole_slope_in_x()
    {
        NdArray<double>[] inputs = [NdArray.From(1.0, 3.0, 2.0), NdArray.From(1.0), NdArray.From(3.0)];
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.Clamp(v[0], v[1], v[2])), inputs, compute);
        Assert.Equal([1, 1, 1], gradients[0].AsReadOnlySpan().ToArray());
        Assert.Equal(0, gradients[1][0]);
        Assert.Equal(0, gradients[2][0]);
    }

    [Fact]
    public void A_complex_soft_threshold_shortens_numbers_and_is_differentiated_by_the_threshold()
    {
        NdArray<Complex> z = NdArray.From(new Complex(3, 4), new Complex(0.1, -0.2), Complex.Zero);
        (double value, NdArray<Complex> byZ, NdArray<double> byThreshold) = Gradient.Of<Complex, double>(
            (x, t) => Ops.Sum(Ops.AbsSquared(Ops.SoftThreshold(x, t))), z, NdArray.From(1.0), compute);
        Assert.Equal(16, value, 1e-13);
        Assert.True((byZ[0] - (8 * new Complex(0.6, 0.8))).Magnitude < 1e-13, $"{byZ[0]}");
        Assert.Equal(Complex.Zero, byZ[1]);
        Assert.Equal(Complex.Zero, byZ[2]);
        Assert.Equal(-8, byThreshold[0], 1e-13);
    }

    [Fact]
    public void A_threshold_is_broadcast_and_its_gradient_summed()
    {
        NdArray<double>[] inputs = [NdArray.From([3.0, -2, 0.5, -4], new Shape(2, 2)), NdArray.From([1.0, 0.25], new Shape(2, 1))];
        (double value, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.SoftThreshold(v[0], v[1])), inputs, compute);
        Assert.Equal(2 - 1 + 0.25 - 3.75, value);
        Assert.Equal([0, 0], gradients[1].AsReadOnlySpan().ToArray());
        Assert.Equal([1, 1, 1, 1], gradients[0].AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Stopped_values_follow_their_source_and_record_nothing()
    {
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(1.0, 2.0));
        Var<double> y = Ops.Floor(Ops.StopGradient(x) * x);
        int before = tape.Count;
        _ = Ops.Exp(Ops.StopGradient(x));
        _ = x > y;
        Assert.Equal(before, tape.Count);
        Assert.Equal([1, 4], y.Value.AsReadOnlySpan().ToArray());
    }

    public void Dispose() => compute.Dispose();

    private static void AssertSame(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) AssertSame(expected[i], actual[i]);
    }

    private static void AssertSame(double expected, double actual)
    {
        Assert.Equal(expected, actual);
        if (expected == 0) Assert.Equal(double.IsNegative(expected), double.IsNegative(actual));
    }

    private double[] Binary(BinaryOp op, double[] a, double[] b)
    {
        NdArray<double> into = compute.Empty<double>(a.Length);
        NdArray<float> single = compute.Empty<float>(a.Length);
        compute.Backend.Binary(op, NdArray.From(a), NdArray.From(b), into);
        if (op != BinaryOp.Remainder)
        {
            compute.Backend.Binary(op, NdArray.From([.. a.Select(value => (float)value)]), NdArray.From([.. b.Select(value => (float)value)]), single);
            for (int i = 0; i < a.Length; i++) AssertSame(into[i], single[i]);
        }

        return into.AsReadOnlySpan().ToArray();
    }
}
