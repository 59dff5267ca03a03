using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>ISTA and FISTA hold the bounds of their theory, and end at a minimum.</summary>
public sealed class ProximalGradientTests : IDisposable
{
    private const int Rows = 12;
    private const int Columns = 30;

    private readonly Compute compute = new(threads: 2);

    [Fact]
    public void Ista_falls_in_each_step_and_holds_its_bound()
    {
        (WideOperator<double> a, NdArray<double> b) = Problem<double>();
        using ProximalGradient<double, double> best = Solved(a, b);
        using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), new ProximalGradientOptions { Accelerated = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 400 } });
        solver.Start(b);
        solver.Run();
        double squared = compute.Backend.Dot(best.Solution, best.Solution).Real;
        for (int k = 1; k < solver.History.Count; k++)
        {
            double objective = solver.History[k].Objective;
            Assert.True(k == 1 || objective <= solver.History[k - 1].Objective * (1 + 1e-14), $"step {k} rises from {solver.History[k - 1].Objective} to {objective}");
            Assert.True(objective - best.Objective <= (squared / (2 * k * solver.StepLength)) + 1e-13, $"step {k}: {objective - best.Objective}");
        }
    }

    [Fact]
    public void Fista_holds_its_bound_and_does_not_fall_in_each_step()
    {
        (WideOperator<double> a, NdArray<double> b) = Problem<double>();
        using ProximalGradient<double, double> best = Solved(a, b);
        using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), new ProximalGradientOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 400 } });
        solver.Start(b);
        solver.Run();
        double squared = compute.Backend.Dot(best.Solution, best.Solution).Real;
        bool rises = false;
        for (int k = 1; k < solver.History.Count; k++)
        {
            double objective = solver.History[k].Objective;
            rises |= objective > solver.History[k - 1].Objective * (1 + 1e-14);
            Assert.True(objective - best.Objective <= (2 * squared / (Math.Pow(k + 1, 2) * solver.StepLength)) + 1e-13, $"step {k}: {objective - best.Objective}");
        }

        Assert.True(rises);
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, null)]
    [InlineData(true, true, null)]
    [InlineData(true, true, 1e3)]
    [InlineData(false, false, 1e3)]
    public void The_solution_meets_the_conditions_of_a_minimum(bool accelerated, bool restart, double? length) => CheckMinimum<Complex>(accelerated, restart, length);

    [Fact]
    public void A_length_that_is_too_long_is_named_with_its_limit()
    {
        (WideOperator<double> a, _) = Problem<double>();
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new ProximalGradient<double, double>(a, new L1Norm<double>(compute), new ProximalGradientOptions { StepLength = 10 }));
        Assert.Contains("diverges", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProximalGradient<double, double>(a, new L1Norm<double>(compute), new ProximalGradientOptions { StepLength = -1 }));
    }

    [Fact]
    public void A_restored_state_goes_on_with_the_same_bits()
    {
        (WideOperator<double> a, NdArray<double> b) = Problem<double>();
        var options = new ProximalGradientOptions { Restart = true, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 40 } };
        using var first = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), options);
        using var second = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), options);
        first.Start(b);
        for (int k = 0; k < 15; k++) first.Step();
        second.Start(b);
        second.Restore(first.Save());
        first.Run();
        second.Run();
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.Objective, second.Objective);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1e6)]
    public void A_second_start_on_the_same_data_gives_the_same_bits(double? length)
    {
        (WideOperator<double> a, NdArray<double> b) = Problem<double>();
        var options = new ProximalGradientOptions { StepLength = length, Backtracking = length is not null, Restart = true, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 30 } };
        using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), options);
        solver.Start(b);
        solver.Run();
        double[] first = solver.Solution.AsReadOnlySpan().ToArray();
        solver.Start(b);
        solver.Run();
        Assert.Equal(first, solver.Solution.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_second_start_takes_up_a_length_that_was_halved_late()
    {
        // The second number barely shows in the data, so that only its growth in later steps halves the length.
        var a = new DiagonalOperator<double>(compute, 1, 10);
        using NdArray<double> b = NdArray.From(1.0, 1e-6);
        var options = new ProximalGradientOptions { Accelerated = false, StepLength = 1, Backtracking = true, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 12 } };
        using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 1e-9), options);
        solver.Start(b);
        solver.Step();
        double[] afterOne = solver.Solution.AsReadOnlySpan().ToArray();
        Assert.Equal(1e-5, afterOne[1], 1e-8);
        solver.Run();
        double[] first = solver.Solution.AsReadOnlySpan().ToArray();
        solver.Start(b);
        solver.Step();
        Assert.Equal(afterOne, solver.Solution.AsReadOnlySpan().ToArray());
        solver.Run();
        Assert.Equal(first, solver.Solution.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Momentum_that_begins_anew_is_faster_where_the_misfit_is_strongly_convex()
    {
        // Condition 1e4: a hundred steps of the length of a valley; with momentum that only grows the iterate swings through it.
        var a = new DiagonalOperator<double>(compute, [.. Enumerable.Range(0, 40).Select(k => new Complex(Math.Pow(10, -2.0 * k / 39), 0))]);
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(40, 9));
        Assert.True(Steps(restart: true) < 0.5 * Steps(restart: false), $"{Steps(restart: true)} and {Steps(restart: false)} steps");

        int Steps(bool restart)
        {
            using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 1e-6), new ProximalGradientOptions { Restart = restart, Stopping = new StoppingRule { RelativeTolerance = 1e-9, IterationLimit = 100_000 } });
            solver.Start(b);
            Assert.Equal(StopReason.Converged, solver.Run());
            return solver.Iterations;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Unrolled_steps_are_those_of_the_solver_and_their_gradient_is_right(bool accelerated)
    {
        (WideOperator<Complex> a, NdArray<Complex> b) = Problem<Complex>();
        var f = new L1Norm<Complex>(compute, 0.1);
        using var solver = new ProximalGradient<Complex, Complex>(a, f, new ProximalGradientOptions { Accelerated = accelerated, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 7 } });
        solver.Start(b);
        solver.Run();
        using var tape = new Tape(compute);
        Var<Complex> unrolled = ProximalGradient.Unroll(a, f, tape.Input(b), 7, Options());
        Assert.True(TestNumbers.Error(compute, unrolled.Value, solver.Solution) < 1e-14);
        CheckResult result = GradCheck.Run("unrolled", v => ProximalGradient.Unroll(a, f, v, 7, Options(solver.StepLength)), b, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 });
        Assert.True(result.Passed, $"{result}");

        // From another first iterate.
        using NdArray<Complex> start = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(Columns, 10));
        solver.Start(b, start);
        solver.Run();
        Assert.True(TestNumbers.Error(compute, ProximalGradient.Unroll(a, f, tape.Input(b), 7, Options(), tape.Input(start)).Value, solver.Solution) < 1e-14);
        result = GradCheck.Run("start", v => ProximalGradient.Unroll(a, f, v.Tape.Constant(b), 7, Options(solver.StepLength), v), start, new GradCheckOptions { Step = 1e-4, Tolerance = 1e-7 });
        Assert.True(result.Passed, $"{result}");

        ProximalGradientOptions Options(double? length = null) => new() { Accelerated = accelerated, StepLength = length };
    }

    [Fact]
    public void Unrolled_steps_that_are_too_long_or_decide_by_the_iterates_are_refused()
    {
        (WideOperator<double> a, NdArray<double> b) = Problem<double>();
        var f = new L1Norm<double>(compute, 0.1);
        double limit = 1 / Math.Pow(OperatorNorm.Estimate(a, 1e-4, 200), 2);
        using var tape = new Tape(compute);
        Var<double> data = tape.Input(b);
        string message = Refusal(new ProximalGradientOptions { StepLength = 1e3 });
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"FISTA with steps of length 1000 diverges: {a.Name} has |A|^2 = {1 / limit:g4}, so the limit is {limit:g4}; leave StepLength out ("), message, StringComparison.Ordinal);
        Assert.Contains($"{2 * limit:g4}", Refusal(new ProximalGradientOptions { StepLength = 2.01 * limit, Accelerated = false }), StringComparison.Ordinal);
        Assert.Contains("above 0 and finite", Refusal(new ProximalGradientOptions { StepLength = double.NaN }), StringComparison.Ordinal);
        Assert.Contains("leave Restart out", Refusal(new ProximalGradientOptions { Restart = true }), StringComparison.Ordinal);
        Assert.Contains("leave Backtracking out", Refusal(new ProximalGradientOptions { Backtracking = true, StepLength = 1e3 }), StringComparison.Ordinal);
        Assert.Contains("first iterate of shape", Assert.Throws<ArgumentException>(() => ProximalGradient.Unroll(a, f, data, 3, start: data)).Message, StringComparison.Ordinal);

        string Refusal(ProximalGradientOptions options) => Assert.ThrowsAny<ArgumentException>(() => ProximalGradient.Unroll(a, f, data, 3, options)).Message;
    }

    /// <summary>Samples go through kernels of their own (iterates are sparse, and are shrunk in the pass that judges the step): each is solved as if alone, to the same bits on any number of threads.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Samples_are_solved_as_if_alone_and_to_the_same_bits_on_any_number_of_threads(bool accelerated, bool backtracking)
    {
        const int Samples = 90;
        double[] matrix = [.. TestNumbers.Random<double>(40 * 80, 5).Select(number => number.Real / Math.Sqrt(40))];
        double[] data = [.. TestNumbers.Random<double>(Samples * 40, 6).Select(number => number.Real)];
        var options = new ProximalGradientOptions { Accelerated = accelerated, Backtracking = backtracking, StepLength = backtracking ? 2 : 0.1, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 60 } };
        double[]? solution = null;
        double objective = 0;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var team = new Compute(threads);
            var a = new MatrixOperator<double>(team, NdArray.From(matrix).Reshape(40, 80), Samples);
            using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(team, 0.6), options);
            solver.Start(NdArray.From(data).Reshape(Samples, 40));
            solver.Run();
            solution ??= solver.Solution.AsReadOnlySpan().ToArray();
            Assert.Equal(solution, solver.Solution.AsReadOnlySpan().ToArray());
            if (threads > 1) Assert.Equal(objective, solver.Objective);
            objective = solver.Objective;
        }

        Assert.InRange(solution!.Count(x => x != 0), 1, Samples * 80 / 2);
        if (backtracking) return;
        double sum = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            var alone = new MatrixOperator<double>(compute, NdArray.From(matrix).Reshape(40, 80));
            using var solver = new ProximalGradient<double, double>(alone, new L1Norm<double>(compute, 0.6), options);
            solver.Start(NdArray.From(data.AsSpan(sample * 40, 40).ToArray()));
            solver.Run();
            for (int k = 0; k < 80; k++) Assert.Equal(solver.Solution[k], solution![(sample * 80) + k], 1e-12);
            sum += solver.Objective;
        }

        Assert.Equal(1, sum / objective, 1e-13);
    }

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    private void CheckMinimum<T>(bool accelerated, bool restart, double? length)
        where T : unmanaged
    {
        (WideOperator<T> a, NdArray<T> b) = Problem<T>();
        const double Weight = 0.1;
        var options = new ProximalGradientOptions { Accelerated = accelerated, Restart = restart, StepLength = length, Backtracking = length is not null, Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 200_000 } };
        using var solver = new ProximalGradient<T, T>(a, new L1Norm<T>(compute, Weight), options);
        solver.Start(b);
        Assert.Equal(StopReason.Converged, solver.Run());

        // A^H (b - A x) is the weight times x / |x| where x is not 0, and no larger elsewhere.
        using NdArray<T> misfit = a.Apply(solver.Solution);
        compute.Backend.Binary(BinaryOp.Subtract, b, misfit, misfit);
        using NdArray<Complex> slope = NdArray.Empty<Complex>(new Shape(Columns));
        using NdArray<Complex> x = NdArray.Empty<Complex>(new Shape(Columns));
        compute.Backend.Copy(a.ApplyAdjoint(misfit), slope);
        compute.Backend.Copy(solver.Solution, x);
        int nonzeros = 0;
        for (int k = 0; k < Columns; k++)
        {
            Assert.True(slope[k].Magnitude <= Weight * (1 + 1e-8));
            if (x[k].Magnitude < 1e-6) continue;
            nonzeros++;
            Assert.True((slope[k] - (Weight * x[k] / x[k].Magnitude)).Magnitude < 1e-8);
        }

        Assert.InRange(nonzeros, 1, Columns - 1);
        Assert.Equal((compute.Backend.Dot(misfit, misfit).Real / 2) + new L1Norm<T>(compute, Weight).Value(solver.Solution), solver.Objective, 1e-12);
    }

    private ProximalGradient<double, double> Solved(WideOperator<double> a, NdArray<double> b)
    {
        var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), new ProximalGradientOptions { Restart = true, Stopping = new StoppingRule { RelativeTolerance = 1e-14, IterationLimit = 100_000 } });
        solver.Start(b);
        solver.Run();
        return solver;
    }

    private (WideOperator<T> A, NdArray<T> B) Problem<T>()
        where T : unmanaged
    {
        NdArray<T> matrix = TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(Rows * Columns, 8).Select(number => number / Math.Sqrt(Rows))]).Reshape(Rows, Columns);
        return (new WideOperator<T>(compute, matrix), TestNumbers.Array<T>(compute, TestNumbers.Random<T>(Rows, 9)));
    }
}
