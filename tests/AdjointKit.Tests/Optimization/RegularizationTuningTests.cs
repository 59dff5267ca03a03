using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Weights tuned by hyper-gradients: these against differences at a stable support, what is found against a fine grid of weights.</summary>
public sealed class RegularizationTuningTests : IDisposable
{
    private const int Rows = 40;
    private const int Columns = 30;
    private const int Nonzeros = 5;

    private static readonly StoppingRule Exact = new() { RelativeTolerance = 1e-14, IterationLimit = 100_000 };

    private static readonly SparseSolutionOptions Tight = new()
    {
        Solver = new ProximalGradientOptions { Restart = true, Stopping = Exact },
        LinearSolver = new LinearOptions { Method = LinearMethod.ConjugateGradient, Stopping = new StoppingRule { RelativeTolerance = 1e-13 } },
    };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    /// <summary>The support is that of the weights themselves: central differences at steps that do not leave it have an error of the second order only.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_hyper_gradient_equals_central_differences(ulong seed)
    {
        var lasso = new Lasso(compute, seed);
        foreach (double weight in (double[])[0.02, 0.1, 0.5])
        {
            double slope = lasso.Slope(weight);
            double step = 1e-6 * weight;
            double difference = (lasso.Loss(weight + step) - lasso.Loss(weight - step)) / (2 * step);
            Assert.True(Math.Abs(slope) > 1e-3, $"{slope}");
            Assert.Equal(difference, slope, 1e-6 * Math.Abs(slope));
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_weight_is_that_of_a_fine_grid(ulong seed)
    {
        var lasso = new Lasso(compute, seed);
        double[] grid = [.. Enumerable.Range(0, 1000).Select(k => 1e-3 * Math.Pow(1e3, k / 999.0))];
        double best = grid.MinBy(lasso.Loss);
        Assert.InRange(best, 1.1e-3, 0.9);
        NdArray<double>[] candidates = [.. ((double[])[0.003, 0.01, 0.03, 0.1, 0.3]).Select(weight => NdArray.From<double>([weight], default))];
        SolverResult<double> result = RegularizationTuning.Tune(v => lasso.Validation(v), candidates, compute: compute);
        double found = result.Solution.AsReadOnlySpan()[0];
        Assert.InRange(found / best, 0.98, 1.02);
        Assert.True(lasso.Loss(found) <= lasso.Loss(best) * (1 + 1e-6));
    }

    [Fact]
    public void A_weight_for_each_block_is_tuned()
    {
        var lasso = new Lasso(compute, 6);
        var blocks = new Shape(2, Columns / 2);
        Var Validation(Var<double> weights) => lasso.Validation(weights, blocks);
        using NdArray<double> start = NdArray.Fill<double>(2, 1, (_, _) => 0.3);
        CheckResult check = GradCheck.Run<double>("weights of two blocks", Validation, start, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-6 }, compute);
        Assert.True(check.Passed, $"{check}");

        SolverResult<double> result = RegularizationTuning.Tune<double>(Validation, [start], compute: compute);
        double[] found = result.Solution.AsReadOnlySpan().ToArray();
        double best = lasso.Loss(found, blocks);
        double alike = Enumerable.Range(0, 60).Select(k => 1e-3 * Math.Pow(1e3, k / 59.0)).Min(weight => lasso.Loss([weight, weight], blocks));
        Assert.True(best < alike, $"{best} is not below {alike}, the best of one weight for both");
        foreach ((double first, double second) in ((double, double)[])[(0.9, 1), (1.1, 1), (1, 0.9), (1, 1.1)])
        {
            Assert.True(lasso.Loss([first * found[0], second * found[1]], blocks) > best);
        }
    }

    [Fact]
    public void The_minimum_of_a_sum_is_differentiated_by_its_weight()
    {
        var lasso = new Lasso(compute, 7);
        CompositeOptions exact = new() { Stopping = Exact };
        LinearOptions exactLinear = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-13 } };
        CompositeProblem<double> LeastSquares() => CompositeProblem.LeastSquares(lasso.A, lasso.Y);
        using NdArray<double> weight = NdArray.From<double>([0.1], default);

        // The same sparse solution, by its support and by its step.
        Var<double> ByStep(Var<double> w) => Implicit.CompositeSolution(LeastSquares().Plus(new L1Norm<double>(compute)), w, exact, exactLinear);
        Var<double> BySupport(Var<double> w) => Implicit.SparseSolution(lasso.A, w.Tape.Constant(lasso.Y), w, Tight);
        using NdArray<double> one = NdArray.From<double>([1], default);
        using Linearization<double, double> step = Linearize.Of<double, double>(ByStep, weight, compute);
        using Linearization<double, double> support = Linearize.Of<double, double>(BySupport, weight, compute);
        Assert.True(TestNumbers.Error(compute, step.Value(), support.Value()) < 1e-11);
        Assert.True(TestNumbers.Error(compute, step.Apply(one), support.Apply(one)) < 1e-10);

        Passes("a norm", w => Implicit.CompositeSolution(LeastSquares().Plus(new GroupL1Norm<double>(compute, 0.5, 0)), w, exact, exactLinear));
        Passes("elastic net", w => Implicit.CompositeSolution(LeastSquares().Plus(new ElasticNet<double>(compute, 1, 2)), w, exact, exactLinear));
        CompositeProblem<double> logistic = CompositeProblem.Smooth<double>(compute, new Shape(Columns), x => Ops.Sum(Ops.Softplus(Ops.Apply(lasso.A, x) * x.Tape.Constant(lasso.Y))), curvature: 20);
        Passes("a function in ops", w => Implicit.CompositeSolution(logistic.Plus(new ElasticNet<double>(compute, 1, 2)), w, exact, exactLinear));

        void Passes(string name, Func<Var<double>, Var<double>> solution)
        {
            CheckResult check = GradCheck.Run<double>(name, w => solution(w), weight, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-8 }, compute);
            Assert.True(check.Passed, $"{check}");
        }
    }

    [Fact]
    public void What_cannot_be_tuned_is_refused()
    {
        var lasso = new Lasso(compute, 8);
        using var tape = new Tape(compute);
        Var weight = tape.Constant(0.1);
        CompositeProblem<double> none = CompositeProblem.LeastSquares(lasso.A, lasso.Y);
        CompositeProblem<double> behind = none.Plus(new L1Norm<double>(compute), new DifferenceOperator<double>(compute, new Shape(Columns), 0));
        Assert.Contains("one behind an operator", Assert.Throws<ArgumentException>(() => Implicit.CompositeSolution(behind, weight)).Message, StringComparison.Ordinal);
        Assert.Contains("and this problem has 0", Assert.Throws<ArgumentException>(() => Implicit.CompositeSolution(none, weight)).Message, StringComparison.Ordinal);
        using NdArray<double> negative = NdArray.From(0.1, -0.1);
        Assert.Contains("-0.1 has no logarithm", Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationTuning.Tune<double>(v => Ops.Sum(v), [negative])).Message, StringComparison.Ordinal);
    }

    private sealed class Lasso
    {
        private readonly MatrixOperator<double> held;
        private readonly NdArray<double> heldData;

        internal Lasso(Compute compute, ulong seed)
        {
            Compute = compute;
            A = Matrix(compute, 4 * seed);
            held = Matrix(compute, (4 * seed) + 1);
            using NdArray<double> truth = NdArray.Zeros<double>(Columns);
            for (int k = 0; k < Nonzeros; k++) truth[(7 * k) % Columns] = k % 2 == 0 ? 1 : -1;
            Y = Noisy(A, truth, (4 * seed) + 2);
            heldData = Noisy(held, truth, (4 * seed) + 3);
        }

        internal MatrixOperator<double> A { get; }

        internal NdArray<double> Y { get; }

        private Compute Compute { get; }

        internal Var Validation(Var<double> weight, Shape? blocks = null)
        {
            Var<double> each = blocks is Shape shape ? Ops.Reshape(Ops.BroadcastTo(weight, shape), Columns) : weight;
            Var<double> x = Implicit.SparseSolution(A, weight.Tape.Constant(Y), each, Tight);
            return Ops.HalfSquaredNorm(Ops.Apply(held, x) - weight.Tape.Constant(heldData));
        }

        internal double Loss(double weight)
        {
            using var tape = new Tape(Compute);
            return Validation(tape.Constant(weight)).Value.As<double>().AsReadOnlySpan()[0];
        }


        internal double Loss(double[] weights, Shape blocks) => Gradient.Of<double>(v => Validation(v, blocks), NdArray.From(weights).Reshape(weights.Length, 1), Compute).Value;

        internal double Slope(double weight) => Gradient.Of<double>(v => Validation(v), NdArray.From<double>([weight], default), Compute).Gradient.AsReadOnlySpan()[0];

        private static MatrixOperator<double> Matrix(Compute compute, ulong seed)
        {
            NdArray<double> matrix = NdArray.Empty<double>(new Shape(Rows, Columns));
            new CounterRandom(seed).FillNormal(matrix);
            compute.Backend.Affine(1 / Math.Sqrt(Rows), matrix, 0, matrix);
            return new MatrixOperator<double>(compute, matrix);
        }

        private static NdArray<double> Noisy(MatrixOperator<double> a, NdArray<double> truth, ulong seed)
        {
            NdArray<double> data = a.Apply(truth);
            using NdArray<double> noise = NdArray.Empty<double>(new Shape(Rows));
            new CounterRandom(seed).FillNormal(noise);
            a.Compute.Backend.AddScaled(0.2, noise, data);
            return data;
        }
    }
}
