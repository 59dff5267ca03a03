using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Runs;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Linear systems of known solution on a device; a subclass says on which.</summary>
public abstract class LinearSolverSuite
{
    private const int N = 24;

    protected abstract Compute Compute { get; }

    // Ten times the limit of the residual: the condition numbers are below ten.
    [SkippableFact]
    public void Float() => Solves<float>(1e-4);

    [SkippableFact]
    public void Double() => Solves<double>(1e-9);

    [SkippableFact]
    public void Complex_float() => Solves<ComplexF>(1e-4);

    [SkippableFact]
    public void Complex_double() => Solves<Complex>(1e-9);

    private void Solves<T>(double tolerance)
        where T : unmanaged
    {
        var general = new DenseOperator<T>(Compute, TestNumbers.RandomMatrix<T>(N, 3, shift: 2));
        var definite = new DenseOperator<T>(Compute, TestNumbers.WithEigenvalues<T>([.. Enumerable.Range(1, N).Select(k => 0.5 + (0.1 * k))], 4));
        var inverse = new DiagonalOperator<T>(Compute, [.. Enumerable.Range(0, N).Select(k => new Complex(0.4 + (0.01 * k), 0))]);
        Check(general, new LinearOptions(), tolerance);
        Check(general, new LinearOptions { Restart = 7 }, tolerance);
        Check(general, new LinearOptions { Restart = 7, Preconditioner = inverse }, tolerance);
        Check(general.H, new LinearOptions { OverReals = true }, tolerance);
        Check(definite, new LinearOptions { Method = LinearMethod.ConjugateGradient }, tolerance);
        Check(definite, new LinearOptions { Method = LinearMethod.ConjugateGradient, Preconditioner = inverse }, tolerance);
        Check(general, new LinearOptions { Method = LinearMethod.BiCgStab }, tolerance);
        Check(general, new LinearOptions { Method = LinearMethod.BiCgStab, Preconditioner = inverse }, tolerance);
        Check(general.H, new LinearOptions { Method = LinearMethod.BiCgStab, OverReals = true }, tolerance);
        var indefinite = new DenseOperator<T>(Compute, TestNumbers.WithEigenvalues<T>([.. Enumerable.Range(1, N).Select(k => (k % 2 == 0 ? 0.5 : -0.5) + (0.1 * (k % 3)))], 4));
        Check(indefinite, new LinearOptions { Method = LinearMethod.Minres }, tolerance);
        Check(indefinite, new LinearOptions { Method = LinearMethod.Minres, Preconditioner = inverse }, tolerance);
        foreach (LinearMethod method in new[] { LinearMethod.Cgls, LinearMethod.Lsqr, LinearMethod.Lsmr })
        {
            Check(general, new LinearOptions { Method = method, OperatorTolerance = 0 }, tolerance);
            Check(general, new LinearOptions { Method = method, OperatorTolerance = 0, Preconditioner = inverse }, tolerance);
        }

        Check(definite, new LinearOptions { Method = LinearMethod.FixedPoint, Preconditioner = inverse }, tolerance);
    }

    private void Check<T>(LinearOperator<T, T> a, LinearOptions options, double tolerance)
        where T : unmanaged
    {
        using NdArray<T> x = TestNumbers.Array<T>(Compute, TestNumbers.Random<T>(N, 5));
        using NdArray<T> start = TestNumbers.Array<T>(Compute, TestNumbers.Random<T>(N, 6));
        using NdArray<T> b = a.Apply(x);
        foreach (NdArray<T>? first in new NdArray<T>?[] { null, start })
        {
            SolverResult<T> result = LinearSystem.Solve(a, b, options: options, start: first);
            Assert.Equal(StopReason.Converged, result.Reason);
            Assert.Equal(result.Iterations + 1, result.History.Count);
            Assert.True(result.Residual <= result.Target);
            double error = TestNumbers.Error(Compute, result.Solution, x);
            Assert.True(error <= tolerance, $"{result.Method}, {options}: error {error} after {result.Iterations} iterations");
        }
    }
}

public sealed class CpuLinearSolvers : LinearSolverSuite, IDisposable
{
    private readonly Compute compute = new(threads: 2);

    protected override Compute Compute => compute;

    public void Dispose() => compute.Dispose();
}

public sealed class OpenClLinearSolvers(OpenClFixture fixture) : LinearSolverSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.Native;
}

/// <summary>What the theory says of the methods, and what they say where they cannot solve.</summary>
public sealed class LinearSolverTests
{
    private static readonly LinearOptions Tight = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-13 }, Restart = 100 };

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void Conjugate_gradients_keep_the_bound_of_the_condition_number(double condition)
    {
        Bounded<double>(condition);
        Bounded<Complex>(condition);
    }

    [Fact]
    public void Conjugate_gradients_end_after_as_many_steps_as_there_are_eigenvalues()
    {
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<Complex>(compute, TestNumbers.WithEigenvalues<Complex>([1, 1, 1, 4, 4, 9, 9, 9, 9], 1));
        SolverResult<Complex> result = LinearSystem.Solve(a, TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(9, 2)), LinearMethod.ConjugateGradient, Tight);
        Assert.Equal((StopReason.Converged, 3), (result.Reason, result.Iterations));
    }

    [Fact]
    public void Gmres_is_exact_after_as_many_steps_as_unknowns()
    {
        Exact<double>(overReals: false, steps: 12);
        Exact<Complex>(overReals: false, steps: 12);
        Exact<Complex>(overReals: true, steps: 24);
    }

    [Fact]
    public void Gmres_solves_what_is_linear_for_real_multiples_only()
    {
        using var compute = new Compute(threads: 1);
        var a = new ConjugatingOperator(compute, new Complex(0.5, 0.7), 9);
        using NdArray<Complex> x = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(9, 5));
        SolverResult<Complex> result = LinearSystem.Solve(a, a.Apply(x), LinearMethod.Gmres, Tight with { OverReals = true });
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.True(TestNumbers.Error(compute, result.Solution, x) < 1e-12);
        Assert.NotEqual(StopReason.Converged, LinearSystem.Solve(a, a.Apply(x), LinearMethod.Gmres, Tight).Reason);
    }

    [Fact]
    public void The_residuals_of_GMRES_do_not_rise_within_a_cycle_and_are_those_of_the_iterate()
    {
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<Complex>(compute, TestNumbers.RandomMatrix<Complex>(40, 7, shift: 1.5));
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(40, 8));
        SolverResult<Complex> whole = LinearSystem.Solve(a, b, LinearMethod.Gmres, Tight);
        for (int k = 1; k < whole.History.Count; k++) Assert.True(whole.History[k].Residual <= whole.History[k - 1].Residual * (1 + 1e-12));

        // Ended early, the estimate of the recurrence is the residual of the solution that is given.
        SolverResult<Complex> early = LinearSystem.Solve(a, b, LinearMethod.Gmres, Tight with { Stopping = new StoppingRule { IterationLimit = 9 } });
        Assert.Equal(StopReason.IterationLimit, early.Reason);
        Assert.Equal(early.History[^1].Residual, early.Residual, 1e-12);
        using NdArray<Complex> product = a.Apply(early.Solution);
        Assert.Equal(early.Residual / Math.Sqrt(compute.Backend.Dot(b, b).Real), TestNumbers.Error(compute, product, b), 1e-12);
    }

    [Fact]
    public void Preconditioning_with_the_inverse_takes_one_step()
    {
        using var compute = new Compute(threads: 1);
        var a = new DiagonalOperator<double>(compute, 1, 10, 100, 1000, 1e4);
        var inverse = new DiagonalOperator<double>(compute, 1, 0.1, 0.01, 0.001, 1e-4);
        using NdArray<double> b = NdArray.From(1.0, -2, 3, 4, 5);
        Assert.Equal(1, LinearSystem.Solve(a, b, LinearMethod.ConjugateGradient, Tight with { Preconditioner = inverse }).Iterations);
        Assert.Equal(1, LinearSystem.Solve(a, b, LinearMethod.Gmres, Tight with { Preconditioner = inverse }).Iterations);
    }

    [Fact]
    public void A_zero_right_hand_side_and_a_perfect_start_take_no_step()
    {
        using var compute = new Compute(threads: 1);
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        SolverResult<double> zero = LinearSystem.Solve(a, NdArray.Zeros<double>(3), LinearMethod.Gmres, start: NdArray.From(1.0, 1, 1));
        Assert.Equal((StopReason.Converged, 0, 0.0), (zero.Reason, zero.Iterations, compute.Backend.MaxAbs(zero.Solution)));
        SolverResult<double> perfect = LinearSystem.Solve(a, NdArray.From(1.0, 4, 9), LinearMethod.ConjugateGradient, start: NdArray.From(1.0, 2, 3));
        Assert.Equal((StopReason.Converged, 0, 3.0), (perfect.Reason, perfect.Iterations, perfect.Solution[2]));
    }

    [Fact]
    public void A_singular_system_with_solutions_is_solved_and_one_without_is_named()
    {
        using var compute = new Compute(threads: 1);
        var a = new DiagonalOperator<double>(compute, 1, 2, 0);
        Assert.Equal(StopReason.Converged, LinearSystem.Solve(a, NdArray.From(1.0, 1, 0), LinearMethod.Gmres).Reason);
        SolverResult<double> impossible = LinearSystem.Solve(a, NdArray.From(1.0, 1, 1), LinearMethod.Gmres);
        Assert.Equal(StopReason.Breakdown, impossible.Reason);
        Assert.Equal(1, impossible.Residual, 1e-12);
        ConvergenceException failure = Assert.Throws<ConvergenceException>(() => impossible.EnsureConverged());
        Assert.Contains("GMRES ended after", failure.Message, StringComparison.Ordinal);
        Assert.Contains("singular", failure.Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.Breakdown, LinearSystem.Solve(a, NdArray.From(1.0, 1, 1), LinearMethod.ConjugateGradient).Reason);
    }

    [Fact]
    public void Conjugate_gradients_name_an_indefinite_operator()
    {
        using var compute = new Compute(threads: 1);
        Assert.Equal(StopReason.Breakdown, LinearSystem.Solve(new DiagonalOperator<double>(compute, 1, -2, 3), NdArray.From(1.0, 5, 1), LinearMethod.ConjugateGradient).Reason);
    }

    [Fact]
    public void Limits_that_rounding_forbids_end_as_stagnated()
    {
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<double>(compute, TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(1, 30).Select(k => Math.Pow(10, k / 5.0))], 1));
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(30, 2));
        LinearOptions impossible = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-18 } };
        Assert.NotEqual(StopReason.Converged, LinearSystem.Solve(a, b, LinearMethod.Gmres, impossible).Reason);
        SolverResult<double> result = LinearSystem.Solve(a, b, LinearMethod.ConjugateGradient, impossible);
        Assert.Equal(StopReason.Stagnated, result.Reason);
        Assert.True(result.Residual > result.Target);
    }

    [Fact]
    public void Values_that_are_not_finite_are_named()
    {
        using var compute = new Compute(threads: 1);
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(a, NdArray.From(1.0, double.NaN, 1), LinearMethod.Gmres).Reason);
        var bad = new DiagonalOperator<double>(compute, 1, double.NaN, 3);
        Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(bad, NdArray.From(1.0, 1, 1), LinearMethod.Gmres).Reason);
        Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(bad, NdArray.From(1.0, 1, 1), LinearMethod.ConjugateGradient).Reason);
    }

    [Fact]
    public void A_callback_sees_each_step_and_a_cancelled_run_goes_on_where_it_was()
    {
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<double>(compute, TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(1, 20).Select(k => (double)k)], 1));
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(20, 2));
        using var cancellation = new CancellationTokenSource();
        var seen = new List<SolverStep>();
        void See(SolverStep step)
        {
            seen.Add(step);
            if (step.Iteration == 5) cancellation.Cancel();
        }

        using var solver = new ConjugateGradient<double>(a, new LinearOptions { Callback = See });
        solver.Start(b);
        Assert.Throws<OperationCanceledException>(() => solver.Run(cancellation: cancellation.Token));
        Assert.Equal(5, solver.Iterations);
        var last = new LastReport();
        Assert.Equal(StopReason.Converged, solver.Run(last));
        Assert.Equal("iterations", last.Value.Unit);
        Assert.Equal(Enumerable.Range(1, solver.Iterations), seen.Select(step => step.Iteration));
        SolverResult<double> plain = LinearSystem.Solve(a, b, LinearMethod.ConjugateGradient);
        Assert.Equal(plain.History, solver.History);
        Assert.Equal(plain.Solution.AsReadOnlySpan().ToArray(), solver.Solution.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var compute = new Compute(threads: 1);
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        Assert.Contains("(4,)", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, NdArray.Zeros<double>(4), LinearMethod.Gmres)).Message, StringComparison.Ordinal);
        Assert.Contains("(2,)", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, NdArray.Zeros<double>(3), LinearMethod.Gmres, start: NdArray.Zeros<double>(2))).Message, StringComparison.Ordinal);
        var wrong = new DiagonalOperator<Complex>(compute, 1, 2, 3);
        Assert.Contains("preconditioner", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, NdArray.Zeros<double>(3), LinearMethod.Gmres, new LinearOptions { Preconditioner = wrong })).Message, StringComparison.Ordinal);
        using var solver = new Gmres<double>(a);
        Assert.Contains("Start", Assert.Throws<InvalidOperationException>(() => solver.Run()).Message, StringComparison.Ordinal);
    }

    private static void Exact<T>(bool overReals, int steps)
        where T : unmanaged
    {
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<T>(compute, TestNumbers.RandomMatrix<T>(12, 3));
        using NdArray<T> x = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(12, 5));
        SolverResult<T> result = LinearSystem.Solve(a, a.Apply(x), LinearMethod.Gmres, Tight with { OverReals = overReals });
        Assert.Equal((StopReason.Converged, steps), (result.Reason, result.Iterations));
        Assert.True(TestNumbers.Error(compute, result.Solution, x) < 1e-11);
    }

    /// <summary>|x_n - x|_A is at most 2 ((sqrt k - 1) / (sqrt k + 1))^n |x_0 - x|_A.</summary>
    private static void Bounded<T>(double condition)
        where T : unmanaged
    {
        const int N = 60;
        using var compute = new Compute(threads: 1);
        var a = new DenseOperator<T>(compute, TestNumbers.WithEigenvalues<T>([.. Enumerable.Range(0, N).Select(k => Math.Pow(condition, k / (N - 1.0)))], 3));
        using NdArray<T> x = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(N, 4));
        using NdArray<T> b = a.Apply(x);
        using var solver = new ConjugateGradient<T>(a, new LinearOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-8 } });
        solver.Start(b);
        double rate = (Math.Sqrt(condition) - 1) / (Math.Sqrt(condition) + 1);
        double first = EnergyNorm(compute, a, solver.Solution, x);
        while (solver.Reason is null)
        {
            solver.Step();
            double error = EnergyNorm(compute, a, solver.Solution, x);
            Assert.True(error <= 2 * Math.Pow(rate, solver.Iterations) * first, $"step {solver.Iterations}: {error / first}");
        }

        Assert.Equal(StopReason.Converged, solver.Reason);
    }

    private static double EnergyNorm<T>(Compute compute, LinearOperator<T, T> a, NdArray<T> x, NdArray<T> y)
        where T : unmanaged
    {
        using NdArray<T> error = x.Copy();
        compute.Backend.AddScaled(-1, y, error);
        using NdArray<T> product = a.Apply(error);
        return Math.Sqrt(compute.Backend.Dot(error, product).Real);
    }

    private sealed class LastReport : IProgress<RunProgress>
    {
        internal RunProgress Value { get; private set; }

        public void Report(RunProgress value) => Value = value;
    }

    /// <summary>y = x + c conj(x), its own adjoint in the real inner product but for the turn of c.</summary>
    private sealed class ConjugatingOperator(Compute compute, Complex c, nint n) : LinearOperator<Complex, Complex>(compute, new Shape(n), new Shape(n))
    {
        protected internal override void ApplyCore(in NdArray<Complex> x, in NdArray<Complex> into)
        {
            for (nint k = 0; k < x.Count; k++) into[k] = ((k + 1.0) * x[k]) + (c * Complex.Conjugate(x[k]));
        }

        protected internal override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<Complex> into) => ApplyCore(y, into);
    }
}
