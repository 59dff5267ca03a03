using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>What all methods of sparse recovery have in common.</summary>
public sealed class SparseMethodTests : IDisposable
{
    private const int Steps = 4;

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void A_restored_state_goes_on_with_the_same_bits(SparseMethod method)
    {
        using var problem = new SparseProblem<Complex>(compute, 12, 20, samples: 3, SparseCases.Sparsity, seed: 5, noise: 0.01);
        using RecoverySolver<Complex, Complex> first = SparseRecovery.Solver(problem.A, method, SparseCases.Options(method, Steps));
        using RecoverySolver<Complex, Complex> second = SparseRecovery.Solver(problem.A, method, SparseCases.Options(method, Steps));
        first.Start(problem.Data);
        first.Step();
        second.Start(problem.Data);
        using SolverState state = first.Save();
        second.Restore(state);
        first.Run();
        second.Run();
        Assert.True(first.Iterations > 1);
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.History, second.History);

        // One that met a lower limit of iterations.
        using RecoverySolver<Complex, Complex> ended = SparseRecovery.Solver(problem.A, method, SparseCases.Options(method, 1));
        ended.Start(problem.Data);
        Assert.Equal(StopReason.IterationLimit, ended.Run());
        using SolverState atLimit = ended.Save();
        second.Restore(atLimit);
        second.Run();
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.History, second.History);
    }

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Unrolled_steps_are_those_of_the_solver_and_their_gradient_is_right(SparseMethod method)
    {
        CheckUnrolled<double>(method);
        CheckUnrolled<Complex>(method);
    }

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Each_sample_is_recovered_as_if_it_were_alone(SparseMethod method)
    {
        using var problem = new SparseProblem<Complex>(compute, 12, 20, samples: 3, SparseCases.Sparsity, seed: 8, noise: 0.01);
        SparseOptions options = SparseCases.Options(method, Steps);
        using NdArray<Complex> together = SparseRecovery.Solve(problem.A, problem.Data, method, options).Solution;
        var one = new MatrixOperator<Complex>(compute, problem.Matrix);
        for (int sample = 0; sample < 3; sample++)
        {
            using NdArray<Complex> alone = SparseRecovery.Solve(one, problem.Data.Select(0, sample), method, options).Solution;
            Assert.True(TestNumbers.Error(compute, together.Select(0, sample), alone) < 1e-11, $"{method}, sample {sample}: {TestNumbers.Error(compute, together.Select(0, sample), alone)}");
        }
    }

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Single_precision_agrees_with_double(SparseMethod method)
    {
        CheckPrecision<float, double>(method);
        CheckPrecision<ComplexF, Complex>(method);
    }

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Data_of_zeros_have_a_signal_of_zeros(SparseMethod method)
    {
        using var problem = new SparseProblem<double>(compute, 12, 20, samples: 3, SparseCases.Sparsity, seed: 8);
        compute.Backend.Fill(problem.Data.Select(0, 1), 0);
        using NdArray<double> found = SparseRecovery.Solve(problem.A, problem.Data, method, SparseCases.Options(method, 30)).Solution;
        Assert.All(found.Select(0, 1).AsReadOnlySpan().ToArray(), x => Assert.Equal(0, x));
        Assert.All(found.AsReadOnlySpan().ToArray(), x => Assert.True(double.IsFinite(x)));
    }

    private void CheckUnrolled<T>(SparseMethod method)
        where T : unmanaged
    {
        using var problem = new SparseProblem<T>(compute, 12, 20, samples: 2, SparseCases.Sparsity, seed: 3, noise: 0.02);
        SparseOptions options = SparseCases.Options(method, Steps);
        using RecoverySolver<T, T> solver = SparseRecovery.Solver(problem.A, method, options);
        solver.Start(problem.Data);
        solver.Run();
        using var tape = new Tape(compute);
        Var<T> unrolled = SparseRecovery.Unroll(problem.A, tape.Input(problem.Data), method, solver.Iterations, options);
        Assert.True(TestNumbers.Error(compute, unrolled.Value, solver.Solution) < 1e-14);
        CheckResult result = GradCheck.Run("unrolled", y => SparseRecovery.Unroll(problem.A, y, method, solver.Iterations, options), problem.Data, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-6 });
        Assert.True(result.Passed, $"{method}: {result}");

        // From another first iterate.
        using NdArray<T> start = TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(2 * 20, 4)]).Reshape(2, 20);
        Var<T> Started() => SparseRecovery.Unroll(problem.A, tape.Input(problem.Data), method, Steps, options, tape.Input(start));
        if (method == SparseMethod.OrthogonalMatchingPursuit)
        {
            Assert.Contains("starts from zeros", Assert.Throws<ArgumentException>(() => Started()).Message, StringComparison.Ordinal);
            return;
        }

        solver.Start(problem.Data, start);
        solver.Run();
        Assert.Equal(Steps, solver.Iterations);
        Assert.True(TestNumbers.Error(compute, Started().Value, solver.Solution) < 1e-14);
    }

    private void CheckPrecision<TSingle, TDouble>(SparseMethod method)
        where TSingle : unmanaged
        where TDouble : unmanaged
    {
        using var single = new SparseProblem<TSingle>(compute, 12, 20, samples: 3, SparseCases.Sparsity, seed: 8, noise: 0.01);
        using var twice = new SparseProblem<TDouble>(compute, 12, 20, samples: 3, SparseCases.Sparsity, seed: 8, noise: 0.01);
        using NdArray<TSingle> found = SparseRecovery.Solve(single.A, single.Data, method, SparseCases.Options(method, Steps)).Solution;
        using NdArray<TDouble> expected = SparseRecovery.Solve(twice.A, twice.Data, method, SparseCases.Options(method, Steps)).Solution;
        using NdArray<TDouble> converted = compute.Empty<TDouble>(expected.Shape);
        compute.Backend.Copy(found, converted);
        Assert.True(TestNumbers.Error(compute, converted, expected) < 1e-4, $"{method}: {TestNumbers.Error(compute, converted, expected)}");
    }
}
