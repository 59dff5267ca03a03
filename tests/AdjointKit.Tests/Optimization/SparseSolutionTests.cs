using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The derivative of the L1 solution on its support: against steps unrolled to convergence, against differences, and against what scaling tells.</summary>
public sealed class SparseSolutionTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 20;
    private const double Weight = 0.3;

    private static readonly SparseSolutionOptions Tight = new()
    {
        Solver = new ProximalGradientOptions { Restart = true, Stopping = new StoppingRule { RelativeTolerance = 1e-14, IterationLimit = 100_000 } },
        LinearSolver = new LinearOptions { Method = LinearMethod.ConjugateGradient, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } },
    };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void Derivatives_are_those_of_steps_unrolled_to_convergence()
    {
        CheckUnrolled<double>();
        CheckUnrolled<Complex>();
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Gradients_with_respect_to_data_weight_and_matrix_pass_the_check()
    {
        CheckGradients<double>();
        CheckGradients<Complex>();
    }

    [Fact]
    public void Second_derivatives_pass_the_check()
    {
        // Only complex magnitudes are curved.
        MatrixOperator<Complex> a = Operator<Complex>();
        using NdArray<Complex> y = Numbers<Complex>(Rows, 2);
        using NdArray<Complex> direction = Numbers<Complex>(Rows, 3);
        Var Loss(Var<Complex> v) => UntypedOps.Real(UntypedOps.InnerProduct(Implicit.SparseSolution(a, v, Weight, Tight), Ops.Sin(v.Tape.Constant(Numbers<Complex>(Columns, 4)))));
        double Slope(NdArray<Complex> at)
        {
            using NdArray<Complex> gradient = Gradient.Of<Complex>(Loss, at, compute).Gradient;
            return compute.Backend.Dot(direction, gradient).Real;
        }

        foreach (HvpMode mode in Enum.GetValues<HvpMode>())
        {
            using NdArray<Complex> product = Hvp.Of(Loss, y, direction, compute, mode).Product;
            Assert.True(compute.Backend.MaxAbs(product) > 1e-3);
            CheckResult second = GradCheck.Run($"{mode}", Slope, y, product, compute: compute);
            Assert.True(second.Passed, $"{second}");
        }
    }

    /// <summary>x(c y, c w) = c x(y, w), so that the derivatives along y and w together give x.</summary>
    [Fact]
    public void Data_and_weight_that_grow_alike_let_the_solution_grow_alike()
    {
        CheckScaling<double>(1e-11);
        CheckScaling<Complex>(1e-11);
        CheckScaling<float>(1e-4);
    }

    [Fact]
    public void Samples_are_differentiated_as_if_alone()
    {
        const int Samples = 5;
        NdArray<double> matrix = Matrix<double>();
        using NdArray<double> y = Numbers<double>(Samples * Rows, 5).Reshape(Samples, Rows);
        using NdArray<double> cotangent = Numbers<double>(Samples * Columns, 6).Reshape(Samples, Columns);
        var all = new MatrixOperator<double>(compute, matrix, Samples);
        var one = new MatrixOperator<double>(compute, matrix);
        using NdArray<double> gradient = Gradient.Of<double>(v => Ops.Sum(Implicit.SparseSolution(all, v, Weight, Tight) * v.Tape.Constant(cotangent)), y, compute).Gradient;
        for (int sample = 0; sample < Samples; sample++)
        {
            NdArray<double> weights = cotangent.Slice(0, sample, 1).Copy().Reshape(Columns);
            using NdArray<double> alone = Gradient.Of<double>(v => Ops.Sum(Implicit.SparseSolution(one, v, Weight, Tight) * v.Tape.Constant(weights)), y.Slice(0, sample, 1).Copy().Reshape(Rows), compute).Gradient;
            Assert.True(TestNumbers.Error(compute, gradient.Slice(0, sample, 1).Copy().Reshape(Rows), alone) < 1e-10);
        }
    }

    [Fact]
    public void A_solution_that_is_known_is_taken()
    {
        MatrixOperator<double> a = Operator<double>();
        using NdArray<double> y = Numbers<double>(Rows, 2);
        using var tape = new Tape(compute);
        Var<double> found = Implicit.SparseSolution(a, tape.Input(y), Weight, Tight);
        Var<double> input = tape.Input(y);
        Var<double> given = Implicit.SparseSolution(a, input, Weight, Tight with { Solution = found.Value, Solver = new ProximalGradientOptions { Stopping = new StoppingRule { IterationLimit = 0 } } });
        Assert.Equal(found.Value.AsReadOnlySpan().ToArray(), given.Value.AsReadOnlySpan().ToArray());
        Assert.NotSame(found.Value.ToUntyped().Storage, given.Value.ToUntyped().Storage);
        tape.Backward(Ops.Sum(given));
        using NdArray<double> gradient = tape.Gradient(input);
        Assert.True(compute.Backend.MaxAbs(gradient) > 0);
        Assert.Throws<ArgumentException>(() => Implicit.SparseSolution(a, input, Weight, Tight with { Solution = y.ToUntyped() }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Implicit.SparseSolution(a, input, -1.0, Tight));
        Assert.Throws<ArgumentException>(() => Implicit.SparseSolution(a, input, tape.Constant(1f), Tight));
    }

    [Fact]
    public void Dependent_columns_on_the_support_are_named_with_their_sample()
    {
        NdArray<double> matrix = Matrix<double>();
        for (int row = 0; row < Rows; row++) matrix[row, 7] = matrix[row, 3];
        using NdArray<double> y = NdArray.Zeros<double>(2, Rows);
        for (int row = 0; row < Rows; row++) y[1, row] = 5 * matrix[row, 3];
        using var tape = new Tape(compute);
        SingularSupportException failure = Assert.Throws<SingularSupportException>(() => Implicit.SparseSolution(new MatrixOperator<double>(compute, matrix, 2), tape.Input(y), Weight, Tight));
        Assert.Equal((1, 2), (failure.Sample, failure.Support));
        Assert.Contains("singular or nearly so for sample 1 of 2, S being the 2 of 20 elements", failure.Message, StringComparison.Ordinal);
    }

    private void CheckUnrolled<T>()
        where T : unmanaged
    {
        MatrixOperator<T> a = Operator<T>();
        using NdArray<T> y = Numbers<T>(Rows, 2);
        using NdArray<T> cotangent = Numbers<T>(Columns, 3);
        var f = new L1Norm<T>(compute, Weight);
        using var solver = new ProximalGradient<T, T>(a, f);
        double length = solver.StepLength;
        Var Implied(Var<T> v) => UntypedOps.Real(UntypedOps.InnerProduct(v.Tape.Constant(cotangent), Implicit.SparseSolution(a, v, Weight, Tight)));
        Var Unrolled(Var<T> v) => UntypedOps.Real(UntypedOps.InnerProduct(v.Tape.Constant(cotangent), ProximalGradient.Unroll(a, f, v, 3000, new ProximalGradientOptions { Accelerated = false, StepLength = length })));
        using NdArray<T> expected = Gradient.Of<T>(Unrolled, y, compute).Gradient;
        using NdArray<T> found = Gradient.Of<T>(Implied, y, compute).Gradient;
        double error = TestNumbers.Error(compute, found, expected);
        Assert.True(error < 1e-6, $"{error}");

        // Forward mode: the same number along a direction.
        using Linearization<T, T> derivative = Linearize.Of<T, T>(v => Implicit.SparseSolution(a, v, Weight, Tight), y, compute);
        using NdArray<T> direction = Numbers<T>(Rows, 4);
        using NdArray<T> forward = derivative.Apply(direction);
        double there = compute.Backend.Dot(cotangent, forward).Real;
        Assert.Equal(compute.Backend.Dot(direction, expected).Real, there, 1e-6 * Math.Abs(there));
    }

    private void CheckGradients<T>()
        where T : unmanaged
    {
        MatrixOperator<T> a = Operator<T>();
        using NdArray<T> y = Numbers<T>(Rows, 2);
        using NdArray<double> weight = NdArray.From<double>([Weight], default);
        using NdArray<double> weights = NdArray.From<double>([.. Enumerable.Range(0, Columns).Select(k => 0.2 + (0.01 * k))]);
        Passes<T>("data", v => Implicit.SparseSolution(a, v, Weight, Tight), y);
        Passes<double>("weight", w => Implicit.SparseSolution(a, w.Tape.Constant(y), w, Tight), weight);
        Passes<double>("weights", w => Implicit.SparseSolution(a, w.Tape.Constant(y), w, Tight), weights);
        Passes<T>(
            "matrix",
            m => Implicit.SparseSolution<T, T>((x, theta) => Product(theta[0].As<T>(), x), new Shape(Columns), m.Tape.Constant(y), m.Tape.Filled(ElementType.Float64, default, Weight), [m], Tight),
            Matrix<T>());
    }

    /// <summary>The matrix times x, real or complex.</summary>
    private static Var<T> Product<T>(Var<T> matrix, Var<T> x)
        where T : unmanaged => UntypedOps.Reshape(UntypedOps.MatMul(MatrixForm.Plain, matrix, MatrixForm.Plain, UntypedOps.Reshape(x, new Shape(Columns, 1))), new Shape(Rows)).As<T>();

    private void CheckScaling<T>(double tolerance)
        where T : unmanaged
    {
        MatrixOperator<T> a = Operator<T>();
        using NdArray<T> y = Numbers<T>(Rows, 2);
        using NdArray<T> one = TestNumbers.Array<T>(compute, [Complex.One]).Reshape(default(Shape));
        SparseSolutionOptions options = tolerance > 1e-5 ? new SparseSolutionOptions() : Tight;
        Var<T> Solution(Var<T> scale) => Implicit.SparseSolution(a, scale * scale.Tape.Constant(y), Weight * UntypedOps.Real(scale), options);
        using Linearization<T, T> derivative = Linearize.Of<T, T>(Solution, one, compute);
        using NdArray<T> solution = derivative.Value();
        using NdArray<T> along = derivative.Apply(one);
        Assert.InRange(compute.Backend.MaxAbs(solution), 0.1, 10);
        double error = TestNumbers.Error(compute, along, solution);
        Assert.True(error < tolerance, $"{error}");
    }

    private void Passes<T>(string name, Func<Var<T>, Var> f, NdArray<T> x)
        where T : unmanaged
    {
        CheckResult result = GradCheck.Run(name, f, x, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 }, compute);
        Assert.True(result.Passed, $"{result}");
    }

    private MatrixOperator<T> Operator<T>()
        where T : unmanaged => new(compute, Matrix<T>());

    private NdArray<T> Matrix<T>()
        where T : unmanaged => TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(Rows * Columns, 8).Select(number => number / Math.Sqrt(Rows))]).Reshape(Rows, Columns);

    private NdArray<T> Numbers<T>(int count, ulong seed)
        where T : unmanaged => TestNumbers.Array<T>(compute, TestNumbers.Random<T>(count, seed));
}
