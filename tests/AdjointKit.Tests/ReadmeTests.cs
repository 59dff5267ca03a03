using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_compiled_code() => ReadmeExample.RequireCode("src/AdjointKit/README.md", "tests/AdjointKit.Tests/ReadmeTests.cs");

    [Fact]
    public void The_example_gives_the_derivatives_that_it_says()
    {
        NdArray<double> x = NdArray.From(0.5, 1.0, 2.0);

        // f(x) = 1/2 |x sin x|^2, its gradient, and its Hessian times a direction.
        (double value, NdArray<double> gradient) = Gradient.Of(v => Ops.HalfSquaredNorm(v * Ops.Sin(v)), x);
        (_, NdArray<double> curvature) = Hvp.Of(v => Ops.HalfSquaredNorm(v * Ops.Sin(v)), x, NdArray.From(1.0, 0.0, 0.0));

        // Scalar programs: any method written for numbers, with branches, loops and recursion.
        static T Grow<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T y = v[0];
            while (y < T.CreateChecked(100)) y = v[1] * y + T.Sin(y);
            return y;
        }

        (double grown, double[] slopes) = Gradient.Of(Grow, [0.83, 1.5]);
        double second = Derivative.Of(a => Derivative.Of(b => b * b * b, a), 2.0);

        Assert.Equal(117.62197199868619, grown, 1e-12);
        Assert.Equal(5.797945619059251, slopes[0], 1e-12);
        Assert.Equal(12, second);
        double expected = 0;
        for (int k = 0; k < 3; k++)
        {
            (double sin, double cos) = Math.SinCos(x[k]);
            double g = x[k] * sin;
            double slope = sin + (x[k] * cos);
            expected += 0.5 * g * g;
            Assert.Equal(g * slope, gradient[k], 1e-14);
            Assert.Equal(k == 0 ? (slope * slope) + (g * ((2 * cos) - (x[k] * sin))) : 0, curvature[k], 1e-14);
        }

        Assert.Equal(expected, value, 1e-14);
    }
}
