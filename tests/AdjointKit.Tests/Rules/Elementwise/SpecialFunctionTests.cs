using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Elementwise;

/// <summary>Functions made of others, and high derivatives, against numbers of 16 digits from a multiple-precision library.</summary>
public sealed class SpecialFunctionTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    [Theory]
    [InlineData(0.3, -75.27253658872604, 743.1417646550498)]
    [InlineData(1.0, -2.4041138063191885, 6.493939402266829)]
    [InlineData(2.7, -0.19700583557913573, 0.17117980334609884)]
    [InlineData(15.5, -0.004439518913277244, 0.0005912808080750433)]
    [InlineData(-1.5, -0.2362040516417274, 194.59427621918763)]
    [InlineData(-2.3, 68.71379252927031, 768.9350646661422)]
    [InlineData(-0.4, 21.287168462856535, 281.78204104534575)]
    public void The_third_and_fourth_derivative_of_log_gamma(double x, double third, double fourth)
    {
        NdArray<double> at = NdArray.From(x);
        (NdArray<double> gradient, NdArray<double> product) = Hvp.Of<double>(v => Ops.Sum(Ops.Trigamma(v)), at, NdArray.From(1.0), compute);
        Assert.Equal(third, gradient[0], 1e-12 * Math.Abs(third));
        Assert.Equal(fourth, product[0], 1e-11 * Math.Abs(fourth));
    }

    [Theory]
    [InlineData(0.0, 1.0, 0.0, -3.289868133696453)]
    [InlineData(1e-09, 1.0, -3.289868133696453e-09, -3.289868133696453)]
    [InlineData(0.1, 0.983631643083466, -0.325751267883124, -3.193029835964854)]
    [InlineData(0.49, 0.6492914683060573, -1.2609810392406715, -1.2613885485274332)]
    [InlineData(0.51, 0.6238290577842512, -1.2847839546321167, -1.118577564697161)]
    [InlineData(1.0, 1.3159135112341634e-43, -1.0, 2.0)]
    [InlineData(-3.7, -0.06959948848655184, -0.17767155156189876, 0.590880741360495)]
    public void Sinc_and_its_derivatives(double x, double value, double first, double second)
    {
        NdArray<double> at = NdArray.From(x);
        ValueAndGradient<double> result = Gradient.Of<double>(v => Ops.Sum(Ops.Sinc(v)), at, compute);
        (_, NdArray<double> product) = Hvp.Of<double>(v => Ops.Sum(Ops.Sinc(v)), at, NdArray.From(1.0), compute);
        Assert.Equal(value, result.Value, 1e-15);
        Assert.Equal(first, result.Gradient[0], 1e-14);
        Assert.Equal(second, product[0], 1e-13);
    }

    [Theory]
    [InlineData(-4.0, 0.01814992791780974, -4.0181499279178094, -0.0001266849673324797, -7.024594819237268e-05, -0.07194483984836623)]
    [InlineData(-3.0, 0.04858735157374206, -3.048587351573742, -0.0040496940948902835, -0.003637392081773019, -0.14227761953270035)]
    [InlineData(-0.7, 0.4031860488854579, -1.103186048885458, -0.1693745565561511, -0.16942986529488324, -0.23226855948228373)]
    [InlineData(0.0, 0.6931471805599453, -0.6931471805599453, 0.0, 0.0, 0.0)]
    [InlineData(1.3, 1.5410084538329922, -0.2410084538329922, 1.1741593700387065, 1.1739290123173094, 1.0215854779553262)]
    [InlineData(20.0, 20.000000002061153, -2.061153620314381e-09, 20.0, 20.0, 19.99999995877693)]
    public void Activation_functions(double x, double softplus, double logSigmoid, double gelu, double geluTanh, double silu)
    {
        AssertValue(softplus, x, Ops.Softplus);
        AssertValue(logSigmoid, x, Ops.LogSigmoid);
        AssertValue(gelu, x, Ops.Gelu);
        AssertValue(geluTanh, x, Ops.GeluTanh);
        AssertValue(silu, x, Ops.Silu);
    }

    [Fact]
    public void Activation_functions_with_a_kink()
    {
        NdArray<double> x = NdArray.From(-2.0, 0.0, 3.0);
        AssertGradient([-0.4, 0, 3], [0.2, 0.2, 1], v => Ops.LeakyRelu(v, 0.2), x);
        AssertGradient([1.5 * Math.Exp(-2) - 1.5, 0, 3], [1.5 * Math.Exp(-2), 1.5, 1], v => Ops.Elu(v, 1.5), x);
        AssertGradient([0, 0, 3], [0, 0, 1], Ops.Relu, x);
    }

    [Fact]
    public void Functions_that_overflow_in_the_other_branch_have_finite_gradients()
    {
        NdArray<double> x = NdArray.From(-1000.0, 1000.0);
        AssertGradient([-1, 1000], [0, 1], v => Ops.Elu(v), x);
        AssertGradient([0, 1000], [0, 1], Ops.Softplus, x);
        AssertGradient([-1000, 0], [1, 0], Ops.LogSigmoid, x);
        AssertGradient([0, 1000], [0, 1], Ops.Gelu, x);
        AssertGradient([0, 1000], [0, 1], Ops.Silu, x);
    }

    [Fact]
    public void A_gradient_comes_back_in_the_precision_of_its_input()
    {
        NdArray<double> x = NdArray.From(0.1, 0.7);
        ValueAndGradient<double> result = Gradient.Of<double>(v => Ops.Sum(Ops.Square(Ops.ToSingle(v))), x, compute);
        Assert.Equal([2 * (double)0.1f, 2 * (double)0.7f], result.Gradient.AsReadOnlySpan().ToArray());
        NdArray<ComplexF> z = NdArray.From(new ComplexF(0.1f, 0.2f));
        ValueAndGradient<ComplexF> complex = Gradient.Of<ComplexF>(v => Ops.Sum(Ops.AbsSquared(Ops.ToDouble(v))), z, compute);
        Assert.Equal(new ComplexF(0.2f, 0.4f), complex.Gradient[0]);
    }

    [Fact]
    public void Complex_numbers_from_parts_keep_infinities_apart()
    {
        using var tape = new Tape(compute);
        Var<Complex> z = Ops.ToComplex(tape.Input(NdArray.From(1.0, double.PositiveInfinity)), tape.Input(NdArray.From([double.PositiveInfinity, -0.0], new Shape(2, 1))));
        Assert.Equal(new Shape(2, 2), z.Shape);
        Assert.Equal(new Complex(1, double.PositiveInfinity), z.Value[0, 0]);
        Assert.Equal(double.PositiveInfinity, z.Value[1, 1].Real);
        Assert.True(double.IsNegative(z.Value[1, 1].Imaginary));
    }

    [Fact]
    public void Powers_of_numbers()
    {
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(-2.0, 0.0, 3.0));
        Assert.Equal([-32, 0, 243], Ops.Power(x, 5).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([0.25, double.PositiveInfinity, 1.0 / 9], Ops.Power(x, -2).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([1, 1, 1], Ops.Power(x, 0).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([-131072, 0, 129140163], Ops.Power(x, 17).Value.AsReadOnlySpan().ToArray());
        Var<Complex> z = tape.Input(NdArray.From(new Complex(1, 2)));
        Assert.Equal(new Complex(-11, -2), Ops.Power(z, 3).Value[0]);
        Complex root = Ops.Power(z, 0.5).Value[0];
        Assert.True((root - Complex.Sqrt(new Complex(1, 2))).Magnitude < 1e-15, $"{root}");
        Complex power = Ops.Power(z, tape.Constant(new Complex(0.3, -0.4))).Value[0];
        Assert.True((power - Complex.Pow(new Complex(1, 2), new Complex(0.3, -0.4))).Magnitude < 1e-15, $"{power}");
    }

    [Fact]
    public void Powers_of_two_and_ten_have_whole_logarithms()
    {
        using var tape = new Tape(compute);
        double[] twos = [.. Enumerable.Range(-1022, 2046).Select(n => Math.ScaleB(1, n))];
        Assert.Equal(Enumerable.Range(-1022, 2046).Select(n => (double)n), Ops.Log2(tape.Input(NdArray.From(twos))).Value.AsReadOnlySpan().ToArray());
        Assert.Equal(twos, Ops.Exp2(tape.Input(NdArray.From([.. Enumerable.Range(-1022, 2046).Select(n => (double)n)]))).Value.AsReadOnlySpan().ToArray());
        double[] tens = [.. Enumerable.Range(0, 23).Select(n => double.Parse($"1e{n}", System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(0, 23).Select(n => (double)n), Ops.Log10(tape.Input(NdArray.From(tens))).Value.AsReadOnlySpan().ToArray());
    }

    public void Dispose() => compute.Dispose();

    private void AssertValue(double expected, double x, Func<Var<double>, Var<double>> f)
    {
        using var tape = new Tape(compute);
        double actual = f(tape.Input(NdArray.From(x))).Value[0];

        // A rounding of the argument costs x^2 times itself where the function falls as e^(-x^2 / 2).
        Assert.Equal(expected, actual, 1e-15 * (1 + (x * x)) * Math.Max(Math.Abs(expected), 1e-300));
    }

    private void AssertGradient(double[] values, double[] slopes, Func<Var<double>, Var<double>> f, NdArray<double> x)
    {
        (NdArray<double> value, NdArray<double> pulled) = Vjp.Of(f, x, NdArray.From([.. values.Select(_ => 1.0)]), compute);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], value[i], 1e-15 * Math.Max(1, Math.Abs(values[i])));
            Assert.Equal(slopes[i], pulled[i], 1e-15);
        }
    }
}
