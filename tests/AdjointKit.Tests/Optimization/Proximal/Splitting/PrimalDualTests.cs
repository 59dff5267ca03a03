using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Primal-dual steps hold the bounds of their theory, and name the bound that lengths break.</summary>
public sealed class PrimalDualTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_gap_of_averages_holds_the_bound_of_Chambolle_and_Pock(double ratio)
    {
        // A matrix game, min over x max over y in the simplex of y^T K x, has sets that are bounded: the gap is max_i (K x)_i - min_j (K^T y)_j, and the bound a number (Theorem 1 of their paper of 2011).
        const int Rows = 15;
        const int Columns = 20;
        const int Steps = 1500;
        NdArray<double> matrix = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows * Columns, 5)).Reshape(Rows, Columns);
        var k = new MatrixOperator<double>(compute, matrix);
        double norm = OperatorNorm.Estimate(k, 1e-10, 10_000);
        var game = new Simplex<double>(compute).Conjugate;
        CompositeProblem<double> problem = CompositeProblem.Of(new Simplex<double>(compute), k.Domain).Plus(game, k);
        using var solver = new PrimalDual<double>(problem, new CompositeOptions { PrimalStep = ratio / norm, DualStep = 1 / (ratio * norm), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } });
        using NdArray<double> start = compute.Empty<double>(Columns);
        compute.Backend.Fill(start, 1.0 / Columns);
        using NdArray<double> meanX = compute.Zeros<double>(Columns);
        using NdArray<double> meanY = compute.Zeros<double>(Rows);
        double bound = ((1 - (1.0 / Columns)) * norm / (2 * ratio)) + (ratio * norm / 2);
        solver.Start(start);
        double least = double.PositiveInfinity;
        for (int n = 1; n <= Steps; n++)
        {
            solver.Step();
            compute.Backend.AddScaled(1, solver.Solution, meanX);
            compute.Backend.AddScaled(1, solver.Dual(game), meanY);
            double gap = (k.Apply(meanX).AsReadOnlySpan().ToArray().Max() - k.ApplyAdjoint(meanY).AsReadOnlySpan().ToArray().Min()) / n;
            Assert.InRange(gap, -1e-12, bound / n);
            least = Math.Min(least, gap * n / bound);
        }

        // The bound is of the right size: it is missed by less than a factor of a thousand. The game of one number each comes near it.
        Assert.True(least > 1e-3, $"{least}");
    }

    [Theory]
    [InlineData(1, 0.39, 0.41)]
    [InlineData(0.1, 0.72, 0.73)]
    public void A_game_of_one_number_each_comes_near_the_bound(double ratio, double least, double most)
    {
        // min over x, max over y in [-1, 1] of k x y: the gap is |k x| + |k y|. Without the step ahead x and y circle, and their averages are above the bound for the ratio 1.
        const int Steps = 300;
        const double K = 2;
        var k = new DiagonalOperator<double>(compute, K);
        ProximalOperator<double> game = new Box<double>(compute, -1, 1).Conjugate;
        CompositeProblem<double> problem = CompositeProblem.Of(new Box<double>(compute, -1, 1), k.Domain).Plus(game, k);
        using var solver = new PrimalDual<double>(problem, new CompositeOptions { PrimalStep = ratio / K, DualStep = 1 / (ratio * K), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } });
        using NdArray<double> start = NdArray.From(1.0);
        solver.Start(start);
        double bound = (4 / (2 * ratio / K)) + (ratio * K / 2);
        double sumX = 0;
        double sumY = 0;
        double share = 0;
        for (int n = 1; n <= Steps; n++)
        {
            solver.Step();
            sumX += solver.Solution.AsReadOnlySpan()[0];
            sumY += solver.Dual(game).AsReadOnlySpan()[0];
            share = K * (Math.Abs(sumX) + Math.Abs(sumY)) / bound;
            Assert.InRange(share, 0, 1);
        }

        Assert.InRange(share, least, most);
    }

    [Fact]
    public void Steps_come_to_rest_where_those_without_a_step_ahead_circle()
    {
        // x y with x and y free: (x, y) turns about 0 for ever if y looks at x, and shrinks by the root of 1 - t s k^2 if it looks at 2 x+ - x.
        var k = new DiagonalOperator<double>(compute, 1, 2);
        ProximalOperator<double> point = new Box<double>(compute, 0, 0);
        CompositeProblem<double> problem = CompositeProblem.Of(new Box<double>(compute, double.NegativeInfinity, double.PositiveInfinity), k.Domain).Plus(point, k);
        using var solver = new PrimalDual<double>(problem, new CompositeOptions { PrimalStep = 0.4, DualStep = 0.6, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 300 } });
        using NdArray<double> start = NdArray.From(1.0, -2);
        solver.Start(start);
        solver.Run();
        Assert.True(compute.Backend.MaxAbs(solver.Solution) < 5 * Math.Pow(1 - (0.4 * 0.6), 0.5 * 300 / 1.1), $"{compute.Backend.MaxAbs(solver.Solution)}");
    }

    [Fact]
    public void Lengths_that_are_too_long_are_named_with_their_limit()
    {
        var k = new DiagonalOperator<double>(compute, 1, 2, 3);
        using NdArray<double> b = NdArray.From(1.0, 2, 3);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute), k);
        Refused(new PrimalDualCase(problem, CompositeMethod.PrimalDual, 1, 0.2), 1 / (0.2 * 9));
        Refused(new PrimalDualCase(problem, CompositeMethod.CondatVu, 1, 0.2), 1 / (0.5 + (0.2 * 9)));
        Refused(new PrimalDualCase(problem, CompositeMethod.CondatVu, 2.5, null), 2);
        using CompositeSolver<double> within = Minimizer.Solver(problem, CompositeMethod.PrimalDual, new CompositeOptions { PrimalStep = 0.999 / (0.2 * 9), DualStep = 0.2 });
        within.Start();
        Assert.Equal(StopReason.Converged, within.Run());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_operator_that_gives_what_is_no_number_is_refused_whichever_way_it_does(bool forward)
    {
        CompositeProblem<double> problem = CompositeProblem.Of(new L1Norm<double>(compute), new Shape(3)).Plus(new L1Norm<double>(compute), new BrokenOperator(compute, forward));
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => Minimizer.Solver(problem, CompositeMethod.PrimalDual)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => OperatorNorm.Estimate(new BrokenOperator(compute, forward))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_is_not_given_is_found_within_the_limit()
    {
        var k = new DiagonalOperator<double>(compute, 1, 2, 3);
        using NdArray<double> b = NdArray.From(1.0, 2, 3);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute), k);
        foreach (bool byGradient in new[] { false, true })
        {
            foreach (CompositeOptions options in new[] { new CompositeOptions(), new CompositeOptions { PrimalStep = 0.05 }, new CompositeOptions { DualStep = 0.03 } })
            {
                using PrimalDualSolver<double> solver = byGradient ? new CondatVu<double>(problem, options) : new PrimalDual<double>(problem, options);
                solver.Start();
                Assert.Equal(options.PrimalStep ?? solver.PrimalStep, solver.PrimalStep);
                Assert.Equal(options.DualStep ?? solver.DualStep, solver.DualStep);
                Assert.InRange(((1 / solver.PrimalStep) - (byGradient ? 0.5 : 0)) / (9 * solver.DualStep), 1, 1.05);
            }
        }
    }

    [Fact]
    public void Balanced_lengths_stay_within_the_limit_and_help_where_scales_differ()
    {
        using NdArray<double> b = TestNumbers.Array<double>(compute, [.. TestNumbers.Random<double>(60, 4).Select((noise, k) => 1000 * ((0.3 * noise) + (k < 30 ? 1 : 2)))]);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 700), new DifferenceOperator<double>(compute, b.Shape, 0));
        var stopping = new StoppingRule { RelativeTolerance = 1e-8, IterationLimit = 100_000 };
        using var balanced = new PrimalDual<double>(problem, new CompositeOptions { Stopping = stopping });
        using var plain = new PrimalDual<double>(problem, new CompositeOptions { Stopping = stopping, DualStep = 10 });
        plain.Start();
        Assert.Equal(StopReason.Converged, plain.Run());
        balanced.Start();
        double last = 0;
        while (balanced.Reason is null)
        {
            balanced.Step();
            Assert.True(balanced.PrimalStep * balanced.DualStep * balanced.SquaredOperatorNorm <= 1);
            if (balanced.Iterations > 1000) Assert.Equal(1, balanced.PrimalStep / last, 0.05);
            last = balanced.PrimalStep;
        }

        Assert.Equal(StopReason.Converged, balanced.Reason);
        Assert.True(balanced.Iterations < plain.Iterations, $"{balanced.Iterations} against {plain.Iterations}");
    }

    [Fact]
    public void The_gap_is_that_of_the_formulas_and_falls_to_zero()
    {
        using NdArray<double> b = NdArray.From(1.0, 4, -2, 3);
        var k = new DiagonalOperator<double>(compute, 1, 2, 3, 1);
        var huber = new HuberLoss<double>(compute, 1);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(huber, k);
        using var solver = new PrimalDual<double>(problem, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-12 } });
        solver.Start();
        Assert.Equal(problem.Value(solver.Solution) + 0, solver.Gap(), 1e-12);
        double last = double.PositiveInfinity;
        for (int n = 0; n < 5; n++)
        {
            for (int m = 0; m < 20; m++) solver.Step();
            double gap = solver.Gap();
            Assert.InRange(gap, -1e-12, last + 1e-12);
            last = gap;
        }

        solver.Run();
        Assert.InRange(solver.Gap(), -1e-12, 1e-12);
        Assert.Contains("no dual variable", Assert.Throws<ArgumentException>(() => solver.Dual(new HuberLoss<double>(compute, 1))).Message, StringComparison.Ordinal);
        using var byGradient = new CondatVu<double>(problem);
        Assert.Throws<NotSupportedException>(() => byGradient.Gap());
    }

    private static void Refused(PrimalDualCase attempt, double limit)
    {
        var options = new CompositeOptions { PrimalStep = attempt.Primal, DualStep = attempt.Dual };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Minimizer.Solver(attempt.Problem, attempt.Method, options));
        Assert.Contains("diverges", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"= {limit:g4}"), refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The identity, but one way it gives NaN.</summary>
    private sealed class BrokenOperator(Compute compute, bool forward) : LinearOperator<double, double>(compute, new Shape(3), new Shape(3))
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into) => Compute.Backend.Affine(1, x, forward ? double.NaN : 0, into);

        protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into) => Compute.Backend.Affine(1, y, forward ? 0 : double.NaN, into);
    }

    private sealed record PrimalDualCase(CompositeProblem<double> Problem, CompositeMethod Method, double Primal, double? Dual);
}
