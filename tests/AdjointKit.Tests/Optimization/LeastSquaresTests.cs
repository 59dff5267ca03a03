using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using MathNet.Numerics.LinearAlgebra.Complex;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>CGLS, LSQR and LSMR against solutions from singular values, against scipy, and against what the theory says of them.</summary>
public sealed class LeastSquaresTests : IDisposable
{
    private static readonly LinearMethod[] Methods = [LinearMethod.Cgls, LinearMethod.Lsqr, LinearMethod.Lsmr];
    private static readonly LinearOptions Tight = new() { Stopping = new StoppingRule { RelativeTolerance = 1e-14 }, OperatorTolerance = 1e-14 };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(14, 8)]
    [InlineData(8, 14)]
    [InlineData(10, 10)]
    public void Solutions_are_those_of_the_singular_values(int rows, int columns)
    {
        Solves<double>(rows, columns, 1e-14, 1e-11);
        Solves<Complex>(rows, columns, 1e-14, 1e-11);
        Solves<float>(rows, columns, 1e-6, 2e-4);
        Solves<ComplexF>(rows, columns, 1e-6, 2e-4);
    }

    [Fact]
    public void Of_the_solutions_of_a_rank_deficient_problem_the_shortest_is_found()
    {
        foreach ((int rows, int columns) in new[] { (12, 7), (7, 12) })
        {
            Complex[,] left = TestNumbers.RandomMatrix<Complex>(rows, 3, 1);
            Complex[,] right = TestNumbers.RandomMatrix<Complex>(3, columns, 2);
            Complex[,] product = DenseMatrix.OfArray(left).Multiply(DenseMatrix.OfArray(right)).ToArray();
            var a = new DenseOperator<Complex>(compute, product);
            Complex[] b = TestNumbers.Random<Complex>(rows, 3);
            foreach (LinearMethod method in Methods)
            {
                SolverResult<Complex> result = LinearSystem.Solve(a, TestNumbers.Array<Complex>(compute, b), method, Tight with { OperatorTolerance = 1e-13 });
                Assert.Equal(StopReason.Converged, result.Reason);
                Assert.True(result.Iterations <= 5, $"{method}: {result.Iterations} iterations for rank 3");
                Matches(result, Reference(product, b, 0), 1e-11, method.ToString());
            }
        }
    }

    [Fact]
    public void Ill_conditioned_problems_are_solved_five_ways_to_the_residual_and_damped_to_the_solution()
    {
        Complex[,] hilbert = Hilbert(12, 8);
        var a = new DenseOperator<double>(compute, hilbert);
        Complex[] b = [.. Enumerable.Range(0, 12).Select(i => Enumerable.Range(0, 8).Aggregate(Complex.Zero, (sum, k) => sum + hilbert[i, k]))];
        using NdArray<double> right = TestNumbers.Array<double>(compute, b);
        foreach (LinearMethod method in Methods)
        {
            SolverResult<double> plain = LinearSystem.Solve(a, right, method, new LinearOptions { OperatorTolerance = 0 });
            Assert.Equal(StopReason.Converged, plain.Reason);
            Assert.True(plain.Residual <= plain.Target);
            SolverResult<double> damped = LinearSystem.Solve(a, right, method, Tight with { Damping = 1e-3 });
            Matches(damped, Reference(hilbert, b, 1e-3), 1e-9, method.ToString());
        }
    }

    [Fact]
    public void Reorthogonalisation_saves_steps()
    {
        var a = new DenseOperator<double>(compute, Hilbert(12, 8));
        using NdArray<double> right = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(12, 1));
        foreach (LinearMethod method in new[] { LinearMethod.Lsqr, LinearMethod.Lsmr })
        {
            LinearOptions options = Tight with { ConditionLimit = double.PositiveInfinity, OperatorTolerance = 1e-13 };
            int without = LinearSystem.Solve(a, right, method, options).Iterations;
            int with = LinearSystem.Solve(a, right, method, options with { Reorthogonalization = 8 }).Iterations;
            Assert.True(with <= 8, $"{method}: {with} steps for 8 unknowns");
            Assert.True(without > with, $"{method}: {without} steps without, {with} with");
        }
    }

    [Fact]
    public void What_a_method_makes_smallest_falls_monotonically()
    {
        var a = new DenseOperator<Complex>(compute, Spread(40, 25));
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(40, 4));
        LinearOptions options = Tight with { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 60 }, OperatorTolerance = 1e-13, ConditionLimit = double.PositiveInfinity };
        Falls(LinearSystem.Solve(a, b, LinearMethod.Lsqr, options).History, step => step.Residual);
        Falls(LinearSystem.Solve(a, b, LinearMethod.Cgls, options).History, step => step.Residual);
        Falls(LinearSystem.Solve(a, b, LinearMethod.Lsmr, options).History, step => step.Residual);
        Falls(LinearSystem.Solve(a, b, LinearMethod.Lsmr, options).History, step => step.Optimality);
        Falls(LinearSystem.Solve(a, b, LinearMethod.Lsmr, options with { Damping = 0.1 }).History, step => step.Optimality);
        Falls(LinearSystem.Solve(a, b, LinearMethod.Lsqr, options with { Damping = 0.1 }).History, step => step.Residual);
    }

    [Fact]
    public void The_estimates_are_the_residual_and_the_gradient_of_the_iterate()
    {
        Complex[,] elements = TestNumbers.RandomMatrix<Complex>(15, 9, 3);
        var a = new DenseOperator<Complex>(compute, elements);
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(15, 4));
        using NdArray<Complex> start = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(9, 5));
        foreach (LinearMethod method in Methods)
        {
            foreach (double damping in new[] { 0, 0.8 })
            {
                using LinearSolver<Complex, Complex> solver = LinearSystem.Solver(a, method, Tight with { Damping = damping });
                solver.Start(b, start);
                for (int k = 0; k < 5; k++)
                {
                    using NdArray<Complex> r = b.Copy();
                    using NdArray<Complex> product = a.Apply(solver.Solution);
                    compute.Backend.AddScaled(-1, product, r);
                    using NdArray<Complex> gradient = a.ApplyAdjoint(r);
                    compute.Backend.AddScaled(-damping * damping, solver.Solution, gradient);
                    double residual = Math.Sqrt(compute.Backend.Dot(r, r).Real + (damping * damping * compute.Backend.Dot(solver.Solution, solver.Solution).Real));
                    Assert.Equal(residual, solver.Residual, 1e-11 * residual);
                    double slope = Math.Sqrt(compute.Backend.Dot(gradient, gradient).Real);
                    Assert.Equal(slope, solver.Optimality, 1e-11 * solver.History[0].Residual);
                    solver.Step();
                }
            }
        }
    }

    /// <summary>Iterates of scipy 1.10.1 for a_ij = 1 / (i + j + 1) + delta_ij, b_i = cos(1 + i^2), 12 x 5: the first two elements, the residual, and |A^T r|.</summary>
    [Theory]
    [InlineData(LinearMethod.Lsqr, 1, 0.0, 0.3568338863569678, -0.03115275486848768, 2.326199408791318, 1.1902670559416906)]
    [InlineData(LinearMethod.Lsqr, 3, 0.0, 0.42581086810312874, -0.3223630032969644, 2.2065370330629404, 5.653548862309074e-05)]
    [InlineData(LinearMethod.Lsqr, 2, 0.7, 0.36087304563312006, -0.2112274718036271, 2.2808843611456298, 0.12434035706446701)]
    [InlineData(LinearMethod.Lsmr, 1, 0.0, 0.20270851369561918, -0.017697110275557752, 2.3507250624148197, 0.8971134400515708)]
    [InlineData(LinearMethod.Lsmr, 3, 0.0, 0.42581087209115365, -0.3223630011414866, 2.2065370330629404, 5.6535485925318524e-05)]
    [InlineData(LinearMethod.Lsmr, 2, 0.7, 0.35717305705844865, -0.20685960794919078, 2.2809246761563813, 0.12293318639850377)]
    [InlineData(LinearMethod.Cgls, 3, 0.0, 0.42581086810312874, -0.3223630032969644, 2.2065370330629404, 5.653548862309074e-05)]
    public void Iterates_are_those_of_scipy(LinearMethod method, int steps, double damping, double first, double second, double residual, double gradient)
    {
        var elements = new Complex[12, 5];
        for (int i = 0; i < 12; i++)
        {
            for (int k = 0; k < 5; k++) elements[i, k] = (1.0 / (i + k + 1)) + (i == k ? 1 : 0);
        }

        using LinearSolver<double, double> solver = LinearSystem.Solver(new DenseOperator<double>(compute, elements), method, Tight with { Damping = damping });
        solver.Start(TestNumbers.Array<double>(compute, [.. Enumerable.Range(0, 12).Select(i => new Complex(Math.Cos(1.0 + (i * i)), 0))]));
        for (int k = 0; k < steps; k++) solver.Step();
        Assert.Equal(first, solver.Solution[0], 1e-13);
        Assert.Equal(second, solver.Solution[1], 1e-13);
        Assert.Equal(residual, solver.Residual, 1e-13);
        Assert.Equal(gradient, solver.Optimality, 1e-13);
    }

    [Fact]
    public void Real_unknowns_are_found_from_complex_data()
    {
        Complex[,] elements = TestNumbers.RandomMatrix<Complex>(6, 9, 3);
        var a = new RealToComplex(compute, elements);
        Assert.True(a.IsRealLinear);
        Assert.True(DotTest.Run(a).Passed);
        using NdArray<double> x = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(9, 4));
        using NdArray<Complex> b = a.Apply(x);
        foreach (LinearMethod method in Methods) Assert.True(TestNumbers.Error(compute, LinearSystem.Solve(a, b, method, Tight).Solution, x) < 1e-11, method.ToString());
        SolverResult<double> automatic = LinearSystem.Solve(a, b);
        Assert.Equal(("LSMR", StopReason.Converged), (automatic.Method, automatic.Reason));
        Assert.Contains("Lsmr", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, b, LinearMethod.Gmres)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Preconditioning_with_the_inverse_of_the_normal_operator_takes_a_step()
    {
        var a = new DiagonalOperator<double>(compute, 1, 10, 100, 1000, 1e4);
        var inverse = new DiagonalOperator<double>(compute, 1, 1e-2, 1e-4, 1e-6, 1e-8);
        using NdArray<double> b = NdArray.From(1.0, -2, 3, 4, 5);
        foreach (LinearMethod method in Methods) Assert.Equal((method, 1), (method, LinearSystem.Solve(a, b, method, new LinearOptions { Preconditioner = inverse }).Iterations));
    }

    [Fact]
    public void Iterations_end_at_once_on_data_out_of_reach_and_at_a_perfect_start()
    {
        var a = new DiagonalOperator<double>(compute, 1, 2, 0);
        using NdArray<double> unreachable = NdArray.From(0.0, 0, 3);
        using NdArray<double> solution = NdArray.From(5.0, 6, 7);
        foreach (LinearMethod method in Methods)
        {
            SolverResult<double> zero = LinearSystem.Solve(a, unreachable, method);
            Assert.Equal((StopReason.Converged, 3.0, 0.0), (zero.Reason, zero.Residual, compute.Backend.MaxAbs(zero.Solution)));
            SolverResult<double> perfect = LinearSystem.Solve(a, a.Apply(solution), method, start: solution);
            Assert.Equal((StopReason.Converged, 0, 7.0), (perfect.Reason, perfect.Iterations, perfect.Solution[2]));
        }
    }

    [Fact]
    public void The_limit_of_the_condition_number_ends_an_ill_conditioned_problem()
    {
        var a = new DenseOperator<double>(compute, Hilbert(12, 8));
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(12, 1));
        foreach (LinearMethod method in new[] { LinearMethod.Lsqr, LinearMethod.Lsmr })
        {
            SolverResult<double> result = LinearSystem.Solve(a, b, method, Tight with { ConditionLimit = 1e4 });
            Assert.Equal(StopReason.IllConditioned, result.Reason);
            Assert.Contains("Damping", Assert.Throws<ConvergenceException>(() => result.EnsureConverged()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var a = new DenseOperator<double>(compute, TestNumbers.RandomMatrix<double>(5, 3, 1));
        using NdArray<double> b = NdArray.Zeros<double>(5);
        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, NdArray.Zeros<double>(3), LinearMethod.Lsqr)).Message, StringComparison.Ordinal);
        Assert.Contains("LSMR", Assert.Throws<ArgumentException>(() => LinearSystem.Solve(a, b, LinearMethod.ConjugateGradient)).Message, StringComparison.Ordinal);
        var square = new DiagonalOperator<double>(compute, 1, 2);
        Assert.Contains("damping", Assert.Throws<ArgumentException>(() => LinearSystem.Solver(square, LinearMethod.Minres, new LinearOptions { Damping = 1 })).Message, StringComparison.Ordinal);
        foreach (LinearOptions options in new LinearOptions[] { new() { Damping = double.NaN }, new() { Damping = -1 }, new() { OperatorTolerance = -1 }, new() { ConditionLimit = 0 }, new() { Reorthogonalization = -1 }, new() { Restart = 0 } })
        {
            Assert.Throws<ArgumentException>(() => LinearSystem.Solver(a, LinearMethod.Lsqr, options));
        }

        using NdArray<double> bad = NdArray.From(1.0, double.NaN, 1, 1, 1);
        using NdArray<double> two = NdArray.From(1.0, 1);
        foreach (LinearMethod method in Methods)
        {
            Assert.Equal(StopReason.NotFinite, LinearSystem.Solve(a, bad, method).Reason);
            SolverResult<double> result = LinearSystem.Solve(new DiagonalOperator<double>(compute, 1, double.PositiveInfinity), two, method);
            Assert.Equal(StopReason.NotFinite, result.Reason);
            Assert.Contains("not a number", Assert.Throws<ConvergenceException>(() => result.EnsureConverged()).Message, StringComparison.Ordinal);
        }
    }

    private static void Falls(IReadOnlyList<SolverStep> history, Func<SolverStep, double> measure)
    {
        Assert.True(history.Count > 10);
        for (int k = 1; k < history.Count - 1; k++) Assert.True(measure(history[k]) <= measure(history[k - 1]) * (1 + 1e-14), $"step {k}: {measure(history[k])} after {measure(history[k - 1])}");
    }

    private static Complex[,] Hilbert(int rows, int columns)
    {
        var matrix = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++) matrix[i, k] = 1.0 / (i + k + 1);
        }

        return matrix;
    }

    /// <summary>A random matrix whose columns differ in size by a factor of a hundred.</summary>
    private static Complex[,] Spread(int rows, int columns)
    {
        Complex[,] matrix = TestNumbers.RandomMatrix<Complex>(rows, columns, 3);
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++) matrix[i, k] *= Math.Pow(100, k / (columns - 1.0));
        }

        return matrix;
    }

    /// <summary>V s / (s^2 + lambda^2) U^H b, without the singular values that are rounding.</summary>
    private static Complex[] Reference(Complex[,] a, Complex[] b, double damping)
    {
        var svd = DenseMatrix.OfArray(a).Svd();
        var x = new Complex[a.GetLength(1)];
        for (int k = 0; k < svd.S.Count; k++)
        {
            double s = svd.S[k].Real;
            if (s < 1e-12 * svd.S[0].Real) continue;
            Complex part = svd.U.Column(k).ConjugateDotProduct(new DenseVector(b)) * s / ((s * s) + (damping * damping));
            for (int j = 0; j < x.Length; j++) x[j] += part * Complex.Conjugate(svd.VT[k, j]);
        }

        return x;
    }

    private void Matches<T>(SolverResult<T> result, Complex[] expected, double tolerance, string what)
        where T : unmanaged
    {
        using NdArray<T> reference = TestNumbers.Array<T>(compute, expected);
        double error = TestNumbers.Error(compute, result.Solution, reference);
        Assert.True(error <= tolerance, $"{what}: error {error} after {result.Iterations} iterations, {result.Reason}");
    }

    private void Solves<T>(int rows, int columns, double limit, double tolerance)
        where T : unmanaged
    {
        Complex[,] elements = TestNumbers.RandomMatrix<T>(rows, columns, 11);
        var a = new DenseOperator<T>(compute, elements);
        Complex[] b = TestNumbers.Random<T>(rows, 12);
        using NdArray<T> right = TestNumbers.Array<T>(compute, b);
        using NdArray<T> start = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(columns, 13));
        var m = new DiagonalOperator<T>(compute, [.. Enumerable.Range(0, columns).Select(k => new Complex(0.5 + (0.1 * k), 0))]);
        foreach (LinearMethod method in Methods)
        {
            foreach (double damping in new[] { 0, 0.7 })
            {
                Complex[] expected = Reference(elements, b, damping);
                LinearOptions options = new() { Damping = damping, Stopping = new StoppingRule { RelativeTolerance = limit }, OperatorTolerance = limit };
                Matches(LinearSystem.Solve(a, right, method, options), expected, tolerance, $"{method} {damping}");

                // Where there are many solutions, the first iterate and the preconditioner choose among them.
                if (damping == 0 && columns > rows) continue;
                Matches(LinearSystem.Solve(a, right, method, options, start), expected, tolerance, $"{method} {damping} warm");
                Matches(LinearSystem.Solve(a, right, method, options with { Preconditioner = m }, start), expected, tolerance, $"{method} {damping} preconditioned");
                Matches(LinearSystem.Solve(a, right, method, options with { Preconditioner = m, Reorthogonalization = 5 }), expected, tolerance, $"{method} {damping} reorthogonalised");
            }
        }
    }

    /// <summary>A complex matrix on real vectors.</summary>
    private sealed class RealToComplex(Compute compute, Complex[,] elements) : LinearOperator<double, Complex>(compute, new Shape(elements.GetLength(1)), new Shape(elements.GetLength(0)))
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<Complex> into)
        {
            for (int i = 0; i < elements.GetLength(0); i++)
            {
                Complex sum = 0;
                for (int k = 0; k < elements.GetLength(1); k++) sum += elements[i, k] * x[k];
                into[i] = sum;
            }
        }

        protected internal override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<double> into)
        {
            for (int k = 0; k < elements.GetLength(1); k++)
            {
                double sum = 0;
                for (int i = 0; i < elements.GetLength(0); i++) sum += (Complex.Conjugate(elements[i, k]) * y[i]).Real;
                into[k] = sum;
            }
        }
    }
}
