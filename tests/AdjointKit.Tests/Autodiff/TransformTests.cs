using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Functions of functions: Jacobians, Hessians, linearisations, nesting, records.</summary>
public sealed class TransformTests
{
    private static readonly double[] At = [0.5, -1.25, 2, 0.75];

    [Theory]
    [InlineData("tangent", "tangent")]
    [InlineData("tangent", "gradient")]
    [InlineData("gradient", "tangent")]
    [InlineData("gradient", "gradient")]
    public void An_inner_derivative_does_not_see_the_outer_perturbation(string outer, string inner)
    {
        // d/dx of x * d/dy (x + y) = 1 at x = 1: an engine that confuses the two perturbations gives 2.
        Var<double> Inner(Var<double> x) => x * Derivative(inner, y => x + y, x.Tape.Constant(1.0));
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> result = Derivative(outer, Inner, tape.Constant(1.0));
        Assert.Equal(1, result.Value[[]]);
    }

    [Fact]
    public void Third_derivatives_by_three_nested_tangents()
    {
        // (x^5 sin x)''' in closed form.
        const double X = 0.7;
        using var tape = new Tape(new Compute(threads: 1));
        static Var<double> F(Var<double> x) => Ops.Square(Ops.Square(x)) * x * Ops.Sin(x);
        Var<double> third = Derivative("tangent", x => Derivative("gradient", y => Derivative("tangent", F, y), x), tape.Constant(X));
        double expected = (60 * X * X * Math.Sin(X)) + (60 * X * X * X * Math.Cos(X)) - (15 * Math.Pow(X, 4) * Math.Sin(X)) - (Math.Pow(X, 5) * Math.Cos(X));
        Assert.Equal(expected, third.Value[[]], 1e-12 * Math.Abs(expected));
    }

    [Fact]
    public void A_pulled_cotangent_can_be_differentiated_again()
    {
        // g(w) = J(x)^T w with f = x^2: d/dx (2 x w) v = 2 w v.
        using NdArray<double> x = NdArray.From(At);
        using NdArray<double> v = NdArray.From(1.0, 2, 3, 4);
        (NdArray<double> value, NdArray<double> change) = Jvp.Of<double, double>(
            at => Vjp.Of(Ops.Square, at, at.Tape.Constant(NdArray.From(1.0, -1, 2, 5))).Cotangent, x, v);
        Assert.Equal([1.0, 2.5, 8, 7.5], value.AsReadOnlySpan().ToArray());
        Assert.Equal([2.0, -4, 12, 40], change.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_Jacobian_by_rows_or_by_columns_is_that_of_the_formula(int outputs)
    {
        // y = sin(A x): J_ij = cos((A x)_i) A_ij; as many outputs as inputs and more take the two ways.
        using NdArray<double> a = NdArray.Empty<double>(new Shape(outputs, 4));
        new CounterRandom(1).FillNormal(a);
        using NdArray<double> x = NdArray.From(At);
        (NdArray<double> value, NdArray<double> jacobian) = Jacobian.Of(
            at => Ops.Sin(Ops.Reshape(Ops.MatMul(at.Tape.Constant(a), Ops.Reshape(at, 4, 1)), outputs)), x);
        Assert.Equal(new Shape(outputs, 4), jacobian.Shape);
        for (int i = 0; i < outputs; i++)
        {
            double sum = 0;
            for (int j = 0; j < 4; j++) sum += a[i, j] * At[j];
            Assert.Equal(Math.Sin(sum), value[i], 1e-14);
            for (int j = 0; j < 4; j++) Assert.Equal(Math.Cos(sum) * a[i, j], jacobian[i, j], 1e-14);
        }
    }

    [Fact]
    public void A_Jacobian_has_the_axes_of_the_output_then_those_of_the_input()
    {
        using NdArray<double> x = NdArray.From(At).Reshape(2, 2);
        (_, NdArray<double> jacobian) = Jacobian.Of(at => Ops.Sum(Ops.Square(at), 0), x);
        Assert.Equal(new Shape(2, 2, 2), jacobian.Shape);
        Assert.Equal([1, 0, 4, 0, 0, -2.5, 0, 1.5], jacobian.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_banded_Jacobian_takes_as_many_sweeps_as_its_band_is_wide()
    {
        const int N = 40;
        var pattern = SparsityPattern.Band(N - 1, N, 0, 1);
        int runs = 0;
        Var<double> Differences(Var<double> x)
        {
            runs++;
            return Ops.Square(Ops.Slice(x, 0, 1, N - 1)) - Ops.Slice(x, 0, 0, N - 1);
        }

        using NdArray<double> x = NdArray.Empty<double>(new Shape(N));
        new CounterRandom(3).FillNormal(x);
        (_, NdArray<double> entries) = Jacobian.Of(Differences, x, pattern);
        (_, NdArray<double> dense) = Jacobian.Of(Differences, x);
        Assert.Equal(2, runs);
        Assert.Equal(2, Colouring.OfColumns(pattern).Max() + 1);
        int k = 0;
        foreach ((int row, int column) in pattern.Entries) Assert.Equal(dense[row, column], entries[k++]);
        Assert.Equal(N - 1 + (N - 1), k);
    }

    [Fact]
    public void The_Hessian_of_Rosenbrock_dense_and_by_its_pattern()
    {
        const int N = 12;
        using NdArray<double> x = NdArray.Empty<double>(new Shape(N));
        new CounterRandom(4).FillNormal(x);
        (NdArray<double> gradient, NdArray<double> hessian) = Hessian.Of<double>(Rosenbrock, x);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++) Assert.Equal(RosenbrockHessian(x, i, j), hessian[i, j], 1e-12 * 1000);
        }

        var pattern = SparsityPattern.Band(N, N, 1, 1);
        (NdArray<double> again, NdArray<double> entries) = Hessian.Of<double>(Rosenbrock, x, pattern);
        Assert.Equal(gradient.AsReadOnlySpan().ToArray(), again.AsReadOnlySpan().ToArray());
        int k = 0;
        foreach ((int row, int column) in pattern.Entries) Assert.Equal(RosenbrockHessian(x, row, column), entries[k++], 1e-12 * 1000);
    }

    [Fact]
    public void An_arrow_takes_two_colours_by_stars_and_all_by_columns()
    {
        const int N = 9;
        var arrow = SparsityPattern.Of(N, N, Enumerable.Range(0, N).SelectMany(i => new[] { (i, i), (0, i), (i, 0) }));
        Assert.Equal(2, Colouring.Star(arrow).Max() + 1);
        Assert.Equal(N, Colouring.OfColumns(arrow).Max() + 1);
        using NdArray<double> x = NdArray.Empty<double>(new Shape(N));
        new CounterRandom(6).FillNormal(x);
        static Var Function(Var<double> v) => Ops.Sum(Ops.Sin(v)) + Ops.Sum(Ops.Exp(v) * Ops.BroadcastTo(Ops.Slice(v, 0, 0, 1), v.Shape));
        (_, NdArray<double> dense) = Hessian.Of<double>(Function, x);
        (_, NdArray<double> entries) = Hessian.Of<double>(Function, x, arrow);
        int k = 0;
        foreach ((int row, int column) in arrow.Entries) Assert.Equal(dense[row, column], entries[k++], 1e-13 * 10);
    }

    [Fact]
    public void Star_colourings_of_random_patterns_show_every_entry()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            const int N = 30;
            var random = new CounterRandom(seed);
            var places = Enumerable.Range(0, 60).Select(k => ((int)(random.Uniform((ulong)(2 * k)) * N), (int)(random.Uniform((ulong)(2 * k) + 1) * N)));
            var pattern = SparsityPattern.Of(N, N, places.SelectMany(p => new[] { (p.Item1, p.Item2), (p.Item2, p.Item1) }).Concat(Enumerable.Range(0, N).Select(i => (i, i))));
            int[] colours = Colouring.Star(pattern);
            foreach ((int row, int column) in pattern.Entries)
            {
                Assert.True(Colouring.IsAlone(pattern, colours, row, column) || Colouring.IsAlone(pattern, colours, column, row), $"seed {seed}: ({row}, {column}) cannot be read off");
            }
        }
    }

    [Fact]
    public void A_pattern_that_does_not_fit_is_refused()
    {
        using NdArray<double> x = NdArray.From(At);
        Assert.Contains("a pattern of 3 by 3 does not fit a Hessian of 4 by 4", Assert.Throws<ArgumentException>(() => Hessian.Of<double>(Rosenbrock, x, SparsityPattern.Band(3, 3, 1, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => Hessian.Of<double>(Rosenbrock, x, SparsityPattern.Band(4, 4, 0, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("place (4, 0) lies outside", Assert.Throws<ArgumentException>(() => SparsityPattern.Of(4, 4, [(4, 0)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linearization_passes_the_dot_test_and_does_not_run_the_function_again()
    {
        int runs = 0;
        using var compute = new Compute(threads: 1);
        using NdArray<double> x = NdArray.From(At);
        using Linearization<double, double> a = Linearize.Of<double, double>(
            at =>
            {
                runs++;
                return Ops.Exp(at) * Ops.Sum(Ops.Sin(at));
            },
            x,
            compute);
        CheckResult result = DotTest.Run(a);
        Assert.True(result.Passed, $"{result}");
        Assert.Equal(1, runs);
        using NdArray<double> v = NdArray.From(1.0, 0, -1, 2);
        (NdArray<double> value, NdArray<double> tangent) = Jvp.Of<double, double>(at => Ops.Exp(at) * Ops.Sum(Ops.Sin(at)), x, v, compute);
        Assert.Equal(tangent.AsReadOnlySpan().ToArray(), a.Apply(v).AsReadOnlySpan().ToArray());
        Assert.Equal(value.AsReadOnlySpan().ToArray(), a.Value().AsReadOnlySpan().ToArray());
        Assert.Throws<InvalidOperationException>(() => x.AsWritableSpan());
    }

    [Fact]
    public void A_complex_linearization_passes_the_dot_test()
    {
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> z = NdArray.From(new Complex(1, 2), new Complex(-0.5, 0.25), new Complex(0.3, -1));
        using Linearization<Complex, double> a = Linearize.Of<Complex, double>(at => Ops.AbsSquared(Ops.Exp(at) * at), z, compute);
        CheckResult result = DotTest.Run(a);
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void The_linearization_of_a_function_that_conjugates_passes_the_dot_test_over_the_reals()
    {
        using var compute = new Compute(threads: 1);
        using NdArray<Complex> z = NdArray.From(new Complex(1, 2), new Complex(-0.5, 0.25), new Complex(0.3, -1));
        using Linearization<Complex, Complex> a = Linearize.Of<Complex, Complex>(at => Ops.Conjugate(at) * Ops.Exp(at), z, compute);
        Assert.True(a.IsRealLinear);
        CheckResult result = DotTest.Run(a);
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void Gradients_with_respect_to_several_variables_can_be_differentiated_again()
    {
        // L = x^2 y^3: d/dx (dL/dx dL/dy) = d/dx (2 x y^3 3 x^2 y^2) = 18 x^2 y^5.
        using NdArray<double> x = NdArray.From(2.0);
        using NdArray<double> y = NdArray.From(0.5);
        (_, NdArray<double> gx, _) = Gradient.Of<double, double>(
            (a, b) =>
            {
                Var<double>[] g = Gradient.Of<double>(v => Ops.Sum(Ops.Square(v[0]) * Ops.Square(v[1]) * v[1]), [a, b]);
                return Ops.Sum(g[0] * g[1]);
            },
            x,
            y);
        Assert.Equal(18 * 4 * Math.Pow(0.5, 5), gx[0], 1e-13);
    }

    [Theory]
    [InlineData(HvpMode.ForwardOverReverse)]
    [InlineData(HvpMode.ReverseOverReverse)]
    public void A_Hessian_times_a_vector_either_way(HvpMode mode)
    {
        using NdArray<double> x = NdArray.From(At);
        using NdArray<double> v = NdArray.From(1.0, -2, 0.5, 3);
        (_, NdArray<double> product) = Hvp.Of<double>(Rosenbrock, x, v, mode: mode);
        for (int i = 0; i < 4; i++)
        {
            double expected = 0;
            for (int j = 0; j < 4; j++) expected += RosenbrockHessian(x, i, j) * v[j];
            Assert.Equal(expected, product[i], 1e-11);
        }
    }

    private static Var<double> Derivative(string mode, Func<Var<double>, Var<double>> f, Var<double> x) => mode == "tangent"
        ? Jvp.Of(f, x, x.Tape.Constant(1.0)).Tangent
        : Gradient.Of(y => f(y), x);

    private static Var Rosenbrock(Var<double> x)
    {
        nint n = x.Shape[0] - 1;
        Var<double> head = Ops.Slice(x, 0, 0, n);
        return Ops.Sum((100 * Ops.Square(Ops.Slice(x, 0, 1, n) - Ops.Square(head))) + Ops.Square(1 - head));
    }

    private static double RosenbrockHessian(NdArray<double> x, int i, int j)
    {
        int n = (int)x.Shape[0];
        if (i == j) return (i > 0 ? 200 : 0) + (i < n - 1 ? (1200 * x[i] * x[i]) - (400 * x[i + 1]) + 2 : 0);
        return Math.Abs(i - j) == 1 ? -400 * x[Math.Min(i, j)] : 0;
    }
}
