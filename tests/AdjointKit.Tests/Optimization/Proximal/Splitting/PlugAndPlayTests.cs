using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A denoiser that is a prox makes the methods come to the solution with that prox.</summary>
public sealed class PlugAndPlayTests : IDisposable
{
    private const double Weight = 0.1;

    private readonly Compute compute = new(threads: 1);

    /// <summary>The methods that take a function by its prox.</summary>
    public static TheoryData<CompositeMethod> Methods => CompositeMethods.Theory(CompositeMethods.All);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_denoiser_that_is_a_prox_has_the_solution_of_the_prox(CompositeMethod method)
    {
        CompositeProblem<Complex> problem = Misfit();
        var l1 = new L1Norm<Complex>(compute);
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-11, IterationLimit = 100_000 } };
        SolverResult<Complex> exact = Minimizer.Minimize(problem.Plus(Weight * l1), CompositeMethod.Admm, options).EnsureConverged();

        // Soft thresholding by sigma^2 removes noise where the most probable signal is sparse.
        var inOps = new PlugAndPlay<Complex>(compute, (x, sigma) => l1.Prox(x, sigma * sigma), Weight);
        var onArrays = new PlugAndPlay<Complex>(compute, (noisy, sigma, into) => l1.Prox(noisy, sigma * sigma, into), Weight);
        foreach (PlugAndPlay<Complex> denoiser in new[] { inOps, onArrays })
        {
            SolverResult<Complex> result = Minimizer.Minimize(problem.Plus(denoiser), method, options).EnsureConverged();
            Assert.True(TestNumbers.Error(compute, result.Solution, exact.Solution) < 1e-8, $"{result.Method}");
            Assert.True(double.IsNaN(result.History[^1].Objective));
        }
    }

    [Fact]
    public void A_denoiser_in_ops_is_unrolled_and_one_on_arrays_is_not()
    {
        using var tape = new Tape(compute);
        NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(4, 2));
        var inOps = new PlugAndPlay<Complex>(compute, (x, sigma) => Ops.SoftThreshold(x, sigma.As<double>()), Weight);
        CheckResult result = GradCheck.Run("unrolled", v => Minimizer.Unroll(CompositeProblem.LeastSquares(v).Plus(inOps), CompositeMethod.Admm, 5), b, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-7 });
        Assert.True(result.Passed, $"{result}");
        var onArrays = new PlugAndPlay<Complex>(compute, (noisy, _, into) => compute.Backend.Copy(noisy, into));
        Assert.Contains("ops", Assert.Throws<NotSupportedException>(() => Minimizer.Unroll(CompositeProblem.LeastSquares(tape.Input(b)).Plus(onArrays), CompositeMethod.Admm, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_denoiser_cannot_do_is_named()
    {
        var cut = new PlugAndPlay<Complex>(compute, (x, _) => Ops.Reshape(x, 2, 15));
        Assert.Contains("shape", Assert.Throws<ArgumentException>(() => Minimizer.Minimize(Misfit().Plus(cut))).Message, StringComparison.Ordinal);
        Assert.Contains("ADMM", Assert.Throws<InvalidOperationException>(() => Minimizer.Minimize(Misfit().Plus(cut, new IdentityOperator<Complex>(compute, new Shape(30))), CompositeMethod.PrimalDual)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlugAndPlay<Complex>(compute, (x, _) => x, 0));
    }

    private CompositeProblem<Complex> Misfit()
    {
        NdArray<Complex> matrix = TestNumbers.Array<Complex>(compute, [.. TestNumbers.Random<Complex>(12 * 30, 8).Select(number => number / Math.Sqrt(12))]).Reshape(12, 30);
        return CompositeProblem.LeastSquares(new WideOperator<Complex>(compute, matrix), TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(12, 9)));
    }
}
