using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>ADMM and its relatives fall at the rate of their theory, and solve their systems in closed form where there is one.</summary>
public sealed class AdmmTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 30;
    private const double Weight = 0.1;

    private readonly Compute compute = new(threads: 2);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    public void Residuals_of_admm_fall_at_the_rate_of_He_and_Yuan(double penalty)
    {
        // Numer. Math. 130, 2015: r |z - z+|^2 + |y - y+|^2 / r does not rise, and in step k is at most that of the distance between start and solution, divided by k.
        (WideOperator<double> a, NdArray<double> b, CompositeProblem<double> problem) = Lasso();
        (NdArray<double> x, NdArray<double> y) = Solution(problem, a, b);
        double distance = (penalty * Square(x)) + (Square(y) / penalty);
        using var solver = new Admm<double>(problem, new CompositeOptions { DualStep = penalty, InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 300 } });
        solver.Start();
        double last = double.PositiveInfinity;
        for (int k = 1; k <= 300; k++)
        {
            solver.Step();
            double moved = (Math.Pow(solver.PrimalResidual, 2) / penalty) + (penalty * Math.Pow(solver.DualResidual, 2));
            Assert.True(moved <= last * (1 + 1e-10) || moved < 1e-25, $"step {k} rises from {last} to {moved}");
            Assert.True(moved <= distance / k, $"step {k}: {moved}");
            last = moved;
        }

        Assert.True(last < 1e-4 * distance);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(3)]
    public void Douglas_and_Rachfords_steps_get_shorter(double length)
    {
        // v -> v+ is firmly nonexpansive: |v - v+| does not rise, and the sum of its squares is at most |v0 - v*|^2.
        (WideOperator<double> a, NdArray<double> b, CompositeProblem<double> problem) = Lasso();
        (NdArray<double> x, NdArray<double> y) = Solution(problem, a, b);
        using NdArray<double> last = x.Copy();
        compute.Backend.AddScaled(-length, y, last);
        double rest = Square(last);
        using var solver = new DouglasRachford<double>(problem, new CompositeOptions { PrimalStep = length, InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 300 } });
        solver.Start();
        double before = double.PositiveInfinity;
        for (int k = 1; k <= 300; k++)
        {
            solver.Step();
            rest -= Math.Pow(solver.DualResidual, 2);
            Assert.True(rest > -1e-12, $"step {k}: {rest}");
            Assert.True(solver.DualResidual <= before * (1 + 1e-10) || before < 1e-13, $"step {k} rises from {before} to {solver.DualResidual}");
            before = solver.DualResidual;
        }
    }

    [Fact]
    public void Systems_of_tight_frames_have_a_closed_form_and_others_are_iterated()
    {
        var wavelet = new WaveletOperator<double>(compute, new Shape(32), Wavelet.Haar, 2);
        NdArray<double> flat = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(32, 1));
        Check(CompositeProblem.LeastSquares(compute, flat).Plus(new L1Norm<double>(compute, 0.3), wavelet), closed: true);
        var sampling = new SamplingOperator<double>(compute, new Shape(32), [1, 4, 5, 7, 11, 20, 21, 30]);
        using NdArray<double> samples = sampling.Apply(flat);
        Check(CompositeProblem.LeastSquares(3 * sampling, samples).Plus(new L1Norm<double>(compute, 0.3), wavelet), closed: true);
        Check(CompositeProblem.LeastSquares(sampling, samples).Plus(new L1Norm<double>(compute, 0.3), new DifferenceOperator<double>(compute, new Shape(32), 0)), closed: false);
        Check(Lasso().Problem, closed: false);

        void Check(CompositeProblem<double> problem, bool closed)
        {
            var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 100_000 } };
            using var solver = new Admm<double>(problem, options);
            Assert.Equal(closed, solver.IsClosed);
            solver.Start();
            Assert.Equal(StopReason.Converged, solver.Run());
            SolverResult<double> other = Minimizer.Minimize(problem, CompositeMethod.PrimalDual, options).EnsureConverged();

            // With so few samples more than one x may be best.
            Assert.Equal(problem.Value(other.Solution), problem.Value(solver.Solution), 1e-8);
        }
    }

    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    public void Longer_steps_come_to_the_same_in_fewer(CompositeMethod method)
    {
        CompositeProblem<double> problem = Lasso().Problem;
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-10 }, DualStep = method == CompositeMethod.Admm ? 0.2 : null };
        SolverResult<double> plain = Minimizer.Minimize(problem, method, options).EnsureConverged();
        SolverResult<double> relaxed = Minimizer.Minimize(problem, method, options with { Relaxation = 1.7 }).EnsureConverged();
        Assert.True(TestNumbers.Error(compute, relaxed.Solution, plain.Solution) < 1e-8);
        Assert.True(relaxed.Iterations < plain.Iterations, $"{relaxed.Iterations} against {plain.Iterations}");
        Assert.Contains("2.5", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, method, options with { Relaxation = 2.5 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Balancing_the_penalty_of_admm_leaves_the_slopes_as_they_are()
    {
        // r u+ is a slope of the L1 norm at z+, with the r of the step after: Weight where z is not 0, and at most that elsewhere. What is carried beside is made with that u.
        var k = new DifferenceOperator<double>(compute, new Shape(Columns), 0);
        CompositeProblem<double> problem = Smoothed().Plus(new L1Norm<double>(compute, Weight), k);
        using var solver = new Admm<double>(problem, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0 } });
        solver.Start();
        int changes = 0;
        for (int step = 0; step < 30; step++)
        {
            double before = solver.DualStep;
            solver.Step();
            if (solver.DualStep != before) changes++;
            using SolverState state = solver.Save();
            (NdArray<double> back, NdArray<double> z, NdArray<double> u) = (state.Arrays[1].As<double>(), state.Arrays[2].As<double>(), state.Arrays[3].As<double>());
            Assert.All(z.AsReadOnlySpan().ToArray().Zip(u.AsReadOnlySpan().ToArray()), pair =>
                Assert.True(Math.Abs(Math.Abs(solver.DualStep * pair.Second) - Weight) < 1e-12 || (pair.First == 0 && Math.Abs(solver.DualStep * pair.Second) < Weight), $"step {step}: {pair}"));
            compute.Backend.AddScaled(-1, u, z);
            Assert.True(TestNumbers.Error(compute, back, k.ApplyAdjoint(z)) < 1e-13);
        }

        Assert.True(changes > 3, $"{changes}");
    }

    [Fact]
    public void Balancing_the_lengths_of_linearised_admm_leaves_the_slopes_as_they_are()
    {
        var k = new DifferenceOperator<double>(compute, new Shape(Columns), 0);
        CompositeProblem<double> problem = Smoothed().Plus(new L1Norm<double>(compute, Weight), k);
        using var solver = new LinearizedAdmm<double>(problem, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0 } });
        solver.Start();
        int changes = 0;
        using NdArray<double> last = compute.Zeros<double>(Columns);
        for (int step = 0; step < 30; step++)
        {
            double before = solver.DualStep;
            solver.Step();
            if (solver.DualStep != before) changes++;
            using SolverState state = solver.Save();
            (NdArray<double> back, NdArray<double> slope, NdArray<double> u) = (state.Arrays[1].As<double>(), state.Arrays[2].As<double>(), state.Arrays[3].As<double>());
            Assert.InRange(solver.DualStep * compute.Backend.MaxAbs(u), 0, Weight * (1 + 1e-12));
            Assert.True(TestNumbers.Error(compute, back, k.ApplyAdjoint(u)) < 1e-13);

            // The next step goes along s K^T (2 u+ - u), and s u is what it was.
            compute.Backend.AddScaled(-2, back, slope);
            compute.Backend.Affine(solver.DualStep, slope, 0, slope);
            compute.Backend.AddScaled(before, last, slope);
            Assert.True(compute.Backend.MaxAbs(slope) < 1e-13 * Weight * Columns, $"step {step}: {compute.Backend.MaxAbs(slope)}");
            compute.Backend.Copy(back, last);
        }

        Assert.True(changes > 3, $"{changes}");
    }

    [Fact]
    public void What_a_method_cannot_do_is_named()
    {
        CompositeProblem<double> problem = Lasso().Problem;
        var k = new DifferenceOperator<double>(compute, new Shape(Columns), 0);
        Assert.Contains("Admm", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem.Plus(new L1Norm<double>(compute), k), CompositeMethod.DouglasRachford)).Message, StringComparison.Ordinal);
        Assert.Contains("has 3", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem.Plus(new NonNegative<double>(compute)), CompositeMethod.DouglasRachford)).Message, StringComparison.Ordinal);
        Assert.Contains("Adaptive", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, CompositeMethod.DouglasRachford, new CompositeOptions { Adaptive = true })).Message, StringComparison.Ordinal);
        Assert.Contains("diverges", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, CompositeMethod.LinearizedAdmm, new CompositeOptions { PrimalStep = 10, DualStep = 10 })).Message, StringComparison.Ordinal);
    }

    private static double Square(NdArray<double> x) => x.AsReadOnlySpan().ToArray().Sum(element => element * element);

    private (WideOperator<double> A, NdArray<double> B, CompositeProblem<double> Problem) Lasso()
    {
        NdArray<double> matrix = TestNumbers.Array<double>(compute, [.. TestNumbers.Random<double>(Rows * Columns, 8).Select(number => number / Math.Sqrt(Rows))]).Reshape(Rows, Columns);
        var a = new WideOperator<double>(compute, matrix);
        NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 9));
        return (a, b, CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, Weight)));
    }

    /// <summary>|x - b|^2 / 2 for steps with noise.</summary>
    private CompositeProblem<double> Smoothed() =>
        CompositeProblem.LeastSquares(compute, TestNumbers.Array<double>(compute, [.. TestNumbers.Random<double>(Columns, 9).Select((noise, k) => (0.3 * noise) + (k < 12 ? 1 : 2))]));

    /// <summary>The solution by another method, and the slope of the L1 norm there, A^T (b - A x).</summary>
    private (NdArray<double> X, NdArray<double> Y) Solution(CompositeProblem<double> problem, WideOperator<double> a, NdArray<double> b)
    {
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-13, IterationLimit = 200_000 } };
        NdArray<double> x = Minimizer.Minimize(problem, CompositeMethod.PrimalDual, options).EnsureConverged().Solution;
        using NdArray<double> misfit = a.Apply(x);
        compute.Backend.Affine(-1, misfit, 0, misfit);
        compute.Backend.AddScaled(1, b, misfit);
        return (x, a.ApplyAdjoint(misfit));
    }
}
