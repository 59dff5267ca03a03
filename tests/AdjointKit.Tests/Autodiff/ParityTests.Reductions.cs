using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Reductions and building blocks of networks.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Product_with_one_zero() => Check("a07_prod_with_one_zero", ["x"], v => Ops.Product(v[0]));

    [SkippableFact]
    public void Softmax_times_weights() => Check("a19_softmax", ["x", "W"], v => Ops.Sum(Ops.Softmax(v[0], 1) * v[1]));

    [SkippableFact]
    public void Cross_entropy() => Check("a21_cross_entropy", ["x"], v => Ops.CrossEntropy(v[0], Whole("a21_cross_entropy", "label")));

    [SkippableFact]
    public void Largest_with_a_tie() => CheckGradient("n03_max_reduce_tie", "x", v => Ops.Max(v));

    /// <summary>a06: L = sum over rows of prod(row).</summary>
    [Fact]
    public void Products_of_rows()
    {
        NdArray<double> x = Numbers(20, 3, 4);
        CheckAgainstDifferences([x], v => Ops.Sum(Ops.Product(v[0], 1)));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Ops.Sum(Ops.Product(v, 1)), x);
        for (int row = 0; row < 3; row++)
        {
            double all = x[row, 0] * x[row, 1] * x[row, 2] * x[row, 3];
            for (int k = 0; k < 4; k++) Assert.Equal(all / x[row, k], actual.Gradient[row, k], 1e-13);
        }
    }

    /// <summary>a20: L = logsumexp(x + 1000): the gradient is the softmax.</summary>
    [Fact]
    public void Log_sum_exp_of_large_numbers()
    {
        NdArray<double> x = Numbers(21, 6);
        CheckAgainstDifferences([x], v => Ops.LogSumExp(v[0] + 1000));
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Ops.LogSumExp(v + 1000), x);
        double[] weights = [.. x.AsReadOnlySpan().ToArray().Select(Math.Exp)];
        Assert.Equal(1000 + Math.Log(weights.Sum()), actual.Value, 1e-12);
        for (int i = 0; i < 6; i++) Assert.Equal(weights[i] / weights.Sum(), actual.Gradient[i], 1e-12);
    }

    /// <summary>a22: L = ||x||_2 + ||x||_1 + ||A||_F + (sum |x|^3)^(1/3), no zero entries.</summary>
    [Fact]
    public void Norms_of_several_orders()
    {
        NdArray<double>[] at = [Numbers(22, 5), Numbers(23, 3, 4)];
        static Var<double> Program(IReadOnlyList<Var<double>> v) => Ops.Norm(v[0]) + Ops.Norm(v[0], 1) + Ops.Norm(v[1]) + Ops.Norm(v[0], 3);
        CheckAgainstDifferences(at, Program);
        (double value, NdArray<double>[] gradients) = Gradient.Of<double>(v => Program(v), at);
        double[] x = [.. at[0].AsReadOnlySpan()];
        double euclid = Math.Sqrt(x.Sum(value => value * value));
        double cube = Math.Cbrt(x.Sum(value => Math.Pow(Math.Abs(value), 3)));
        double frobenius = Math.Sqrt(at[1].AsReadOnlySpan().ToArray().Sum(value => value * value));
        Assert.Equal(euclid + x.Sum(Math.Abs) + frobenius + cube, value, 1e-12);
        for (int i = 0; i < 5; i++) Assert.Equal((x[i] / euclid) + Math.Sign(x[i]) + (x[i] * Math.Abs(x[i]) / (cube * cube)), gradients[0][i], 1e-12);
    }

    /// <summary>a26: z = LN(x) g + b; h = gelu(z W1) by tanh; L = mean (x + h W2)^2.</summary>
    [Fact]
    public void Layer_norm_and_perceptron_block()
    {
        NdArray<double>[] at = [Numbers(24, 3, 4), Numbers(25, 4), Numbers(26, 4), Numbers(27, 4, 6), Numbers(28, 6, 4)];
        CheckAgainstDifferences(at, v =>
        {
            Var<double> u = Ops.MatMul(Ops.LayerNorm(v[0], v[1], v[2]), v[3]);
            Var<double> h = 0.5 * u * (1 + Ops.Tanh(Math.Sqrt(2 / Math.PI) * (u + (0.044715 * u * u * u))));
            return Ops.Mean(Ops.Square(v[0] + Ops.MatMul(h, v[4])));
        });

        // Layer norm by its formula in separate ops.
        static Var<double> ByHand(Var<double> x)
        {
            Var<double> centred = x - Ops.Mean(x, 1, keepAxis: true);
            return centred / Ops.Sqrt(Ops.Mean(Ops.Square(centred), 1, keepAxis: true) + 1e-5);
        }

        NdArray<double> direction = Numbers(29, 3, 4);
        (NdArray<double> gradient, NdArray<double> product) = Hvp.Of<double>(v => Ops.Sum(Ops.Exp(Ops.LayerNorm(v))), at[0], direction);
        (NdArray<double> expected, NdArray<double> expectedProduct) = Hvp.Of<double>(v => Ops.Sum(Ops.Exp(ByHand(v))), at[0], direction);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal(expected[i / 4, i % 4], gradient[i / 4, i % 4], 1e-12);
            Assert.Equal(expectedProduct[i / 4, i % 4], product[i / 4, i % 4], 1e-10);
        }
    }

    /// <summary>n06: the gradient of ||x||_2 at 0 is 0.</summary>
    [Fact]
    public void Norm_at_zero()
    {
        using NdArray<double> zero = NdArray.Zeros<double>(3);
        ValueAndGradient<double> actual = Gradient.Of<double>(v => Ops.Norm(v), zero);
        Assert.Equal(0, actual.Value);
        Assert.Equal(new double[3], actual.Gradient.AsReadOnlySpan().ToArray());
    }

    private static void CheckGradient(string name, string input, Func<Var<double>, Var<double>> program)
    {
        TestKit.AutodiffOracle oracle = TestKit.AutodiffOracle.Read(name);
        ValueAndGradient<double> actual = Gradient.Of<double>(v => program(v), oracle.Input<double>(input));
        Assert.Equal(oracle.Value, actual.Value, oracle.Tolerance * Math.Abs(oracle.Value));
        Assert.Equal(oracle.Gradient<double>(input).AsReadOnlySpan().ToArray(), actual.Gradient.AsReadOnlySpan().ToArray());
    }
}
