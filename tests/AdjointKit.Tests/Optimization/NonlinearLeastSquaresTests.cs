using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Sums of squares made smallest by Levenberg-Marquardt and Gauss-Newton.</summary>
public sealed class NonlinearLeastSquaresTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public static TheoryData<string> Names => [.. MoreGarbowHillstrom<double>.All.Select(problem => problem.Name)];

    public static TheoryData<LeastSquaresMethod> Methods => [LeastSquaresMethod.LevenbergMarquardt, LeastSquaresMethod.GaussNewton];

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Levenberg_and_Marquardt_find_a_listed_minimum(string name)
    {
        LeastSquaresProblem<Active<double>> problem = MoreGarbowHillstrom<Active<double>>.All.Single(candidate => candidate.Name == name);
        using NonlinearLeastSquaresSolver<double, double> solver = Run(problem, LeastSquaresMethod.LevenbergMarquardt);
        Assert.True(solver.Reason is StopReason.Converged or StopReason.Stagnated, $"{solver.Reason} after {solver.Iterations} iterations");
        double gap = problem.Minima.Min(minimum => Math.Abs((2 * solver.Objective) - minimum));
        Assert.True(gap <= 1e-12 * 2 * solver.History[0].Objective, $"{2 * solver.Objective} after {solver.Evaluations} evaluations, {solver.Reason}, is {gap:g3} off");
    }

    [Theory]
    [InlineData("Beale", 15)]
    [InlineData("Helical valley", 20)]
    [InlineData("Broyden tridiagonal", 10)]
    [InlineData("Broyden banded", 10)]
    [InlineData("Discrete integral equation", 8)]
    [InlineData("Bard", 15)]
    [InlineData("Linear, full rank", 3)]
    [InlineData("Linear, rank 1", 3)]
    public void Both_need_few_evaluations_where_residuals_are_small(string name, int most)
    {
        LeastSquaresProblem<Active<double>> problem = MoreGarbowHillstrom<Active<double>>.All.Single(candidate => candidate.Name == name);
        foreach (LeastSquaresMethod method in new[] { LeastSquaresMethod.LevenbergMarquardt, LeastSquaresMethod.GaussNewton })
        {
            using NonlinearLeastSquaresSolver<double, double> solver = Run(problem, method, 1e-10);
            Assert.Equal((method, StopReason.Converged), (method, solver.Reason));
            Assert.True(solver.Evaluations <= (method == LeastSquaresMethod.GaussNewton ? most : most + 3), $"{method}: {solver.Evaluations} evaluations");
            Assert.True(problem.Minima.Min(minimum => Math.Abs((2 * solver.Objective) - minimum)) < 1e-12 * 2 * solver.History[0].Objective);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ill_conditioned_least_squares_are_solved(LeastSquaresMethod method)
    {
        // Condition 1e6, and a residual at the minimum that is not small: an error e along the last direction leaves a gradient of 1e-12 e, so it goes on until nothing is gained.
        const int n = 12;
        var a = new DenseOperator<double>(compute, TestNumbers.WithEigenvalues<double>([.. Enumerable.Range(0, n).Select(k => Math.Pow(10, -6.0 * k / (n - 1)))], 1));
        using NdArray<double> truth = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(n, 2));
        using NdArray<double> b = a.Apply(truth);
        using NdArray<double> start = NdArray.Zeros<double>(n);
        Var<double> Residuals(Var<double> x) => Ops.Concat([Ops.Apply(a, x) - x.Tape.Constant(b), x.Tape.Filled(ElementType.Float64, new Shape(4), 0.1).As<double>()]);
        SolverResult<double> result = NonlinearLeastSquares.Minimize<double, double>(Residuals, start, method, new NonlinearLeastSquaresOptions { InnerIterationLimit = 200, Stopping = new StoppingRule { RelativeTolerance = 0 } });
        Assert.Equal(StopReason.Stagnated, result.Reason);
        Assert.True(TestNumbers.Error(compute, result.Solution, truth) < 1e-6, $"{TestNumbers.Error(compute, result.Solution, truth)}");
        Assert.Equal(0.02, result.History[^1].Objective, 1e-14);
    }

    [Fact]
    public void Complex_residuals_of_real_parameters_are_fitted_in_both_precisions()
    {
        Fit<double, Complex>(Ops.Polar, 1e-9);
        Fit<float, ComplexF>(Ops.Polar, 1e-4);

        // z_k = a e^(i w t_k), a = 2, w = 0.7.
        void Fit<T, TComplex>(Func<Var<T>, Var<T>, Var<TComplex>> polar, double tolerance)
            where T : unmanaged
            where TComplex : unmanaged
        {
            Complex[] times = [.. Enumerable.Range(0, 8).Select(k => new Complex(0.5 * k, 0))];
            using NdArray<T> t = TestNumbers.Array<T>(compute, times);
            using NdArray<TComplex> data = TestNumbers.Array<TComplex>(compute, [.. times.Select(at => 2 * Complex.Exp(Complex.ImaginaryOne * 0.7 * at))]);
            using NdArray<T> start = TestNumbers.Array<T>(compute, 1.5, 0.6);
            Var<TComplex> Residuals(Var<T> x) => polar(Ops.Slice(x, 0, 0, 1), Ops.Slice(x, 0, 1, 1) * x.Tape.Constant(t)) - x.Tape.Constant(data);
            SolverResult<T> result = NonlinearLeastSquares.Minimize<T, TComplex>(Residuals, start);
            Assert.Equal(StopReason.Converged, result.Reason);
            using NdArray<T> expected = TestNumbers.Array<T>(compute, 2, 0.7);
            Assert.True(TestNumbers.Error(compute, result.Solution, expected) < tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_restored_state_goes_on_with_the_same_bits(LeastSquaresMethod method)
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using NonlinearLeastSquaresSolver<double, double> whole = NonlinearLeastSquares.Solver<double, double>(Rosenbrock, start.Shape, new Shape(2), method);
        whole.Start(start);
        for (int k = 0; k < 5; k++) whole.Step();
        using SolverState state = whole.Save();
        whole.Run();
        using NonlinearLeastSquaresSolver<double, double> resumed = NonlinearLeastSquares.Solver<double, double>(Rosenbrock, start.Shape, new Shape(2), method);
        resumed.Start(start);
        Assert.Throws<ArgumentException>(() => resumed.Restore(state with { Numbers = [] }));
        resumed.Restore(state);
        Assert.Equal(5, resumed.Iterations);
        resumed.Run();
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal((whole.Reason, whole.Evaluations, whole.Products), (resumed.Reason, resumed.Evaluations, resumed.Products));
        Assert.Equal(whole.Solution.AsReadOnlySpan().ToArray(), resumed.Solution.AsReadOnlySpan().ToArray());
        Assert.Equal(1, whole.Solution.AsReadOnlySpan()[0], 1e-7);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using NdArray<double> longer = NdArray.From(1.0, 2, 3);
        using NonlinearLeastSquaresSolver<double, double> solver = NonlinearLeastSquares.Solver<double, double>(Rosenbrock, start.Shape, new Shape(2));
        Refused("(3,)", () => solver.Start(longer));
        using NonlinearLeastSquaresSolver<double, double> wrong = NonlinearLeastSquares.Solver<double, double>(Rosenbrock, start.Shape, new Shape(5));
        Refused("(5,)", () => wrong.Start(start));
        Refused("not finite at the first iterate", () => NonlinearLeastSquares.Minimize<double, double>(x => Ops.Log(x), start));
        Refused("first damping", () => With(new NonlinearLeastSquaresOptions { FirstDamping = 0 }));
        Refused("inner tolerance", () => With(new NonlinearLeastSquaresOptions { InnerTolerance = 1 }));
        Refused("inner iteration", () => With(new NonlinearLeastSquaresOptions { InnerIterationLimit = 0 }));
        Refused("no such method", () => NonlinearLeastSquares.Minimize<double, double>(Rosenbrock, start, (LeastSquaresMethod)9));

        void With(NonlinearLeastSquaresOptions options) => NonlinearLeastSquares.Minimize<double, double>(Rosenbrock, start, options: options);
    }

    private static Var<double> Rosenbrock(Var<double> x)
    {
        Var<double> a = Ops.Slice(x, 0, 0, 1);
        return Ops.Concat([10 * (Ops.Slice(x, 0, 1, 1) - (a * a)), 1 - a]);
    }

    private static void Refused(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private NonlinearLeastSquaresSolver<double, double> Run(LeastSquaresProblem<Active<double>> problem, LeastSquaresMethod method, double tolerance = 1e-14)
    {
        int count = problem.Residuals([.. problem.Start.Select(v => (Active<double>)v)]).Length;
        LinearOperator<double, double> Evaluate(NdArray<double> x, NdArray<double> r)
        {
            double[] at = x.AsReadOnlySpan().ToArray();
            var rows = new Complex[count, at.Length];
            for (int i = 0; i < count; i++)
            {
                int row = i;
                (double value, double[] gradient) = Gradient.Of<double>(a => problem.Residuals(a.ToArray())[row], at);
                r.AsWritableSpan()[i] = value;
                for (int k = 0; k < at.Length; k++) rows[i, k] = gradient[k];
            }

            return new DenseOperator<double>(compute, rows);
        }

        using NdArray<double> start = NdArray.From<double>(problem.Start);
        NonlinearLeastSquaresSolver<double, double> solver = NonlinearLeastSquares.Solver<double, double>(
            Evaluate, start.Shape, new Shape(count), method, new NonlinearLeastSquaresOptions { Stopping = new StoppingRule { RelativeTolerance = tolerance, IterationLimit = 2000 } }, compute);
        solver.Start(start);
        solver.Run();
        return solver;
    }
}
