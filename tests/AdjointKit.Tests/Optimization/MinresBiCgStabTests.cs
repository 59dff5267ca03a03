using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>MINRES on indefinite and singular operators, BiCGStab on unsymmetric ones, and what they say where they cannot solve.</summary>
public sealed class MinresBiCgStabTests : IDisposable
{
    private static readonly LinearOptions Tight = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-13 } };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    /// <summary>Iterates of scipy 1.10.1 for a_ij = 1 / (i + j + 1) + delta_ij (1, -2, 1, ...), b_i = cos(1 + i^2).</summary>
    [Theory]
    [InlineData(2, 0.17778745606894147, 0.2393469346118291, -0.3402112554288407)]
    [InlineData(3, 0.18538537224369153, 0.19666436934451223, -0.3777169302177228)]
    [InlineData(4, 0.18202478378002107, 0.3171002904479342, -0.2857987134739809)]
    public void Minres_takes_the_steps_of_scipy(int steps, double first, double second, double last) =>
        Steps(LinearMethod.Minres, steps, (i, k) => (1.0 / (i + k + 1)) + (i != k ? 0 : i % 2 == 0 ? 1 : -2), first, second, last);

    /// <summary>Iterates of scipy 1.10.1 for a_ij = 1 / (i + j + 1) + 2 delta_ij + 0.5 delta_i+1,j.</summary>
    [Theory]
    [InlineData(1, 0.2561408479343666, -0.2627935933839305, 0.3235880021446267)]
    [InlineData(2, 0.2686696364577418, -0.26075602262888864, 0.3266798499985972)]
    [InlineData(3, 0.2779483272205399, -0.28238067169572056, 0.3232877012709106)]
    public void BiCGStab_takes_the_steps_of_scipy(int steps, double first, double second, double last) =>
        Steps(LinearMethod.BiCgStab, steps, (i, k) => (1.0 / (i + k + 1)) + (i == k ? 2 : k == i + 1 ? 0.5 : 0), first, second, last);

    [Fact]
    public void Minres_solves_indefinite_systems_with_the_smallest_residual_of_each_space()
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 30).Select(k => (k % 2 == 0 ? 1 : -1) * (1.0 + k))];
        var a = new DenseOperator<Complex>(compute, TestNumbers.WithEigenvalues<Complex>(eigenvalues, 1));
        using NdArray<Complex> x = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(30, 2));
        using NdArray<Complex> b = a.Apply(x);
        SolverResult<Complex> result = LinearSystem.Solve(a, b, LinearMethod.Minres, Tight);
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.True(TestNumbers.Error(compute, result.Solution, x) < 1e-11);

        // GMRES makes the same residual smallest over the same spaces.
        SolverResult<Complex> full = LinearSystem.Solve(a, b, LinearMethod.Gmres, Tight with { Restart = 30 });
        for (int k = 0; k < 20; k++) Assert.Equal(full.History[k].Residual, result.History[k].Residual, 1e-9 * full.History[0].Residual);
    }

    [Fact]
    public void Minres_solves_singular_systems_that_have_solutions_and_names_those_that_have_none()
    {
        double[] eigenvalues = [-3, -2, -1, 0, 0, 1, 2, 3, 4, 5];
        var a = new DenseOperator<Complex>(compute, TestNumbers.WithEigenvalues<Complex>(eigenvalues, 1));
        using NdArray<Complex> x = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(10, 2));
        using NdArray<Complex> inRange = a.Apply(x);
        SolverResult<Complex> consistent = LinearSystem.Solve(a, inRange, LinearMethod.Minres, Tight);
        Assert.Equal(StopReason.Converged, consistent.Reason);

        // Of the solutions the shortest: orthogonal to the null space, as that of LSQR.
        SolverResult<Complex> shortest = LinearSystem.Solve(a, inRange, LinearMethod.Lsqr, Tight with { OperatorTolerance = 1e-14 });
        Assert.True(TestNumbers.Error(compute, consistent.Solution, shortest.Solution) < 1e-11);

        using NdArray<Complex> outside = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(10, 3));
        SolverResult<Complex> impossible = LinearSystem.Solve(a, outside, LinearMethod.Minres, Tight);
        Assert.Equal(StopReason.Breakdown, impossible.Reason);
        double smallest = LinearSystem.Solve(a, outside, LinearMethod.Lsqr, Tight with { OperatorTolerance = 1e-14 }).Residual;
        Assert.Equal(smallest, impossible.Residual, 1e-10 * smallest);
        Assert.Contains("singular", Assert.Throws<ConvergenceException>(() => impossible.EnsureConverged()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BiCGStab_solves_an_unsymmetric_system_that_is_not_small()
    {
        // Convection and diffusion on a line, upwind: unsymmetric, condition number about 10^3.
        const int N = 120;
        var elements = new Complex[N, N];
        for (int i = 0; i < N; i++)
        {
            elements[i, i] = 2.3;
            if (i > 0) elements[i, i - 1] = -1.3;
            if (i < N - 1) elements[i, i + 1] = -1;
        }

        var a = new DenseOperator<double>(compute, elements);
        using NdArray<double> x = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(N, 2));
        using NdArray<double> b = a.Apply(x);
        SolverResult<double> result = LinearSystem.Solve(a, b, LinearMethod.BiCgStab);
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.True(result.Residual <= 1e-10 * Math.Sqrt(compute.Backend.Dot(b, b).Real));
        Assert.True(TestNumbers.Error(compute, result.Solution, x) < 1e-7);
    }

    [Fact]
    public void A_step_of_BiCGStab_leaves_the_smallest_residual_along_its_second_half()
    {
        var a = new DenseOperator<Complex>(compute, TestNumbers.RandomMatrix<Complex>(8, 1, shift: new Complex(0.3, 1)));
        using NdArray<Complex> s = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(8, 2));
        using LinearSolver<Complex, Complex> solver = LinearSystem.Solver(a, LinearMethod.BiCgStab, Tight);
        using NdArray<Complex> b = s.Copy();
        solver.Start(b);
        solver.Step();
        using NdArray<Complex> v = a.Apply(b);
        compute.Backend.AddScaled(-compute.Backend.Dot(b, b) / compute.Backend.Dot(b, v), v, s);
        using NdArray<Complex> t = a.Apply(s);
        double along = Complex.Abs(compute.Backend.Dot(t, s));
        double smallest = Math.Sqrt(compute.Backend.Dot(s, s).Real - (along * along / compute.Backend.Dot(t, t).Real));
        Assert.Equal(smallest, solver.Residual, 1e-12 * smallest);
    }

    [Fact]
    public void Preconditioning_with_the_inverse_takes_one_step()
    {
        var a = new DiagonalOperator<double>(compute, 1, 10, 100, 1000, 1e4);
        var inverse = new DiagonalOperator<double>(compute, 1, 0.1, 0.01, 0.001, 1e-4);
        using NdArray<double> b = NdArray.From(1.0, -2, 3, 4, 5);
        foreach (LinearMethod method in new[] { LinearMethod.Minres, LinearMethod.BiCgStab })
        {
            Assert.Equal(1, LinearSystem.Solve(a, b, method, new LinearOptions { Preconditioner = inverse }).Iterations);
        }
    }

    [Fact]
    public void BiCGStab_names_a_rotation_as_a_breakdown()
    {
        var rotation = new DenseOperator<double>(compute, new Complex[,] { { 0, 1 }, { -1, 0 } });
        using NdArray<double> b = NdArray.From(1.0, 2);
        Assert.Equal(StopReason.Breakdown, LinearSystem.Solve(rotation, b, LinearMethod.BiCgStab).Reason);
        Assert.Equal(StopReason.Converged, LinearSystem.Solve(rotation, b, LinearMethod.Lsmr).Reason);
    }

    [Fact]
    public void Values_that_are_not_finite_and_singular_operators_are_named()
    {
        using NdArray<double> ones = NdArray.From(1.0, 1, 1);
        using NdArray<double> bad = NdArray.From(1.0, double.NaN, 1);
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        var infinite = new DiagonalOperator<double>(compute, 1, double.NaN, 3);
        var singular = new DiagonalOperator<double>(compute, 1, 2, 0);
        foreach (LinearMethod method in new[] { LinearMethod.Minres, LinearMethod.BiCgStab })
        {
            Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(a, bad, method).Reason);
            Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(infinite, ones, method).Reason);
            Assert.NotEqual(StopReason.Converged, LinearSystem.Solve(singular, ones, method).Reason);
        }
    }

    [Fact]
    public void Limits_that_rounding_forbids_end_as_stagnated()
    {
        var a = new DenseOperator<double>(compute, TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(1, 30).Select(k => Math.Pow(10, k / 5.0))], 1));
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(30, 2));
        LinearOptions impossible = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-18 }, OperatorTolerance = 0 };
        foreach (LinearMethod method in new[] { LinearMethod.Minres, LinearMethod.BiCgStab, LinearMethod.Cgls, LinearMethod.Lsqr, LinearMethod.Lsmr })
        {
            SolverResult<double> result = LinearSystem.Solve(a, b, method, impossible);
            Assert.True(result.Reason is StopReason.Stagnated or StopReason.Breakdown, $"{method} ended as {result.Reason} after {result.Iterations} iterations with {result.Residual}");
            Assert.True(result.Residual > result.Target);
        }
    }

    private void Steps(LinearMethod method, int steps, Func<int, int, double> element, double first, double second, double last)
    {
        var elements = new Complex[6, 6];
        for (int i = 0; i < 6; i++)
        {
            for (int k = 0; k < 6; k++) elements[i, k] = element(i, k);
        }

        using LinearSolver<double, double> solver = LinearSystem.Solver(new DenseOperator<double>(compute, elements), method, Tight);
        solver.Start(TestNumbers.Array<double>(compute, [.. Enumerable.Range(0, 6).Select(i => new Complex(Math.Cos(1.0 + (i * i)), 0))]));
        for (int k = 0; k < steps; k++) solver.Step();
        Assert.Equal(first, solver.Solution[0], 1e-13);
        Assert.Equal(second, solver.Solution[1], 1e-13);
        Assert.Equal(last, solver.Solution[5], 1e-13);
    }
}
