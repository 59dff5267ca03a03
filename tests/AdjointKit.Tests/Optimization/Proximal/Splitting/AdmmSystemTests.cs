using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The linear systems within steps of ADMM: what they apply, when they end, and what they leave behind where they are cancelled.</summary>
public sealed class AdmmSystemTests : IDisposable
{
    private const int Rows = 20;
    private const int Columns = 30;

    private readonly Compute compute = new(threads: 1);
    private readonly CountingOperator a;
    private readonly CountingOperator k;
    private readonly NdArray<double> b;

    /// <summary>Makes the operators.</summary>
    public AdmmSystemTests()
    {
        a = new CountingOperator(new WideOperator<double>(compute, TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows * Columns, 8)).Reshape(Rows, Columns)));
        k = new CountingOperator(new DifferenceOperator<double>(compute, new Shape(Columns), 0));
        b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 9));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        b.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void A_step_applies_no_operator_but_for_the_system_and_once_for_what_it_begins_and_ends_with()
    {
        using var solver = new Admm<double>(CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2), k));
        solver.Start();
        for (int step = 0; step < 20; step++)
        {
            (a.Forward, a.Back, k.Forward, k.Back) = (0, 0, 0, 0);
            solver.Step();

            // Conjugate gradients apply all four in each of their steps; beside these K x, A x and A^H A x, K^H K x and K^H (z - u), each once.
            int inner = a.Forward - 1;
            Assert.Equal((inner + 1, inner + 1, inner + 1, inner + 2), (a.Forward, a.Back, k.Forward, k.Back));
        }
    }

    [Fact]
    public void A_step_with_a_closed_form_applies_an_operator_and_its_adjoint_once()
    {
        var wavelet = new CountingOperator(new WaveletOperator<double>(compute, new Shape(32), Wavelet.Haar, 2));
        NdArray<double> data = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(32, 1));
        using var solver = new Admm<double>(CompositeProblem.LeastSquares(compute, data).Plus(new L1Norm<double>(compute, 0.3), wavelet));
        Assert.True(solver.IsClosed);
        solver.Start();
        (wavelet.Forward, wavelet.Back) = (0, 0);
        for (int step = 0; step < 20; step++) solver.Step();
        Assert.Equal((20, 20), (wavelet.Forward, wavelet.Back));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.6)]
    [InlineData(1.7)]
    public void The_residuals_are_those_of_the_conditions_of_a_minimum(double relaxation)
    {
        // Told from the state: the slope of |A x - b|^2 / 2 + sum_i (r u_i, K_i x) at x, to which the residual of the system adds.
        const double R = 0.7;
        using var solver = new Admm<double>(CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2), k), new CompositeOptions { DualStep = R, Relaxation = relaxation, InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0 } });
        solver.Start();
        for (int step = 0; step < 60; step++)
        {
            solver.Step();
            using SolverState state = solver.Save();
            (NdArray<double> z, NdArray<double> u) = (state.Arrays[2].As<double>(), state.Arrays[3].As<double>());
            using NdArray<double> misfit = a.Apply(solver.Solution);
            compute.Backend.AddScaled(-1, b, misfit);
            using NdArray<double> slope = a.ApplyAdjoint(misfit);
            using NdArray<double> dual = k.ApplyAdjoint(u);
            compute.Backend.AddScaled(R, dual, slope);
            using NdArray<double> image = k.Apply(solver.Solution);
            compute.Backend.AddScaled(-1, z, image);
            Assert.Equal(Norm(slope), solver.PrimalResidual, 1e-10);
            Assert.Equal(Norm(image), solver.DualResidual, 1e-12);
        }
    }

    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.LinearizedAdmm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    [InlineData(CompositeMethod.PrimalDual)]
    [InlineData(CompositeMethod.CondatVu)]
    [InlineData(CompositeMethod.ProximalGradient)]
    public void The_objective_is_the_value_at_the_solution(CompositeMethod method)
    {
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.3));
        Check(problem);
        if (!CompositeMethods.WithOperators.Contains(method)) return;
        Check(problem.Plus(new L1Norm<double>(compute, 0.2), k));
        Check(CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2), k));
        Check(CompositeProblem.LeastSquares(a, b).Plus(new Box<double>(compute, -0.01, 0.01), k));

        void Check(CompositeProblem<double> checkedProblem)
        {
            using CompositeSolver<double> solver = Minimizer.Solver(checkedProblem, method);
            solver.Start();
            for (int step = 0; step < 12; step++)
            {
                solver.Step();
                Assert.Equal(checkedProblem.Value(solver.Solution), solver.Objective, 1e-10);
                Assert.Equal(solver.Objective, solver.History[^1].Objective);
            }
        }
    }

    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    public void A_run_that_is_cancelled_within_a_system_goes_on_with_the_same_bits(CompositeMethod method)
    {
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2));
        var options = new CompositeOptions { InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 8 } };
        using CompositeSolver<double> whole = Minimizer.Solver(problem, method, options);
        whole.Start();
        whole.Run();
        using CompositeSolver<double> cut = Minimizer.Solver(problem, method, options);
        cut.Start();
        for (int step = 0; step < 5; step++) cut.Step();
        using var cancellation = new CancellationTokenSource();
        int applied = 0;
        a.Applied = () =>
        {
            if (++applied == 10) cancellation.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => cut.Run(cancellation: cancellation.Token));
        a.Applied = null;
        Assert.InRange(applied, 10, 11);
        Assert.Equal(5, cut.Iterations);
        cut.Run();
        Assert.Equal(whole.History, cut.History);
        Assert.True(whole.Solution.AsReadOnlySpan().SequenceEqual(cut.Solution.AsReadOnlySpan()));
    }

    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    public void A_run_that_is_cancelled_again_and_again_goes_on_with_the_same_bits(CompositeMethod method)
    {
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2));
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 20 } };
        using CompositeSolver<double> whole = Minimizer.Solver(problem, method, options);
        whole.Start();
        whole.Run();
        using CompositeSolver<double> cut = Minimizer.Solver(problem, method, options);
        cut.Start();
        int interruptions = 0;
        for (int last = 2; last < 8; last++)
        {
            using var cancellation = new CancellationTokenSource();
            int applied = 0;
            a.Applied = () =>
            {
                if (++applied == last) cancellation.Cancel();
            };
            try
            {
                cut.Step(cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                interruptions++;
            }
        }

        a.Applied = null;
        Assert.True(interruptions > 0);
        cut.Run();
        Assert.Equal(whole.History, cut.History);
        Assert.True(whole.Solution.AsReadOnlySpan().SequenceEqual(cut.Solution.AsReadOnlySpan()));
    }

    [Fact]
    public void Sparse_recovery_by_admm_is_cancelled_within_a_system()
    {
        using var cancellation = new CancellationTokenSource();
        int applied = 0;
        a.Applied = () =>
        {
            if (++applied == 20) cancellation.Cancel();
        };
        var options = new SparseOptions { Weight = 0.2, InnerTolerance = 1e-13 };
        Assert.Throws<OperationCanceledException>(() => SparseRecovery.Solve(a, b, SparseMethod.Admm, options, cancellation: cancellation.Token));
        Assert.InRange(applied, 20, 21);
    }

    [Theory]
    [InlineData(CompositeMethod.Admm)]
    [InlineData(CompositeMethod.DouglasRachford)]
    public void Systems_that_are_not_solved_to_the_end_come_to_the_same(CompositeMethod method)
    {
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.2));
        var options = new CompositeOptions { InnerLimit = 3, Stopping = new StoppingRule { RelativeTolerance = 1e-9, IterationLimit = 20_000 } };
        SolverResult<double> exact = Minimizer.Minimize(problem, CompositeMethod.PrimalDual, options).EnsureConverged();
        using CompositeSolver<double> solver = Minimizer.Solver(problem, method, options);
        solver.Start();
        int most = 0;
        while (solver.Reason is null)
        {
            a.Back = 0;
            solver.Step();
            most = Math.Max(most, a.Back);
        }

        Assert.Equal(StopReason.Converged, solver.Reason);
        Assert.InRange(most, 4, 5);
        Assert.True(TestNumbers.Error(compute, solver.Solution, exact.Solution) < 1e-7, $"{TestNumbers.Error(compute, solver.Solution, exact.Solution)}");
        Assert.Contains("not 0", Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, method, options with { InnerLimit = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_systems_leave_has_a_finite_sum_whatever_the_residuals_do()
    {
        var options = new CompositeOptions();
        InnerAccuracy accuracy = default;
        Assert.Equal((0, 1e-3), Limits(accuracy = accuracy.For(options, double.NaN, 0)));
        double sum = 0;
        for (int step = 0; step < 1_000_000; step++)
        {
            accuracy = accuracy.For(options, 1, 2);
            sum += accuracy.Limit;
        }

        // sum_k 0.02 k^-1.1 = 0.02 zeta(1.1).
        Assert.InRange(sum, 0, 0.02 * 10.585);
        Assert.Equal((0.01 * 1e-9, 0), Limits(accuracy.For(options, 1e-9, 2)));
        Assert.Equal((0, 1e-7), Limits(accuracy.For(options with { InnerTolerance = 1e-7 }, 1e-9, 2)));

        static (double, double) Limits(InnerAccuracy of) => (of.Limit, of.RelativeLimit);
    }

    private double Norm(NdArray<double> x) => Math.Sqrt(compute.Backend.Dot(x, x).Real);

    /// <summary>An operator that counts how often it is applied.</summary>
    private sealed class CountingOperator(LinearOperator<double, double> inner) : LinearOperator<double, double>(inner.Compute, inner.Domain, inner.Range)
    {
        internal int Forward { get; set; }

        internal int Back { get; set; }

        internal Action? Applied { get; set; }

        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into)
        {
            Forward++;
            Applied?.Invoke();
            inner.ApplyCore(x, into);
        }

        protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into)
        {
            Back++;
            inner.ApplyAdjointCore(y, into);
        }
    }
}
