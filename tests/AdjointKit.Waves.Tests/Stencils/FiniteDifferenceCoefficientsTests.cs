using Xunit;

namespace AdjointKit.Waves.Tests.Stencils;

public class FiniteDifferenceCoefficientsTests
{
    [Fact]
    public void Second_derivative_weights_are_the_published_fractions()
    {
        Assert.Equal([-2.0, 1.0], FiniteDifferenceCoefficients.SecondDerivative(2));
        Assert.Equal([-5.0 / 2, 4.0 / 3, -1.0 / 12], FiniteDifferenceCoefficients.SecondDerivative(4));
        Assert.Equal([-205.0 / 72, 8.0 / 5, -1.0 / 5, 8.0 / 315, -1.0 / 560], FiniteDifferenceCoefficients.SecondDerivative(8));
        Assert.Equal([-5369.0 / 1800, 12.0 / 7, -15.0 / 56, 10.0 / 189, -1.0 / 112, 2.0 / 1925, -1.0 / 16632], FiniteDifferenceCoefficients.SecondDerivative(12));
    }

    [Fact]
    public void First_derivative_weights_are_the_published_fractions()
    {
        Assert.Equal([0, 1.0 / 2], FiniteDifferenceCoefficients.FirstDerivative(2));
        Assert.Equal([0, 2.0 / 3, -1.0 / 12], FiniteDifferenceCoefficients.FirstDerivative(4));
        Assert.Equal([0, 4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280], FiniteDifferenceCoefficients.FirstDerivative(8));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(20)]
    public void Differences_are_exact_for_polynomials_up_to_their_order(int order)
    {
        double[] second = FiniteDifferenceCoefficients.SecondDerivative(order);
        double[] first = FiniteDifferenceCoefficients.FirstDerivative(order);
        for (int power = 1; power <= order; power++)
        {
            double secondOfPower = 0;
            double firstOfPower = 0;
            double size = 0;
            for (int m = 1; m <= order / 2; m++)
            {
                double plus = Math.Pow(m, power);
                double minus = Math.Pow(-m, power);
                secondOfPower += second[m] * (plus + minus);
                firstOfPower += first[m] * (plus - minus);
                size += Math.Abs(second[m] * plus);
            }

            Assert.Equal(power == 2 ? 2 : 0, secondOfPower, 1e-14 * Math.Max(1, size));
            Assert.Equal(power == 1 ? 1 : 0, firstOfPower, 1e-14 * Math.Max(1, size * order));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-2)]
    public void An_order_that_is_not_even_and_positive_is_refused(int order) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FiniteDifferenceCoefficients.SecondDerivative(order));
}
