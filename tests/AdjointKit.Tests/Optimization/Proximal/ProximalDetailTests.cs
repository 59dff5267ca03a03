using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>What single proximal operators hold beyond the suite.</summary>
public sealed class ProximalDetailTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void The_hard_threshold_is_the_best_of_all_supports()
    {
        double[] x = [0.9, -0.2, 1.4, 0, -1.1, 0.6];
        foreach (double step in new[] { 0.1, 0.5, 2 })
        {
            using NdArray<double> p = new L0Norm<double>(compute, 0.4).Prox(NdArray.From(x), step);
            Assert.Equal(BestSupport(x, (count, miss) => (0.4 * count) + (miss / (2 * step))), p.AsReadOnlySpan().ToArray());
        }

        for (int limit = 0; limit <= x.Length; limit++)
        {
            using NdArray<double> p = new SparsityLimit<double>(compute, limit).Prox(NdArray.From(x), 1);
            Assert.Equal(BestSupport(x, (count, miss) => count > limit ? double.PositiveInfinity : miss), p.AsReadOnlySpan().ToArray());
        }
    }

    [Fact]
    public void Of_equal_magnitudes_the_first_are_kept()
    {
        using NdArray<double> p = new SparsityLimit<double>(compute, 2).Prox(NdArray.From<double>(1, -1, 1, -1), 1);
        Assert.Equal([1, -1, 0, 0], p.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_complex_array_of_real_numbers_is_treated_as_they_are()
    {
        double[] numbers = [0.9, -0.2, 1.4, 0, -1.1, 0.6];
        Pair(new L1Norm<double>(compute, 0.5), new L1Norm<Complex>(compute, 0.5), numbers);
        Pair(new L0Norm<double>(compute, 0.5), new L0Norm<Complex>(compute, 0.5), numbers);
        Pair(new SparsityLimit<double>(compute, 2), new SparsityLimit<Complex>(compute, 2), numbers);
        Pair(new GroupL1Norm<double>(compute, 0.5, 0), new GroupL1Norm<Complex>(compute, 0.5, 0), numbers);
        Pair(new ElasticNet<double>(compute, 0.5, 0.2), new ElasticNet<Complex>(compute, 0.5, 0.2), numbers);
        Pair(new L1Ball<double>(compute), new L1Ball<Complex>(compute), numbers);
        Pair(new L2Ball<double>(compute), new L2Ball<Complex>(compute), numbers);
        Pair(new HuberLoss<double>(compute, 0.5), new HuberLoss<Complex>(compute, 0.5), numbers);
    }

    [Fact]
    public void A_point_of_a_set_stays_where_it_is()
    {
        using NdArray<double> inside = NdArray.From(0.2, -0.1, 0.3);
        Assert.Equal(inside.AsReadOnlySpan().ToArray(), new L1Ball<double>(compute).Prox(inside, 1).AsReadOnlySpan().ToArray());
        Assert.Equal(inside.AsReadOnlySpan().ToArray(), new L2Ball<double>(compute).Prox(inside, 1).AsReadOnlySpan().ToArray());
        Assert.Equal(inside.AsReadOnlySpan().ToArray(), new Box<double>(compute, -1, 1).Prox(inside, 1).AsReadOnlySpan().ToArray());
        Assert.Equal(double.PositiveInfinity, new L1Ball<double>(compute, 0.5).Value(inside));
        Assert.Equal(double.PositiveInfinity, new L2Ball<double>(compute, 0.3).Value(inside));
        Assert.Equal(double.PositiveInfinity, new Box<double>(compute, 0, 1).Value(inside));
        Assert.Equal(double.PositiveInfinity, new NonNegative<double>(compute).Value(inside));
        Assert.Equal(double.PositiveInfinity, new Simplex<double>(compute).Value(inside));
        Assert.Equal(double.PositiveInfinity, new SparsityLimit<double>(compute, 2).Value(inside));
        Assert.Equal(double.PositiveInfinity, new NonNegative<double>(compute).Conjugate.Value(inside));
        Assert.Equal(double.PositiveInfinity, new L1Norm<double>(compute, 0.25).Conjugate.Value(inside));
    }

    [Fact]
    public void Rows_that_repeat_each_other_are_taken_once_and_contradictions_are_named()
    {
        using NdArray<double> a = NdArray.From(new double[,] { { 1, 2, 0 }, { 2, 4, 0 }, { 0, 1, 1 } });
        var set = new AffineSet<double>(compute, a, NdArray.From<double>(1, 2, 3));
        using NdArray<double> p = set.Prox(NdArray.From(0.3, -0.4, 5), 1);
        ReadOnlySpan<double> x = p.AsReadOnlySpan();
        Assert.Equal(1, x[0] + (2 * x[1]), 1e-13);
        Assert.Equal(3, x[1] + x[2], 1e-13);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new AffineSet<double>(compute, a, NdArray.From<double>(1, 3, 3)));
        Assert.Contains("no x has A x = b", refusal.Message, StringComparison.Ordinal);
        var byIteration = new AffineOperatorSet<double>(new WideOperator<double>(compute, a), NdArray.From<double>(1, 3, 3));
        Assert.Throws<ConvergenceException>(() => byIteration.Prox(NdArray.From(0.3, -0.4, 5), 1));
    }

    [Fact]
    public void Bad_parameters_are_named()
    {
        Assert.Contains("weight of the L1 norm is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new L1Norm<double>(compute, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("smallest weight", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedL1Norm<double>(compute, NdArray.From<double>(1, -1))).Message, StringComparison.Ordinal);
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => new WeightedL1Norm<double>(compute, NdArray.From<float>(1, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("the box is empty", Assert.Throws<ArgumentException>(() => new Box<double>(compute, 1, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("the box is empty", Assert.Throws<ArgumentException>(() => new Box<double>(compute, double.NaN, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new Box<Complex>(compute, -1, 1));
        Assert.Throws<NotSupportedException>(() => new L1Norm<int>(compute));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparsityLimit<double>(compute, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Simplex<double>(compute, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss<double>(compute, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => -1 * new L1Norm<double>(compute));
        Assert.Throws<ArgumentOutOfRangeException>(() => new L1Norm<double>(compute).WithScaledArgument(0));
        Assert.Throws<ArgumentException>(() => new GroupL1Norm<double>(compute, 1));
        Assert.Throws<NotSupportedException>(() => new AffineSet<double>(compute, ProximalSamples.Matrix<double>(compute), NdArray.From<double>(1, 2, 3)).Conjugate.Value(NdArray.Zeros<double>(7)));
        Assert.Equal(4 / 3.0, new ElasticNet<double>(compute, 1, 1.5).Conjugate.Value(NdArray.From<double>(3, -0.5)), 1e-15);
    }

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    private static double[] BestSupport(double[] x, Func<int, double, double> cost)
    {
        double best = double.PositiveInfinity;
        double[] result = [];
        for (int support = 0; support < 1 << x.Length; support++)
        {
            double[] kept = [.. x.Select((value, k) => (support >> k & 1) == 1 ? value : 0)];
            double value = cost(kept.Count(element => element != 0), x.Zip(kept, (a, b) => (a - b) * (a - b)).Sum());
            if (!(value < best)) continue;
            best = value;
            result = kept;
        }

        return result;
    }

    private void Pair(ProximalOperator<double> real, ProximalOperator<Complex> complex, double[] numbers)
    {
        using NdArray<double> x = NdArray.From(numbers);
        using NdArray<Complex> wide = TestNumbers.Array<Complex>(compute, [.. numbers.Select(number => new Complex(number, 0))]);
        Assert.Equal(real.Value(x), complex.Value(wide), 1e-14);
        using NdArray<double> p = real.Prox(x, 0.7);
        using NdArray<Complex> q = complex.Prox(wide, 0.7);
        for (int k = 0; k < numbers.Length; k++)
        {
            Assert.Equal(p[k], q[k].Real, 1e-15);
            Assert.Equal(0, q[k].Imaginary);
        }
    }
}
