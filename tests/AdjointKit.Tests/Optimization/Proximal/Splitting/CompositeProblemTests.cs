using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>All methods come to the solution of problems whose solution is known otherwise.</summary>
public sealed class CompositeProblemTests : IDisposable
{
    private const int N = 40;

    private readonly Compute compute = new(threads: 2);

    /// <summary>The methods that take functions behind operators.</summary>
    public static TheoryData<CompositeMethod> WithOperators => CompositeMethods.Theory([CompositeMethod.Automatic, .. CompositeMethods.WithOperators]);

    /// <summary>The methods that take two functions and no operator beside that of least squares.</summary>
    public static TheoryData<CompositeMethod> WithoutOperators => CompositeMethods.Theory([CompositeMethod.Automatic, .. CompositeMethods.All]);

    /// <summary>The methods that need no smooth part.</summary>
    public static TheoryData<CompositeMethod> WithoutSmooth => CompositeMethods.Theory([CompositeMethod.Automatic, .. CompositeMethods.All.Except([CompositeMethod.ProximalGradient])]);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Denoising_by_total_variation_is_that_of_the_taut_string(CompositeMethod method)
    {
        using NdArray<double> b = Signal<double>();
        using NdArray<double> exact = new TotalVariation1D<double>(compute, 0.7).Prox(b, 1);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.7), Differences<double>());
        Agrees(problem, method, exact);
        Assert.Equal(problem.Value(exact), Solve(problem, method).History[^1].Objective, 1e-9);
    }

    [Theory]
    [MemberData(nameof(WithoutOperators))]
    public void Denoising_by_the_prox_of_total_variation_is_that_of_the_taut_string(CompositeMethod method)
    {
        using NdArray<double> b = Signal<double>();
        var variation = new TotalVariation1D<double>(compute, 0.7);
        using NdArray<double> exact = variation.Prox(b, 1);
        Agrees(CompositeProblem.LeastSquares(compute, b).Plus(variation), method, exact);
    }

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Three_functions_have_the_solution_of_the_fused_lasso(CompositeMethod method)
    {
        // The prox of total variation plus L1 is that of L1 after that of total variation (Friedman et al. 2007), and with a lower bound of 0 their positive part.
        using NdArray<double> b = Signal<double>();
        using NdArray<double> smoothed = new TotalVariation1D<double>(compute, 0.7).Prox(b, 1);
        using NdArray<double> exact = new L1Norm<double>(compute, 0.3).Prox(smoothed, 1);
        Agrees(CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.7), Differences<double>()).Plus(new L1Norm<double>(compute, 0.3)), method, exact);
        new NonNegative<double>(compute).Prox(exact, 1, exact);
        Agrees(CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.3)).Plus(new L1Norm<double>(compute, 0.7), Differences<double>()).Plus(new NonNegative<double>(compute)), method, exact);
    }

    [Theory]
    [MemberData(nameof(WithoutOperators))]
    public void The_lasso_meets_the_conditions_of_a_minimum(CompositeMethod method)
    {
        IsLasso<double>(method);
        IsLasso<Complex>(method);
    }

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Deblurring_with_total_variation_and_a_bound_meets_the_conditions_of_a_minimum(CompositeMethod method)
    {
        const double Weight = 0.2;
        (WideOperator<double> a, NdArray<double> b) = Wide<double>(30, N);
        DifferenceOperator<double> k = Differences<double>();
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, Weight), k).Plus(new NonNegative<double>(compute));
        SolverResult<double> result = Solve(problem, method);
        using NdArray<double> x = result.Solution;

        // A^T (A x - b) + K^T y + m = 0 with m at most 0 where x is 0 and 0 elsewhere: y[i] = y[i - 1] + slope[i] + m[i], at most the weight, and the weight times the sign of a jump. Where x is 0
        // the largest y that is allowed must reach what the next jump asks for.
        using NdArray<double> misfit = a.Apply(x);
        compute.Backend.AddScaled(-1, b, misfit);
        double[] slope = a.ApplyAdjoint(misfit).AsReadOnlySpan().ToArray();
        double[] values = x.AsReadOnlySpan().ToArray();
        double[] differences = k.Apply(x).AsReadOnlySpan().ToArray();
        Assert.All(values, value => Assert.True(value >= -1e-9));
        Assert.Contains(values, value => value < 1e-9);
        Assert.Contains(differences, value => value > 1e-3);
        double y = 0;
        for (int i = 0; i < N; i++)
        {
            bool isZero = values[i] < 1e-7;
            y += slope[i];
            if (isZero) y = Math.Min(y, Weight);
            Assert.InRange(y, -Weight - 1e-8, Weight + 1e-8);
            if (i < N - 1 && Math.Abs(differences[i]) < 1e-7) continue;
            double asked = i < N - 1 ? Weight * Math.Sign(differences[i]) : 0;
            Assert.True(isZero ? y >= asked - 1e-8 : Math.Abs(y - asked) < 1e-8, $"{result.Method}: {y} at {i}, not {asked}");
            y = asked;
        }
    }

    [Theory]
    [MemberData(nameof(WithoutSmooth))]
    public void Basis_pursuit_meets_the_conditions_of_a_minimum(CompositeMethod method)
    {
        NdArray<double> matrix = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(16 * N, 8)).Reshape(16, N);
        using NdArray<double> truth = compute.Zeros<double>(N);
        foreach ((int place, double value) in new[] { (3, 1.5), (17, -2), (31, 0.7) }) truth.AsWritableSpan()[place] = value;
        using NdArray<double> b = new WideOperator<double>(compute, matrix).Apply(truth);
        SolverResult<double> result = Solve(CompositeProblem.Of(new L1Norm<double>(compute), new Shape(N)).Plus(new AffineSet<double>(compute, matrix, b)), method);

        // So few are found exactly.
        Assert.True(TestNumbers.Error(compute, result.Solution, truth) < 1e-8);
    }

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Single_precision_comes_to_the_same(CompositeMethod method)
    {
        using NdArray<float> b = Signal<float>();
        using NdArray<float> exact = new TotalVariation1D<float>(compute, 0.7).Prox(b, 1);
        using NdArray<float> x = Minimizer.Minimize(
            CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<float>(compute, 0.7), Differences<float>()), method, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 2e-6 } }).EnsureConverged().Solution;
        Assert.True(TestNumbers.Error(compute, x, exact) < 1e-5, $"{TestNumbers.Error(compute, x, exact)}");
    }

    [Theory]
    [MemberData(nameof(WithOperators))]
    public void Complex_numbers_are_denoised_in_groups(CompositeMethod method)
    {
        // Total variation of a complex signal whose parts jump together is that of the moduli along one direction: z times a phase.
        using NdArray<double> real = Signal<double>();
        var phase = Complex.FromPolarCoordinates(1, 0.4);
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, [.. real.AsReadOnlySpan().ToArray().Select(value => value * phase)]);
        using NdArray<double> exact = new TotalVariation1D<double>(compute, 0.7).Prox(real, 1);
        using NdArray<Complex> turned = TestNumbers.Array<Complex>(compute, [.. exact.AsReadOnlySpan().ToArray().Select(value => value * phase)]);
        Agrees(CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<Complex>(compute, 0.7), Differences<Complex>()), method, turned);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using NdArray<double> b = Signal<double>();
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b);
        var other = new DifferenceOperator<double>(compute, new Shape(N + 1), 0);
        Assert.Contains("(41,)", Assert.Throws<ArgumentException>(() => problem.Plus(new L1Norm<double>(compute), other)).Message, StringComparison.Ordinal);
        Assert.Contains("(41,)", Assert.Throws<ArgumentException>(() => CompositeProblem.LeastSquares(other, b)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => problem.Value(compute.Zeros<double>(3)));
        Assert.Throws<ArgumentException>(() => Minimizer.Minimize(problem, start: compute.Zeros<double>(3)));
        Assert.Throws<ArgumentException>(() => Minimizer.Solver(problem, options: new CompositeOptions { PrimalStep = -1 }));
        Assert.Contains("not convex", Assert.Throws<InvalidOperationException>(() => Minimizer.Solver(problem.Plus(new L0Norm<double>(compute), Differences<double>()), CompositeMethod.PrimalDual)).Message, StringComparison.Ordinal);
    }

    private static SolverResult<T> Solve<T>(CompositeProblem<T> problem, CompositeMethod method)
        where T : unmanaged => Minimizer.Minimize(problem, method, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 200_000 } }).EnsureConverged();

    private void Agrees<T>(CompositeProblem<T> problem, CompositeMethod method, NdArray<T> exact)
        where T : unmanaged
    {
        SolverResult<T> result = Solve(problem, method);
        double error = TestNumbers.Error(compute, result.Solution, exact);
        Assert.True(error < 1e-8, $"{result.Method}: {error:g3} after {result.Iterations}");
    }

    private void IsLasso<T>(CompositeMethod method)
        where T : unmanaged
    {
        const double Weight = 0.1;
        (WideOperator<T> a, NdArray<T> b) = Wide<T>(12, 30);
        SolverResult<T> result = Solve(CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<T>(compute, Weight)), method);
        using NdArray<T> misfit = a.Apply(result.Solution);
        compute.Backend.Affine(-1, misfit, 0, misfit);
        compute.Backend.AddScaled(1, b, misfit);
        NdArray<Complex> slope = NdArray.Zeros<Complex>(30);
        NdArray<Complex> x = NdArray.Zeros<Complex>(30);
        compute.Backend.Copy(a.ApplyAdjoint(misfit), slope);
        compute.Backend.Copy(result.Solution, x);
        int nonzeros = 0;
        for (int k = 0; k < 30; k++)
        {
            Assert.True(slope.AsReadOnlySpan()[k].Magnitude <= Weight * (1 + 1e-8), $"{result.Method}");
            Complex value = x.AsReadOnlySpan()[k];
            if (value.Magnitude < 1e-6) continue;
            nonzeros++;
            Assert.True((slope.AsReadOnlySpan()[k] - (Weight * value / value.Magnitude)).Magnitude < 1e-8, $"{result.Method}");
        }

        Assert.InRange(nonzeros, 1, 29);
    }

    private DifferenceOperator<T> Differences<T>()
        where T : unmanaged => new(compute, new Shape(N), 0, PadMode.Edge);

    /// <summary>Steps and noise.</summary>
    private NdArray<T> Signal<T>()
        where T : unmanaged => TestNumbers.Array<T>(compute, [.. TestNumbers.Random<double>(N, 4).Select((noise, k) => (0.3 * noise) + (k < 12 ? 1 : k < 25 ? -0.5 : 2))]);

    private (WideOperator<T> A, NdArray<T> B) Wide<T>(int rows, int columns)
        where T : unmanaged
    {
        NdArray<T> matrix = TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(rows * columns, 8).Select(number => number / Math.Sqrt(rows))]).Reshape(rows, columns);
        return (new WideOperator<T>(compute, matrix), TestNumbers.Array<T>(compute, TestNumbers.Random<T>(rows, 9)));
    }
}
