using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

public sealed class TotalVariation1DOfRealTests : ProximalSuite<double>
{
    protected override Shape Shape => new(3, 12);

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<double> Make(Compute compute) => new TotalVariation1D<double>(compute, 0.7);
}

public sealed class TotalVariation1DOfSingleTests : ProximalSuite<float>
{
    protected override Shape Shape => new(12);

    protected override bool HasConjugateValue => false;

    protected override ProximalOperator<float> Make(Compute compute) => new TotalVariation1D<float>(compute, 0.7);
}

/// <summary>Iterated to a gap of 1e-13: errors of 4e-7, and their squares in sums.</summary>
public sealed class IsotropicVariationOfRealTests : ProximalSuite<double>
{
    protected override Shape Shape => new(4, 5);

    protected override double Tolerance => 2e-6;

    protected override bool HasConjugateValue => false;

    protected override bool IsDifferentiable => false;

    protected override ProximalOperator<double> Make(Compute compute) => new TotalVariation2D<double>(compute, 0.3, isotropic: true, new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 });
}

public sealed class IsotropicVariationOfComplexTests : ProximalSuite<Complex>
{
    protected override Shape Shape => new(4, 5);

    protected override double Tolerance => 2e-6;

    protected override bool HasConjugateValue => false;

    protected override bool IsDifferentiable => false;

    protected override ProximalOperator<Complex> Make(Compute compute) => new TotalVariation2D<Complex>(compute, 0.3, isotropic: true, new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 });
}

public sealed class AnisotropicVariationOfRealTests : ProximalSuite<double>
{
    protected override Shape Shape => new(4, 5);

    protected override double Tolerance => 2e-6;

    protected override bool HasConjugateValue => false;

    protected override bool IsDifferentiable => false;

    protected override ProximalOperator<double> Make(Compute compute) => new TotalVariation2D<double>(compute, 0.3, isotropic: false, new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 });
}

/// <summary>What the proximal operators of total variations hold beyond the suite.</summary>
public sealed class TotalVariationTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.5)]
    [InlineData(200, 0.01)]
    [InlineData(200, 0.5)]
    [InlineData(200, 5)]
    [InlineData(200, 1000)]
    public void A_line_meets_the_conditions_of_its_minimum(int count, double t)
    {
        double[] y = [.. TestNumbers.Random<double>(count, 4).Select(number => number.Real)];
        using NdArray<double> p = new TotalVariation1D<double>(compute).Prox(NdArray.From(y), t);

        // The running sum of y - u stays within t, ends at 0, and touches -t where u rises, t where it falls.
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            sum += y[k] - p[k];
            if (k == count - 1)
            {
                Assert.Equal(0, sum, 1e-11);
                continue;
            }

            Assert.InRange(sum, -t - 1e-11, t + 1e-11);
            if (p[k + 1] > p[k]) Assert.Equal(-t, sum, 1e-11);
            if (p[k + 1] < p[k]) Assert.Equal(t, sum, 1e-11);
        }
    }

    [Fact]
    public void An_image_of_one_row_is_a_line()
    {
        using NdArray<double> x = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(30, 6));
        using NdArray<double> exact = new TotalVariation1D<double>(compute).Prox(x, 0.6);
        var stopping = new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 };
        foreach (bool isotropic in new[] { true, false })
        {
            using NdArray<double> row = new TotalVariation2D<double>(compute, 1, isotropic, stopping).Prox(x.Reshape(1, 30), 0.6);
            using NdArray<double> column = new TotalVariation2D<double>(compute, 1, isotropic, stopping).Prox(x.Reshape(30, 1), 0.6);
            for (int k = 0; k < 30; k++)
            {
                Assert.Equal(exact[k], row[0, k], 2e-6);
                Assert.Equal(exact[k], column[k, 0], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_gradient_of_the_dual_iteration_is_right(bool isotropic)
    {
        using NdArray<double> x = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(12, 6)).Reshape(3, 4);
        var f = new TotalVariation2D<double>(compute, 0.3, isotropic, new StoppingRule { RelativeTolerance = 1e-15, IterationLimit = 100_000 });
        var result = AdjointKit.Autodiff.GradCheck.Run("total variation", v => f.Prox(v, 0.5), x, new AdjointKit.Autodiff.GradCheckOptions { Step = 1e-3, Tolerance = 1e-4 });
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void A_gap_that_is_not_reached_is_named()
    {
        using NdArray<double> x = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(100, 6)).Reshape(10, 10);
        var f = new TotalVariation2D<double>(compute, 1, isotropic: true, new StoppingRule { RelativeTolerance = 1e-14, IterationLimit = 20 });
        Assert.Contains("total variation", Assert.Throws<ConvergenceException>(() => f.Prox(x, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new TotalVariation1D<Complex>(compute));
        Assert.Throws<ArgumentException>(() => f.Prox(x.Reshape(100), 0.5));
    }

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();
}
