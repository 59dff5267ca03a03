// Ill-conditioned least squares solved five ways: what a condition number of a million does to each, and what a preconditioner from a random sketch does to that.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class LeastSquaresFiveWays
{
    private const int Rows = 600;
    private const int Columns = 100;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 1200);

    internal static void Run(TextWriter output, string folder, int iterations)
    {
        using var compute = new Compute();
        using NdArray<double> matrix = Matrix(compute);
        using NdArray<double> truth = Normal(compute, 2, Columns);
        using NdArray<double> b = Data(compute, matrix, truth);
        var a = new MatrixOperator<double>(compute, matrix);

        var stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = iterations };
        var options = new LinearOptions { Truth = truth.ToUntyped(), Stopping = stopping, OperatorTolerance = 0, ConditionLimit = 1e300 };
        (string Name, LinearMethod Method, LinearOptions Options)[] ways =
        [
            ("CGLS", LinearMethod.Cgls, options),
            ("LSQR", LinearMethod.Lsqr, options),
            ("LSMR, directions kept orthogonal", LinearMethod.Lsmr, options with { Reorthogonalization = Columns }),
            ("LSQR, preconditioned", LinearMethod.Lsqr, options with { Preconditioner = Preconditioner(compute, matrix) }),
        ];

        output.WriteLine("way                                   iterations to 1e-6   error at the end");
        var errors = new List<Series>();
        var slopes = new List<Series>();
        foreach ((string name, LinearMethod method, LinearOptions how) in ways)
        {
            SolverResult<double> result = LinearSystem.Solve(a, b, method, how);
            result.Solution.Dispose();
            double[] error = [.. result.History.Select(step => Math.Sqrt(step.Error))];
            double[] slope = [.. result.History.Select(step => step.Optimality)];
            double[] steps = [.. result.History.Select(step => (double)step.Iteration)];
            int reached = Array.FindIndex(error, value => value <= 1e-6);
            output.WriteLine($"{name,-36} {(reached < 0 ? "never" : $"{reached}"),19} {error[^1],18:0.0e+00}");
            errors.Add(new Series(steps[1..], error[1..], name));
            slopes.Add(new Series(steps[1..], slope[1..], name));
        }

        double direct = CholeskyError(compute, matrix, b, truth);
        const string DirectName = "normal equations, Cholesky";
        output.WriteLine($"{DirectName,-36} {"none",19} {direct,18:0.0e+00}");
        errors.Add(new Series([1, iterations], [direct, direct], DirectName) { Style = LineStyle.Dashed });
        Figure left = Figure.Lines(slopes, "Slope of the misfit, as the method knows it", "iteration", "|A^{T}(b - A x)|", AxisScale.Log, AxisScale.Log, yLimits: (1e-20, 10));
        Figure right = Figure.Lines(errors, "Error of the solution", "iteration", "|x - x*| / |x*|", AxisScale.Log, AxisScale.Log);
        Figure.Grid(1, 2, left, right).WithSize(1000, 430).WithScale(1).Save(Path.Combine(folder, "least-squares-five-ways.png"));
    }

    /// <summary>U S V^T with orthonormal U and V and singular values from 1 to a millionth.</summary>
    private static NdArray<double> Matrix(Compute compute)
    {
        using NdArray<double> u = Orthonormal(compute, Normal(compute, 1, Rows, Columns));
        using NdArray<double> v = Orthonormal(compute, Normal(compute, 4, Columns, Columns));
        using NdArray<double> scaled = NdArray.Fill<double>(Rows, Columns, (i, k) => u[i, k] * Math.Pow(10, -6.0 * k / (Columns - 1)));
        NdArray<double> matrix = compute.Empty<double>(Rows, Columns);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, scaled, MatrixForm.Transposed, v, accumulate: false, matrix);
        return matrix;
    }

    /// <summary>
    /// (R^T R)^-1, R that of a QR factorisation of S A, S random with four rows for each unknown: A R^-1 has a condition number of about 3, whatever that of A is (Rokhlin and Tygert 2008).
    /// </summary>
    private static LinearOperator<double, double> Preconditioner(Compute compute, NdArray<double> matrix)
    {
        using NdArray<double> sketch = Normal(compute, 5, 4 * Columns, Rows);
        using NdArray<double> small = compute.Empty<double>(4 * Columns, Columns);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, sketch, MatrixForm.Plain, matrix, accumulate: false, small);
        using NdArray<double> q = compute.Empty<double>(small.Shape);
        using NdArray<double> r = compute.Empty<double>(Columns, Columns);
        compute.Backend.Qr(small, q, r);
        NdArray<double> inverse = compute.Empty<double>(Columns, Columns);
        using NdArray<double> one = NdArray.Fill<double>(Columns, Columns, (i, k) => i == k ? 1 : 0);
        compute.Backend.TriangularSolve(MatrixTriangle.Upper, MatrixForm.Plain, r, one, inverse);
        var back = new MatrixOperator<double>(compute, inverse);
        return back * back.H;
    }

    /// <summary>A x and noise that no x explains, so that x is the solution: the noise less its part in the range of A.</summary>
    private static NdArray<double> Data(Compute compute, NdArray<double> matrix, NdArray<double> x)
    {
        using NdArray<double> q = Orthonormal(compute, matrix);
        using NdArray<double> noise = Normal(compute, 3, Rows);
        var range = new MatrixOperator<double>(compute, q);
        using NdArray<double> inside = range.Apply(range.ApplyAdjoint(noise));
        NdArray<double> b = new MatrixOperator<double>(compute, matrix).Apply(x);
        compute.Backend.AddScaled(1e-4, noise, b);
        compute.Backend.AddScaled(-1e-4, inside, b);
        return b;
    }

    /// <summary>A^T A x = A^T b, which squares the condition number.</summary>
    private static double CholeskyError(Compute compute, NdArray<double> matrix, NdArray<double> b, NdArray<double> truth)
    {
        using NdArray<double> normal = compute.Empty<double>(Columns, Columns);
        using NdArray<double> lower = compute.Empty<double>(Columns, Columns);
        using NdArray<double> x = compute.Empty<double>(Columns, 1);
        using NdArray<double> right = new MatrixOperator<double>(compute, matrix).ApplyAdjoint(b);
        compute.Backend.MatrixMultiply(MatrixForm.Transposed, matrix, MatrixForm.Plain, matrix, accumulate: false, normal);
        compute.Backend.Cholesky(normal, lower);
        compute.Backend.TriangularSolve(MatrixTriangle.Lower, MatrixForm.Plain, lower, right.Reshape(Columns, 1), x);
        compute.Backend.TriangularSolve(MatrixTriangle.Lower, MatrixForm.Transposed, lower, x.Copy(), x);
        compute.Backend.AddScaled(-1, truth.Reshape(Columns, 1), x);
        return Math.Sqrt(compute.Backend.Dot(x, x).Real / compute.Backend.Dot(truth, truth).Real);
    }

    /// <summary>Orthonormal columns that span what those of a matrix span.</summary>
    private static NdArray<double> Orthonormal(Compute compute, NdArray<double> columns)
    {
        NdArray<double> q = compute.Empty<double>(columns.Shape);
        using NdArray<double> r = compute.Empty<double>(columns.Shape[1], columns.Shape[1]);
        compute.Backend.Qr(columns, q, r);
        return q;
    }

    private static NdArray<double> Normal(Compute compute, ulong seed, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> array = compute.Empty<double>(lengths);
        compute.Backend.FillNormal(array, new CounterRandom(seed));
        return array;
    }
}
