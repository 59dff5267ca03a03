using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.TestKit;
using Xunit;
using static AdjointKit.Tests.Autodiff.Scalars.ScalarPrograms;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>The scalar programs s01 to s20 with dual and active numbers: against the reference where there is one, else against each other and differences.</summary>
public sealed class ScalarParityTests
{
    private static readonly double[] direction = [-0.6, 0.9];

    [SkippableFact]
    public void S01() => Check<LogarithmOfSum>("s01_ln_x_plus_exp_y_over_x", ["x", "y"]);

    [Fact]
    public void S02() => Check<SharedSubexpression>([0.4, -1.3]);

    [SkippableFact]
    public void S03() => Check<SharedSubexpressionNested>("s03_shared_subexpression_nested", ["x", "y"]);

    [Fact]
    public void S04() => Check<SineTimesExponential>([0.7]);

    [SkippableFact]
    public void S05() => Check<FanOut>("s05_fan_out", ["x"]);

    [Fact]
    public void S06()
    {
        Check<SameOperandTwice>([1.3]);
        (_, double[] gradient) = Gradient.Of(SameOperandTwice.Run, [1.3]);
        Assert.Equal(2.6 + (Math.Pow(1.3, 1.3) * (1 + Math.Log(1.3))), gradient[0], 1e-14);
    }

    [SkippableFact]
    public void S07() => Check<Branch>("s07_branch_on_value_true", ["x", "y"]);

    [Fact]
    public void S08()
    {
        (_, double[] gradient) = Gradient.Of(Branch.Run, [0.5, 2.0]);
        Assert.Equal([Math.Cos(0.5), 1], gradient);
    }

    [SkippableFact]
    public void S09() => Check<DataDependentTripCount>("s09_data_dependent_trip_count", ["x"]);

    [Fact]
    public void S10()
    {
        (double value, double[] gradient) = Gradient.Of(NewtonRoot.Run, [3.7]);
        Assert.Equal(Math.Sqrt(3.7), value, 1e-15);
        Assert.Equal(0.5 / Math.Sqrt(3.7), gradient[0], 1e-14);
        Assert.Equal(0.5 / Math.Sqrt(3.7), Jvp.Of(NewtonRoot.Run, [3.7], [1.0]).Tangent, 1e-14);
    }

    [SkippableFact]
    public void S11()
    {
        Check<StatefulCounter>("s11_stateful_counter", ["x"]);
        Assert.Equal(3, Gradient.Of(StatefulCounter.Run, [1.0]).Gradient[0]);
    }

    [Fact]
    public void S12() => Check<Recursion>([0.8]);

    [SkippableFact]
    public void S13() => Check<Horner>("s13_polynomial_horner", ["x"]);

    [SkippableFact]
    public void S15() => Check<AngleLengthPower>("s15_atan2_hypot_pow", ["x", "y"]);

    [Fact]
    public void S16_a_value_is_a_constant()
    {
        (_, double[] gradient) = Gradient.Of(v =>
        {
            Active<double> a = v[0] * v[0];
            Active<double> d = a.Value;
            return d * v[0] + a;
        }, [1.7]);
        Assert.Equal((1.7 * 1.7) + (2 * 1.7), gradient[0], 1e-15);
    }

    [SkippableFact]
    public void S17() => Check<UnusedInput>("s17_unused_input", ["x", "y"]);

    [Fact]
    public void S18() => Check<DeepChain>([0.9]);

    [SkippableFact]
    public void S19() => Check<Rosenbrock>("s19_rosenbrock_hessian", ["x"]);

    [Fact]
    public void S20_third_derivative_by_nesting()
    {
        const double X = 1.3;
        double expected = (60 * X * X * Math.Sin(X)) + (60 * X * X * X * Math.Cos(X)) - (15 * Math.Pow(X, 4) * Math.Sin(X)) - (Math.Pow(X, 5) * Math.Cos(X));
        double forward = Derivative.Of(x => Derivative.Of(y => Derivative.Of(FifthPowerTimesSine, y), x), X);
        double reverse = Gradient.Of(v => Derivative.Of(y => Derivative.Of(FifthPowerTimesSine, y), v[0]), [X]).Gradient[0];
        Assert.Equal(expected, forward, 1e-11);
        Assert.Equal(expected, reverse, 1e-11);
    }

    /// <summary>Value, gradient, directional derivative and Hessian product, forward over reverse and reverse over forward, of a program with a reference.</summary>
    private static void Check<TProgram>(string name, string[] inputs)
        where TProgram : IScalarProgram
    {
        AutodiffOracle oracle = AutodiffOracle.Read(name);
        double[] Flat(Func<string, NdArray<double>> array) => [.. inputs.SelectMany(input => array(input).AsReadOnlySpan().ToArray())];
        double[] x = Flat(oracle.Input<double>);
        double[] v = Flat(oracle.Direction<double>);
        AssertClose([oracle.Value], [TProgram.Run<double>(x)], oracle.Tolerance);
        AssertClose([oracle.Value], [Gradient.Of(TProgram.Run, x).Value], oracle.Tolerance);
        AssertClose(Flat(oracle.Gradient<double>), Gradient.Of(TProgram.Run, x).Gradient, oracle.Tolerance);
        AssertClose([oracle.Jvp!.Value], [Jvp.Of(TProgram.Run, x, v).Tangent], oracle.Tolerance);
        AssertClose(Flat(oracle.HessianProduct<double>), Hvp.Of(TProgram.Run, x, v).Product, oracle.Tolerance);
        AssertClose(Flat(oracle.HessianProduct<double>), ReverseOverForward<TProgram>(x, v), oracle.Tolerance);
        AssertClose(Flat(oracle.HessianProduct<double>), ReverseOverReverse<TProgram>(x, v), oracle.Tolerance);
    }

    /// <summary>The same without a reference: differences for the directional derivative, which the gradient and the Hessian products must agree with.</summary>
    private static void Check<TProgram>(double[] x)
        where TProgram : IScalarProgram
    {
        double[] v = direction[..x.Length];
        double[] At(double t) => [.. x.Zip(v, (a, b) => a + (t * b))];
        (double value, double[] gradient) = Gradient.Of(TProgram.Run, x);
        Assert.Equal(TProgram.Run<double>(x), value);
        AssertClose([Differences.Derivative(t => TProgram.Run<double>(At(t)), 0)], [Jvp.Of(TProgram.Run, x, v).Tangent], 1e-10);
        AssertClose([Jvp.Of(TProgram.Run, x, v).Tangent], [gradient.Zip(v, (a, b) => a * b).Sum()], 1e-13);
        double[] product = Hvp.Of(TProgram.Run, x, v).Product;
        for (int k = 0; k < x.Length; k++) AssertClose([Differences.Derivative(t => Gradient.Of(TProgram.Run, At(t)).Gradient[k], 0)], [product[k]], 1e-9);
        AssertClose(product, ReverseOverForward<TProgram>(x, v), 1e-12);
        AssertClose(product, ReverseOverReverse<TProgram>(x, v), 1e-12);
    }

    private static double[] ReverseOverForward<TProgram>(double[] x, double[] v)
        where TProgram : IScalarProgram => Gradient.Of(active => Jvp.Of(TProgram.Run, active, Constants(v)).Tangent, x).Gradient;

    private static double[] ReverseOverReverse<TProgram>(double[] x, double[] v)
        where TProgram : IScalarProgram => Gradient.Of(
        active =>
        {
            Active<double> sum = 0;
            Active<double>[] inner = Gradient.Of(TProgram.Run, active).Gradient;
            for (int k = 0; k < v.Length; k++) sum += v[k] * inner[k];
            return sum;
        },
        x).Gradient;

    private static Active<double>[] Constants(double[] v) => Array.ConvertAll(v, entry => (Active<double>)entry);

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        double scale = Math.Max(expected.Max(Math.Abs), 1e-6);
        foreach ((double e, double a) in expected.Zip(actual)) Assert.True(Math.Abs(e - a) <= tolerance * scale, $"{a} instead of {e}");
        Assert.Equal(expected.Length, actual.Length);
    }
}
