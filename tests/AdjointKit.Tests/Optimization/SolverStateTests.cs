using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>What all solvers have from their common shape: a state to go on from, a history, and limits that are limits.</summary>
public sealed class SolverStateTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(LinearMethods.All), MemberType = typeof(LinearMethods))]
    public void A_restored_state_goes_on_with_the_same_bits(LinearMethod method)
    {
        GoesOn<double>(method, preconditioned: false);
        GoesOn<Complex>(method, preconditioned: true);
        GoesOn<ComplexF>(method, preconditioned: false);
    }

    [Fact]
    public void A_state_of_another_problem_is_refused()
    {
        using NdArray<double> b = NdArray.From(1.0, 2, 3);
        using LinearSolver<double, double> solver = LinearSystem.Solver(new DiagonalOperator<double>(compute, 1, 2, 3), LinearMethod.ConjugateGradient);
        Assert.Contains("Start", Assert.Throws<InvalidOperationException>(() => solver.Save()).Message, StringComparison.Ordinal);
        solver.Start(b);
        using SolverState state = solver.Save();
        using LinearSolver<double, double> other = LinearSystem.Solver(new DiagonalOperator<double>(compute, 1, 2, 3, 4), LinearMethod.ConjugateGradient);
        using NdArray<double> longer = NdArray.From(1.0, 2, 3, 4);
        other.Start(longer);
        Assert.Contains("another shape", Assert.Throws<ArgumentException>(() => other.Restore(state)).Message, StringComparison.Ordinal);
        Assert.Contains("GMRES", Assert.Throws<ArgumentException>(() => solver.Restore(state with { Method = "GMRES" })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => solver.Restore(state with { Numbers = [.. state.Numbers, 1] }));
        Assert.Throws<ArgumentException>(() => solver.Restore(state with { History = [] }));
    }

    [Fact]
    public void A_state_of_a_run_that_met_its_limit_goes_on_under_a_higher_one()
    {
        var a = new DenseOperator<double>(compute, TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(1, 20).Select(k => (double)k)], 1));
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(20, 2));
        foreach (LinearMethod method in Enum.GetValues<LinearMethod>().Except([LinearMethod.Automatic, LinearMethod.FixedPoint]))
        {
            using LinearSolver<double, double> first = LinearSystem.Solver(a, method, new LinearOptions { Stopping = new StoppingRule { IterationLimit = 5 } });
            first.Start(b);
            Assert.Equal(StopReason.IterationLimit, first.Run());
            using SolverState state = first.Save();
            using LinearSolver<double, double> second = LinearSystem.Solver(a, method, new LinearOptions { OperatorTolerance = 0 });
            second.Start(b);
            second.Restore(state);
            Assert.Equal((method, 5, null), (method, second.Iterations, second.Reason));
            Assert.Equal((method, StopReason.Converged), (method, second.Run()));

            // It begins again from the iterate, as a start from there does.
            SolverResult<double> warm = LinearSystem.Solve(a, b, method, new LinearOptions { OperatorTolerance = 0 }, first.Solution);
            Assert.Equal(warm.Solution.AsReadOnlySpan().ToArray(), second.Solution.AsReadOnlySpan().ToArray());
            Assert.Equal((method, warm.Iterations), (method, second.Iterations - 5));
        }
    }

    [Fact]
    public void The_history_holds_the_error_where_the_truth_is_known()
    {
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        using NdArray<double> truth = NdArray.From(1.0, -2, 4);
        SolverResult<double> result = LinearSystem.Solve(a, a.Apply(truth), LinearMethod.ConjugateGradient, new LinearOptions { Truth = truth });
        Assert.Equal(1, result.History[0].Error);
        Assert.Equal(0, result.History[0].ErrorDecibels);
        Assert.True(result.History[^1].Error < 1e-20);
        Assert.True(double.IsNaN(LinearSystem.Solve(a, truth).History[0].Error));
        using NdArray<double> shorter = NdArray.From(1.0, 2);
        Assert.Contains("(2,)", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, truth, options: new LinearOptions { Truth = shorter })).Message, StringComparison.Ordinal);
        using NdArray<float> single = NdArray.From(1f, 2, 3);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, truth, options: new LinearOptions { Truth = single })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_are_none_are_named()
    {
        var a = new DiagonalOperator<double>(compute, 1, 2, 3);
        foreach (StoppingRule rule in new StoppingRule[] { new() { RelativeTolerance = double.NaN }, new() { AbsoluteTolerance = -1 }, new() { IterationLimit = -1 } })
        {
            Assert.Throws<ArgumentException>(() => LinearSystem.Solver(a, options: new LinearOptions { Stopping = rule }));
        }
    }

    private void GoesOn<T>(LinearMethod method, bool preconditioned)
        where T : unmanaged
    {
        var a = new DenseOperator<T>(compute, TestNumbers.WithEigenvalues<T>([.. Enumerable.Range(1, 20).Select(k => 0.2 + (k / 16.0))], 1));
        using NdArray<T> b = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(20, 2));
        LinearOptions options = new()
        {
            Restart = 4,
            Reorthogonalization = 4,
            OperatorTolerance = 0,
            Preconditioner = preconditioned ? new DiagonalOperator<T>(compute, [.. Enumerable.Range(0, 20).Select(k => new Complex(0.8 + (0.01 * k), 0))]) : null,
            Stopping = new StoppingRule { RelativeTolerance = 1e-5 },
        };
        using LinearSolver<T, T> whole = LinearSystem.Solver(a, method, options);
        whole.Start(b);
        for (int k = 0; k < 6; k++) whole.Step();
        using SolverState state = whole.Save();
        Assert.Equal(StopReason.Converged, whole.Run());
        using LinearSolver<T, T> resumed = LinearSystem.Solver(a, method, options);
        resumed.Start(b);
        resumed.Restore(state);
        Assert.Equal(6, resumed.Iterations);
        Assert.Equal(StopReason.Converged, resumed.Run());
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(whole.Solution.AsReadOnlySpan().ToArray(), resumed.Solution.AsReadOnlySpan().ToArray());
    }
}
