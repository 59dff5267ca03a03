using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Smooth parts other than least squares, by their gradient: logistic regression with few coefficients.</summary>
public sealed class SmoothPartTests : IDisposable
{
    private const int Samples = 60;
    private const int Features = 15;
    private const double Weight = 1.5;

    private readonly Compute compute = new(threads: 1);
    private readonly double[] rows;

    /// <summary>Draws the samples.</summary>
    public SmoothPartTests()
    {
        rows = [.. TestNumbers.Random<double>(Samples * Features, 3).Select(number => number.Real)];

        // Rows of class 1 as they are and those of class -1 with the opposite sign: log(1 + exp(-c a.x)) of all.
        for (int sample = 0; sample < Samples; sample++) rows[(sample * Features) + 2] += 1.2;
    }

    /// <summary>The methods that go by a gradient.</summary>
    public static TheoryData<CompositeMethod> Methods => CompositeMethods.Theory([CompositeMethod.Automatic, CompositeMethod.ProximalGradient, CompositeMethod.CondatVu]);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Sparse_logistic_regression_meets_the_conditions_of_a_minimum(CompositeMethod method)
    {
        MatrixOperator<double> a = A();
        double squared = Math.Pow(OperatorNorm.Estimate(a), 2);
        Check(CompositeProblem.Smooth<double>(compute, a.Domain, x => Logistic(a, x)));
        Check(CompositeProblem.Smooth<double>(compute, a.Domain, x => Logistic(a, x), squared / 4 * 1.01));
        Check(CompositeProblem.Smooth<double>(compute, a.Domain, ByHand));

        void Check(CompositeProblem<double> smooth)
        {
            CompositeProblem<double> problem = smooth.Plus(new L1Norm<double>(compute, Weight));
            SolverResult<double> result = Minimizer.Minimize(problem, method, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 100_000 } }).EnsureConverged();
            using NdArray<double> slope = compute.Empty<double>(Features);
            double value = ByHand(result.Solution, slope);
            int nonzeros = 0;
            for (int k = 0; k < Features; k++)
            {
                double x = result.Solution.AsReadOnlySpan()[k];
                double g = slope.AsReadOnlySpan()[k];
                value += Weight * Math.Abs(x);
                Assert.True(Math.Abs(g) <= Weight + 1e-8);
                if (Math.Abs(x) < 1e-6) continue;
                nonzeros++;
                Assert.Equal(-Weight * Math.Sign(x), g, 1e-8);
            }

            Assert.InRange(nonzeros, 1, Features - 1);
            Assert.Equal(value, result.History[^1].Objective, 1e-9);
            Assert.Equal(value, problem.Value(result.Solution), 1e-9);
        }
    }

    [Fact]
    public void A_function_behind_an_operator_beside_a_smooth_one_meets_the_conditions_of_a_minimum()
    {
        // Fused coefficients: K x = x[k + 1] - x[k], so that the dual variable is the running sum of the gradient.
        MatrixOperator<double> a = A();
        CompositeProblem<double> problem = CompositeProblem.Smooth<double>(compute, a.Domain, x => Logistic(a, x)).Plus(new L1Norm<double>(compute, Weight), new DifferenceOperator<double>(compute, a.Domain, 0));
        SolverResult<double> result = Minimizer.Minimize(problem, options: new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 100_000 } }).EnsureConverged();
        Assert.Equal("Condat-Vu", result.Method);
        using NdArray<double> slope = compute.Empty<double>(Features);
        _ = ByHand(result.Solution, slope);
        double y = 0;
        int jumps = 0;
        for (int k = 0; k < Features - 1; k++)
        {
            y += slope.AsReadOnlySpan()[k];
            double jump = result.Solution.AsReadOnlySpan()[k + 1] - result.Solution.AsReadOnlySpan()[k];
            Assert.InRange(y, -Weight - 1e-8, Weight + 1e-8);
            if (Math.Abs(jump) < 1e-6) continue;
            jumps++;
            Assert.Equal(Weight * Math.Sign(jump), y, 1e-8);
        }

        Assert.InRange(jumps, 1, Features - 2);
        Assert.Equal(0, y + slope.AsReadOnlySpan()[Features - 1], 1e-8);
    }

    [Theory]
    [InlineData(CompositeMethod.ProximalGradient)]
    [InlineData(CompositeMethod.CondatVu)]
    public void Unrolled_steps_are_those_of_the_solver_and_their_gradient_is_right(CompositeMethod method)
    {
        MatrixOperator<double> a = A();
        using NdArray<double> data = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Features, 7));
        CompositeProblem<double> Problem(Func<Tape, Var<double>> centre) => CompositeProblem
            .Smooth<double>(compute, a.Domain, x => Logistic(a, x - centre(x.Tape)), Math.Pow(OperatorNorm.Estimate(a), 2) / 4 * 1.01)
            .Plus(new L1Norm<double>(compute, Weight));
        var options = new CompositeOptions { Adaptive = method == CompositeMethod.CondatVu ? false : null, Restarted = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 6 } };
        Var<double> Unrolled(Var<double> centre) => Minimizer.Unroll(Problem(_ => centre), method, 6, options, 0 * centre);
        SolverResult<double> solved = Minimizer.Minimize(Problem(tape => tape.Constant(data)), method, options);
        using var tape = new Tape(compute);
        Assert.True(TestNumbers.Error(compute, Unrolled(tape.Input(data)).Value, solved.Solution) < 1e-13);
        CheckResult check = GradCheck.Run<double>("unrolled", v => Unrolled(v), data, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-7 });
        Assert.True(check.Passed, $"{check}");
    }

    [Fact]
    public void Least_squares_in_ops_take_the_steps_of_least_squares()
    {
        MatrixOperator<double> a = A();
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Samples, 5));
        double curvature = Math.Pow(OperatorNorm.Estimate(a, 1e-12, 10_000), 2);
        var options = new CompositeOptions { PrimalStep = 0.9 / curvature, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 40 } };
        CompositeProblem<double> inOps = CompositeProblem.Smooth<double>(compute, a.Domain, x => Ops.Sum(Ops.Square(Ops.Apply(a, x) - x.Tape.Constant(b))) * 0.5, curvature).Plus(new L1Norm<double>(compute, Weight));
        CompositeProblem<double> asMisfit = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, Weight));
        SolverResult<double> first = Minimizer.Minimize(inOps, CompositeMethod.ProximalGradient, options);
        SolverResult<double> second = Minimizer.Minimize(asMisfit, CompositeMethod.ProximalGradient, options);
        Assert.True(TestNumbers.Error(compute, first.Solution, second.Solution) < 1e-12);
        Assert.Equal(first.History[^1].Objective, second.History[^1].Objective, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_get_shorter_where_the_function_is_steeper_than_at_the_start(CompositeMethod method)
    {
        // x^4 / 4 - c x + w |x| is flat at 0, and smallest where x^3 = c - w.
        using NdArray<double> c = NdArray.From(10.0, 3, -20, 0.5);
        double Quartic(NdArray<double> x, NdArray<double> gradient)
        {
            double value = 0;
            for (int k = 0; k < 4; k++)
            {
                double at = x.AsReadOnlySpan()[k];
                value += (Math.Pow(at, 4) / 4) - (c.AsReadOnlySpan()[k] * at);
                gradient.AsWritableSpan()[k] = Math.Pow(at, 3) - c.AsReadOnlySpan()[k];
            }

            return value;
        }

        CompositeProblem<double> problem = CompositeProblem.Smooth<double>(compute, c.Shape, Quartic).Plus(new L1Norm<double>(compute, 1));
        SolverResult<double> result = Minimizer.Minimize(problem, method, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 } }).EnsureConverged();
        double[] x = result.Solution.AsReadOnlySpan().ToArray();
        foreach ((double value, double exact) in x.Zip([Math.Cbrt(9), Math.Cbrt(2), -Math.Cbrt(19), 0])) Assert.Equal(exact, value, 1e-8);
    }

    [Fact]
    public void Momentum_holds_the_bound_of_Beck_and_Teboulle()
    {
        MatrixOperator<double> a = A();
        CompositeProblem<double> problem = CompositeProblem.Smooth<double>(compute, a.Domain, ByHand, Math.Pow(OperatorNorm.Estimate(a), 2) / 4 * 1.01).Plus(new L1Norm<double>(compute, Weight));
        SolverResult<double> best = Minimizer.Minimize(problem, options: new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 100_000 } });
        double squared = best.Solution.AsReadOnlySpan().ToArray().Sum(element => element * element);
        foreach (bool accelerated in new[] { true, false })
        {
            using var solver = new ForwardBackward<double>(problem, new CompositeOptions { Accelerated = accelerated, Restarted = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 200 } });
            solver.Start();
            solver.Run();
            for (int k = 1; k <= 200; k++)
            {
                double bound = accelerated ? 2 * squared / (Math.Pow(k + 1, 2) * solver.PrimalStep) : squared / (2 * k * solver.PrimalStep);
                Assert.InRange(solver.History[k].Objective - best.History[^1].Objective, -1e-12, bound + 1e-12);
            }
        }
    }

    [Fact]
    public void What_a_method_cannot_do_is_named()
    {
        MatrixOperator<double> a = A();
        CompositeProblem<double> problem = CompositeProblem.Smooth<double>(compute, a.Domain, ByHand).Plus(new L1Norm<double>(compute, Weight));
        foreach (CompositeMethod method in new[] { CompositeMethod.PrimalDual, CompositeMethod.Admm, CompositeMethod.LinearizedAdmm, CompositeMethod.DouglasRachford })
        {
            Assert.Contains("CondatVu", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, method)).Message, StringComparison.Ordinal);
        }

        using var tape = new Tape(compute);
        Var<double> start = tape.Constant(compute.Zeros<double>(Features));
        Assert.Contains("curvature", Assert.Throws<ArgumentException>(() => Minimizer.Unroll(problem, CompositeMethod.ProximalGradient, 3, start: start)).Message, StringComparison.Ordinal);
        CompositeProblem<double> known = CompositeProblem.Smooth<double>(compute, a.Domain, ByHand, 2).Plus(new L1Norm<double>(compute, Weight));
        Assert.Contains("in ops", Assert.Throws<NotSupportedException>(() => Minimizer.Unroll(known, CompositeMethod.ProximalGradient, 3, start: start)).Message, StringComparison.Ordinal);
        Assert.Contains("limit is 1 / L = 0.5", Assert.Throws<ArgumentException>(() => Minimizer.Solver(known, CompositeMethod.ProximalGradient, new CompositeOptions { PrimalStep = 0.6 })).Message, StringComparison.Ordinal);
        Assert.Contains("CondatVu", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem.Plus(new NonNegative<double>(compute)), CompositeMethod.ProximalGradient)).Message, StringComparison.Ordinal);
        Assert.Contains("no smooth part", Assert.Throws<ArgumentException>(() => Minimizer.Solver(CompositeProblem.Of(new L1Norm<double>(compute), a.Domain), CompositeMethod.ProximalGradient)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CompositeProblem.Smooth<double>(compute, a.Domain, ByHand, -1));
    }

    private static Var Logistic(MatrixOperator<double> a, Var<double> x) => Ops.Sum(Ops.Softplus(-Ops.Apply(a, x)));

    private MatrixOperator<double> A() => new(compute, NdArray.From<double>(rows).Reshape(Samples, Features));

    /// <summary>sum log(1 + exp(-a.x)) and its gradient, without the toolkit.</summary>
    private double ByHand(NdArray<double> x, NdArray<double> gradient)
    {
        ReadOnlySpan<double> at = x.AsReadOnlySpan();
        Span<double> slope = gradient.AsWritableSpan();
        slope.Clear();
        double value = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(sample * Features, Features);
            double product = 0;
            for (int k = 0; k < Features; k++) product += row[k] * at[k];
            value += Math.Log(1 + Math.Exp(-product));
            for (int k = 0; k < Features; k++) slope[k] -= row[k] / (1 + Math.Exp(product));
        }

        return value;
    }
}
