using AdjointKit.Autodiff;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>The theory of wide random networks against closed forms, another quadrature and published numbers.</summary>
public sealed class MeanFieldTests
{
    [Fact]
    public void The_quadrature_gives_the_moments_of_a_normal_number()
    {
        Assert.Equal(NormalMean.Nodes.Length, NormalMean.Nodes.Distinct().Count());
        Assert.DoesNotContain(0, NormalMean.Nodes);
        double moment = 1;
        for (int k = 0; k <= 10; k++)
        {
            // E z^(2k) = (2k - 1)!!, and nothing odd is left.
            if (k > 0) moment *= (2 * k) - 1;
            Assert.Equal(1, NormalMean.Nodes.Zip(NormalMean.Weights, (z, w) => w * Math.Pow(z, 2 * k)).Sum() / moment, 1e-12);
            Assert.InRange(Math.Abs(NormalMean.Nodes.Zip(NormalMean.Weights, (z, w) => w * Math.Pow(z, (2 * k) + 1)).Sum() / moment), 0, 1e-12);
        }
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(25)]
    public void Relu_halves_and_an_error_function_has_its_arc_sine(double q)
    {
        var relu = new MeanField<double>(Ops.Relu, 1.5, 0.1);
        Assert.Equal((0.75 * q) + 0.1, relu.Next(q), 1e-13 * q);
        Assert.Equal(0.75, relu.Chi(q), 1e-13);

        // C. K. I. Williams, "Computation with infinite neural networks", 1998: E erf(sqrt(q) z)^2 = 2 / pi asin(2q / (1 + 2q)), and E erf'(sqrt(q) z)^2 = 4 / (pi sqrt(1 + 4q)).
        var error = new MeanField<double>(Ops.Erf, 2, 0.3);
        Assert.Equal((4 / Math.PI * Math.Asin(2 * q / (1 + (2 * q)))) + 0.3, error.Next(q), 1e-12);
        Assert.Equal(8 / (Math.PI * Math.Sqrt(1 + (4 * q))), error.Chi(q), 1e-12);
    }

    [Theory]
    [InlineData(0.5, 1e-12)]
    [InlineData(1, 1e-12)]
    [InlineData(4, 1e-12)]
    [InlineData(16, 1e-12)]
    [InlineData(100, 1e-10)]
    public void The_means_of_tanh_are_those_of_a_fine_sum(double q, double tolerance)
    {
        (double square, double slope) = (0, 0);
        const double Step = 1.0 / 1024;
        for (double z = -12; z <= 12; z += Step)
        {
            double weight = Step * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            double value = Math.Tanh(Math.Sqrt(q) * z);
            square += weight * value * value;
            slope += weight * Math.Pow(1 - (value * value), 2);
        }

        var tanh = new MeanField<double>(Ops.Tanh, 1);
        Assert.Equal(square, tanh.Next(q), tolerance);
        Assert.Equal(slope, tanh.Chi(q), tolerance);
        Assert.Equal(square, new MeanField<float>(Ops.Tanh, 1).Next(q), tolerance + 1e-6);
    }

    [Fact]
    public void Tanh_is_at_the_edge_of_chaos_where_it_was_published()
    {
        // L. Xiao and others, "Dynamical isometry and a mean field theory of CNNs", 2018: sigma_w^2 = 1.05 with sigma_b^2 = 2.01e-5 is critical.
        var tanh = new MeanField<double>(Ops.Tanh, 1.05, 2.01e-5);
        Assert.Equal(1, tanh.Chi(tanh.FixedPoint()), 1e-5);
        Assert.True(tanh.DepthScale(tanh.FixedPoint()) > 1000);
        Assert.True(new MeanField<double>(Ops.Tanh, 0.9, 2.01e-5) is var ordered && ordered.Chi(ordered.FixedPoint()) < 0.95);
        Assert.True(new MeanField<double>(Ops.Tanh, 1.3, 2.01e-5) is var chaotic && chaotic.Chi(chaotic.FixedPoint()) > 1.015);
        Assert.Equal(1 / Math.Log(2), new MeanField<double>(Ops.Relu, 1).DepthScale(3), 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(1.7, 0, 1)]
    [InlineData(1.7, 0, 1e-3)]
    [InlineData(3, 0.5, 20)]
    [InlineData(0.8, 2, 0)]
    public void The_fixed_point_is_where_many_layers_lead(double weights, double biases, double first)
    {
        var tanh = new MeanField<double>(Ops.Tanh, weights, biases);
        double q = first;
        for (int layer = 0; layer < 500; layer++) q = tanh.Next(q);
        Assert.Equal(q, tanh.FixedPoint(first), 1e-10);
    }

    [Fact]
    public void A_fixed_point_may_be_anywhere_or_nowhere()
    {
        Assert.Equal(0.4, new MeanField<double>(Ops.Relu, 1.5, 0.1).FixedPoint(), 1e-12);
        Assert.Equal(7, new MeanField<double>(Ops.Relu, 2).FixedPoint(7));
        Assert.Equal(7, new MeanField<float>(Ops.Relu, 2).FixedPoint(7));
        Assert.Equal(double.PositiveInfinity, new MeanField<double>(Ops.Relu, 2.1).FixedPoint());
        Assert.Equal(0, new MeanField<double>(Ops.Relu, 1.9).FixedPoint());
        Assert.InRange(new MeanField<double>(Ops.Tanh, 1).FixedPoint(), 0, 1e-10);
        Assert.Equal(0, new MeanField<double>(Ops.Tanh, 3).FixedPoint(0));
        var sigmoid = new MeanField<double>(Ops.Sigmoid, 2);
        Assert.Equal(sigmoid.FixedPoint(), sigmoid.FixedPoint(0), 1e-12);
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanField<double>(Ops.Tanh, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanField<double>(Ops.Tanh, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanField<double>(Ops.Tanh, 1).Chi(-1));
        Assert.Contains("each element by itself", Assert.Throws<ArgumentException>(() => new MeanField<double>(x => Ops.Sum(x), 1).Next(1)).Message, StringComparison.Ordinal);
    }
}
