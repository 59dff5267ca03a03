using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>What all methods for sums of functions have in common: a state to go on from, the same steps on a tape, a history.</summary>
public sealed class CompositeSolverTests : IDisposable
{
    private const int Rows = 9;
    private const int N = 12;

    private readonly Compute compute = new(threads: 1);

    /// <summary>All methods.</summary>
    public static TheoryData<CompositeMethod> All => CompositeMethods.Theory(CompositeMethods.All);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_restored_state_goes_on_with_the_same_bits(CompositeMethod method)
    {
        GoesOn<double>(method);
        GoesOn<ComplexF>(method);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Unrolled_steps_are_those_of_the_solver_and_their_gradient_is_right(CompositeMethod method)
    {
        Unrolls<double>(method);
        Unrolls<Complex>(method);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_start_at_the_solution_stays_there(CompositeMethod method)
    {
        CompositeProblem<double> problem = Problem<double>(method, Data<double>());
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-12, IterationLimit = 100_000 }, Truth = null };
        SolverResult<double> first = Minimizer.Minimize(problem, method, options).EnsureConverged();
        int seen = 0;
        SolverResult<double> second = Minimizer.Minimize(problem, method, options with { Truth = first.Solution, Callback = _ => seen++ }, first.Solution);
        Assert.Equal(second.Iterations, seen);
        Assert.True(TestNumbers.Error(compute, second.Solution, first.Solution) < 1e-9);
        Assert.True(second.History[^1].Error < 1e-18);
        Assert.Equal(problem.Value(second.Solution), second.History[^1].Objective, 1e-9);
        Assert.Equal(1, first.History[0].Residual);
    }

    private void GoesOn<T>(CompositeMethod method)
        where T : unmanaged
    {
        CompositeProblem<T> problem = Problem<T>(method, Data<T>());
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 40 } };
        using CompositeSolver<T> first = Minimizer.Solver(problem, method, options);
        using CompositeSolver<T> second = Minimizer.Solver(problem, method, options);
        first.Start();
        for (int k = 0; k < 15; k++) first.Step();
        second.Start();
        using SolverState state = first.Save();
        second.Restore(state);
        Assert.Equal(15, second.Iterations);
        first.Run();
        second.Run();
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.History, second.History);
    }

    private void Unrolls<T>(CompositeMethod method)
        where T : unmanaged
    {
        const int Steps = 5;
        NdArray<T> b = Data<T>();
        var options = new CompositeOptions { Adaptive = method is CompositeMethod.DouglasRachford or CompositeMethod.ProximalGradient ? null : false, Restarted = false, InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } };
        SolverResult<T> solved = Minimizer.Minimize(Problem(method, b), method, options);
        using var tape = new Tape(compute);
        Var<T> unrolled = Minimizer.Unroll(Problem(method, tape.Input(b)), method, Steps, options);
        Assert.True(TestNumbers.Error(compute, unrolled.Value, solved.Solution) < 1e-13, $"{TestNumbers.Error(compute, unrolled.Value, solved.Solution)}");
        Assert.Contains("Minimizer.Unroll", Assert.Throws<ArgumentException>(() => Minimizer.Minimize(Problem(method, tape.Input(b)), method)).Message, StringComparison.Ordinal);
        CheckResult result = GradCheck.Run("unrolled", v => Minimizer.Unroll(Problem(method, v), method, Steps, options), b, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-7 });
        Assert.True(result.Passed, $"{result}");
    }

    private NdArray<T> Data<T>()
        where T : unmanaged => TestNumbers.Array<T>(compute, TestNumbers.Random<T>(Rows, 9));

    private CompositeProblem<T> Problem<T>(CompositeMethod method, NdArray<T> b)
        where T : unmanaged => Sum(CompositeProblem.LeastSquares(A<T>(), b), method);

    private CompositeProblem<T> Problem<T>(CompositeMethod method, Var<T> b)
        where T : unmanaged => Sum(CompositeProblem.LeastSquares(A<T>(), b), method);

    private WideOperator<T> A<T>()
        where T : unmanaged => new(compute, TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(Rows * N, 8).Select(number => number / 3)]).Reshape(Rows, N));

    private CompositeProblem<T> Sum<T>(CompositeProblem<T> problem, CompositeMethod method)
        where T : unmanaged
    {
        problem = problem.Plus(new L1Norm<T>(compute, 0.1));
        return CompositeMethods.WithOperators.Contains(method) ? problem.Plus(new L1Norm<T>(compute, 0.2), new DifferenceOperator<T>(compute, new Shape(N), 0)) : problem;
    }
}
