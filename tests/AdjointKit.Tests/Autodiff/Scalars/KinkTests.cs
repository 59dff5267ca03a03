using AdjointKit.Autodiff;
using Xunit;
using Real = AdjointKit.Autodiff.Active<double>;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>Points without a slope, as the shared folder's list of programs states them (n01 to n13), with both kinds of number; and strong zeros.</summary>
public sealed class KinkTests
{
    [Fact]
    public void Magnitude_at_zero() => Check(0, Real.Abs, Dual<double>.Abs, 0);

    [Fact]
    public void Maximum_of_equals_is_split() => Check([0.5, 0.5], 0.5, v => Real.Max(v[0], v[1]), v => Dual<double>.Max(v[0], v[1]));

    [Fact]
    public void Minimum_of_equals_is_split() => Check([0.5, 0.5], 0.5, v => Real.Min(v[0], v[1]), v => Dual<double>.Min(v[0], v[1]));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Clamp_has_the_slope_of_its_argument_at_the_bounds(double at, double slope) => Check(at, x => Real.Clamp(x, 0, 1), x => Dual<double>.Clamp(x, 0, 1), slope);

    [Fact]
    public void Length_in_the_origin() => Check([0, 0], 0, v => Real.Hypot(v[0], v[1]), v => Dual<double>.Hypot(v[0], v[1]));

    [Fact]
    public void Root_of_a_square_at_zero() => Check(0, x => Real.Sqrt(x * x), x => Dual<double>.Sqrt(x * x), 0);

    [Fact]
    public void Root_of_a_sum_of_squares_in_the_origin() => Check([0, 0], 0, v => Real.Sqrt(v[0] * v[0] + v[1] * v[1]), v => Dual<double>.Sqrt(v[0] * v[0] + v[1] * v[1]));

    [Fact]
    public void Angle_in_the_origin() => Check([0, 0], 0, v => Real.Atan2(v[0], v[1]), v => Dual<double>.Atan2(v[0], v[1]));

    [Fact]
    public void Steps_have_no_slope() => Check(
        1.5,
        x => Real.Floor(x) + Real.Round(x) + Real.Ceiling(x) + Real.Truncate(x) + Real.Sign(x) + x * x,
        x => Dual<double>.Floor(x) + Dual<double>.Round(x) + Dual<double>.Ceiling(x) + Dual<double>.Truncate(x) + Dual<double>.Sign(x) + x * x,
        3);

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Power_of_zero(double power, double slope) => Check(0, x => Real.Pow(x, power), x => Dual<double>.Pow(x, power), slope);

    [Fact]
    public void Guarded_root_at_zero() => Check(0, x => Real.Sqrt(x + 1e-12), x => Dual<double>.Sqrt(x + 1e-12), 5e5);

    [Fact]
    public void A_product_with_zero_hides_an_infinite_slope() => Check(0, x => 0 * Real.Sqrt(x) + x, x => 0 * Dual<double>.Sqrt(x) + x, 1);

    [Fact]
    public void A_product_with_a_recorded_zero_hides_an_infinite_slope() => Check(
        [0, 0],
        1,
        v => (v[0] - v[1]) * Real.Sqrt(v[0] + v[1]) + v[0] + v[1],
        v => (v[0] - v[1]) * Dual<double>.Sqrt(v[0] + v[1]) + v[0] + v[1]);

    [Fact]
    public void A_second_derivative_at_zero_is_no_strong_zero() =>
        Assert.Equal(2, Hvp.Of(v => v[0] * v[0], [0.0], [1.0]).Product[0]);

    private static void Check(double at, Func<Real, Real> reverse, Func<Dual<double>, Dual<double>> forward, double slope)
    {
        Assert.Equal(slope, Gradient.Of(v => reverse(v[0]), [at]).Gradient[0], 1e-9 * Math.Abs(slope));
        Assert.Equal(slope, Derivative.Of(forward, at), 1e-9 * Math.Abs(slope));
    }

    private static void Check(double[] at, double slope, ScalarFunction<Real> reverse, ScalarFunction<Dual<double>> forward)
    {
        double[] gradient = Gradient.Of(reverse, at).Gradient;
        Assert.All(gradient, entry => Assert.Equal(slope, entry));
        Assert.Equal(slope, Jvp.Of(forward, at, [1, 0]).Tangent);
        Assert.Equal(slope, Jvp.Of(forward, at, [0, 1]).Tangent);
    }
}
