using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The test functions of More, Garbow and Hillstrom, from their starting points.</summary>
public sealed class MoreGarbowHillstromTests
{
    /// <summary>
    /// Evaluations of scipy 1.10.1, minimize(method='L-BFGS-B', options=dict(maxcor=10, gtol=1e-5, ftol=0, maxiter=15000, maxfun=100000)), with the same values and gradients.
    /// </summary>
    private static readonly int[] EvaluationsOfScipy =
    [
        45, 21, 88, 27, 16, 24, 33, 24, 9, 589, 2, 38, 31, 112, 36, 23, 129, 42, 93, 55, 45, 50, 45, 18, 20, 30, 19, 41, 6, 20, 13, 3, 3, 3, 27,
    ];

    public static TheoryData<string> Names => [.. MoreGarbowHillstrom<double>.All.Select(problem => problem.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_listed_minimum_is_found(string name)
    {
        foreach (MinimizationMethod method in new[] { MinimizationMethod.LimitedMemoryBfgs, MinimizationMethod.BoundedLimitedMemoryBfgs })
        {
            LeastSquaresProblem<Active<double>> problem = MoreGarbowHillstrom<Active<double>>.All.Single(candidate => candidate.Name == name);
            using SmoothSolver<double> solver = Run(problem, method, new StoppingRule { RelativeTolerance = 1e-14, IterationLimit = 20_000 });
            double first = solver.History[0].Objective;
            double gap = problem.Minima.Min(minimum => Math.Abs(solver.Objective - minimum));
            Assert.True(gap <= 1e-12 * first, $"{method}: {solver.Objective} after {solver.Evaluations} evaluations, {solver.Reason}, is {gap / first:g3} off");
            if (Condition(problem, solver.Solution, out double[] step) < 1e6) Assert.True(step.Max(Math.Abs) <= 1e-8, $"{method}: x is {step.Max(Math.Abs):g3} off");
        }
    }

    [Fact]
    public void Evaluations_are_at_most_a_fifth_more_than_those_of_the_original_program()
    {
        foreach (MinimizationMethod method in new[] { MinimizationMethod.LimitedMemoryBfgs, MinimizationMethod.BoundedLimitedMemoryBfgs })
        {
            int total = 0;
            foreach (LeastSquaresProblem<Active<double>> problem in MoreGarbowHillstrom<Active<double>>.All)
            {
                using SmoothSolver<double> solver = Run(problem, method, new StoppingRule { RelativeTolerance = 0, AbsoluteTolerance = 1e-5 });
                total += solver.Evaluations;
            }

            Assert.True(total <= 1.2 * EvaluationsOfScipy.Sum(), $"{method}: {total} evaluations and not {EvaluationsOfScipy.Sum()}");
        }
    }

    [Fact]
    public void Directions_of_Hager_and_Zhang_need_no_more_evaluations_than_those_of_Polak_and_Ribiere()
    {
        // Meyer's function is beyond conjugate gradients; what counts there is that they end, and soon.
        StoppingRule stopping = new() { RelativeTolerance = 0, AbsoluteTolerance = 1e-5, IterationLimit = 20_000 };
        int hagerZhang = 0;
        int polakRibiere = 0;
        foreach (LeastSquaresProblem<Active<double>> problem in MoreGarbowHillstrom<Active<double>>.All)
        {
            using SmoothSolver<double> solver = Run(problem, MinimizationMethod.ConjugateGradient, stopping);
            if (problem.Name == "Meyer")
            {
                Assert.Equal(StopReason.Stagnated, solver.Reason);
                Assert.True(solver.Evaluations < 8000, $"{solver.Evaluations} evaluations");
                continue;
            }

            using SmoothSolver<double> other = Run(problem, MinimizationMethod.PolakRibiere, stopping);
            hagerZhang += solver.Evaluations;
            polakRibiere += other.Evaluations;
        }

        Assert.True(hagerZhang <= 1.2 * polakRibiere, $"{hagerZhang} evaluations and not {polakRibiere}");
    }

    private static SmoothSolver<double> Run(LeastSquaresProblem<Active<double>> problem, MinimizationMethod method, StoppingRule stopping)
    {
        Active<double> Value(ReadOnlySpan<Active<double>> x) => problem.Residuals(x.ToArray()).Aggregate(Active<double>.Zero, (sum, r) => sum + (r * r));
        using NdArray<double> start = NdArray.From<double>(problem.Start);
        SmoothSolver<double> solver = Minimizer.Solver<double>((x, gradient) => Gradient.Of<double>(Value, x.AsReadOnlySpan(), gradient.AsWritableSpan()), start.Shape, method, new MinimizerOptions { Stopping = stopping });
        solver.Start(start);
        solver.Run();
        return solver;
    }

    /// <summary>The condition of the Hessian at x, and Newton's step from there: how far x is from the minimum.</summary>
    private static double Condition(LeastSquaresProblem<Active<double>> problem, NdArray<double> x, out double[] step)
    {
        Active<double> Value(ReadOnlySpan<Active<double>> at) => problem.Residuals(at.ToArray()).Aggregate(Active<double>.Zero, (sum, r) => sum + (r * r));
        double[] at = x.AsReadOnlySpan().ToArray();
        double[] gradient = Gradient.Of<double>(Value, at).Gradient;
        var hessian = Matrix<double>.Build.Dense(at.Length, at.Length);
        for (int k = 0; k < at.Length; k++)
        {
            double h = 1e-6 * Math.Max(1e-3, Math.Abs(at[k]));
            double[] ahead = [.. at];
            double[] behind = [.. at];
            ahead[k] += h;
            behind[k] -= h;
            double[] difference = [.. Gradient.Of<double>(Value, ahead).Gradient.Zip(Gradient.Of<double>(Value, behind).Gradient, (a, b) => (a - b) / (2 * h))];
            hessian.SetColumn(k, difference);
        }

        hessian = (hessian + hessian.Transpose()) / 2;
        step = hessian.Solve(Vector<double>.Build.Dense(gradient)).ToArray();
        return hessian.ConditionNumber();
    }
}
