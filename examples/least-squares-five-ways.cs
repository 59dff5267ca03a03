// Ill-conditioned least squares solved five ways: what a condition number of a million does to each, and what a preconditioner from a random sketch does to that.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
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
        using var tape = new Tape(compute);
        (Var<double> matrix, Var<double> x, Var<double> b) = Problem(tape);

        var a = new MatrixOperator<double>(compute, matrix.Value);
        var options = new LinearOptions { Truth = x.Value.Reshape(Columns).ToUntyped(), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = iterations }, OperatorTolerance = 0, ConditionLimit = 1e300 };
        (string Name, LinearMethod Method, LinearOptions Options)[] ways =
        [
            ("CGLS", LinearMethod.Cgls, options),
            ("LSQR", LinearMethod.Lsqr, options),
            ("LSMR, directions kept orthogonal", LinearMethod.Lsmr, options with { Reorthogonalization = Columns }),
            ("LSQR, preconditioned", LinearMethod.Lsqr, options with { Preconditioner = Preconditioner(matrix) }),
        ];

        output.WriteLine("way                                   iterations to 1e-6   error at the end");
        var errors = new List<Series>();
        var slopes = new List<Series>();
        foreach ((string name, LinearMethod method, LinearOptions how) in ways)
        {
            SolverResult<double> result = LinearSystem.Solve(a, b.Value.Reshape(Rows), method, how);
            result.Solution.Dispose();
            double[] steps = [.. result.History.Skip(1).Select(step => (double)step.Iteration)];
            double[] error = [.. result.History.Skip(1).Select(step => Math.Sqrt(step.Error))];
            errors.Add(new Series(steps, error, name));
            slopes.Add(new Series(steps, [.. result.History.Skip(1).Select(step => step.Optimality)], name));
            int reached = 1 + Array.FindIndex(error, value => value <= 1e-6);
            output.WriteLine($"{name,-36} {(reached == 0 ? "never" : $"{reached}"),19} {error[^1],18:0.0e+00}");
        }

        const string DirectName = "normal equations, Cholesky";
        double direct = Ops.Norm(NormalEquations(matrix, b) - x).Value.AsReadOnlySpan()[0] / Ops.Norm(x).Value.AsReadOnlySpan()[0];
        output.WriteLine($"{DirectName,-36} {"none",19} {direct,18:0.0e+00}");
        errors.Add(new Series([1, iterations], [direct, direct], DirectName) { Style = LineStyle.Dashed });
        Figure left = Figure.Lines(slopes, "Slope of the misfit, as the method knows it", "iteration", "|A^{T}(b - A x)|", AxisScale.Log, AxisScale.Log, yLimits: (1e-20, 10));
        Figure right = Figure.Lines(errors, "Error of the solution", "iteration", "|x - x*| / |x*|", AxisScale.Log, AxisScale.Log);
        Figure.Grid(1, 2, left, right).WithSize(1000, 430).WithScale(1).Save(Path.Combine(folder, "least-squares-five-ways.png"));
    }

    /// <summary>A = U S V^T with singular values from 1 to a millionth, and A x plus noise at right angles to the columns of U, so that x is the solution: U has one more, which is the noise.</summary>
    private static (Var<double> A, Var<double> X, Var<double> B) Problem(Tape tape)
    {
        (Var<double> u, _) = Ops.Qr(Normal(tape, 1, Rows, Columns + 1));
        (Var<double> v, _) = Ops.Qr(Normal(tape, 2, Columns, Columns));
        Var<double> s = tape.Constant(NdArray.From<double>([.. Enumerable.Range(0, Columns).Select(k => Math.Pow(10, -6.0 * k / (Columns - 1)))]));
        Var<double> a = Ops.MatMul(u[.., ..Columns] * s, v, formB: MatrixForm.Transposed);
        Var<double> x = Normal(tape, 3, Columns, 1);
        return (a, x, Ops.MatMul(a, x) + (2e-3 * u[.., Columns..]));
    }

    /// <summary>
    /// (R^T R)^-1, R that of a QR factorisation of S A, S random with four rows for each unknown: A R^-1 has a condition number of about 3, whatever that of A is (Rokhlin and Tygert 2008).
    /// </summary>
    private static LinearOperator<double, double> Preconditioner(Var<double> a)
    {
        (_, Var<double> r) = Ops.Qr(Ops.MatMul(Normal(a.Tape, 4, 4 * Columns, Rows), a));
        var back = new MatrixOperator<double>(a.Tape.Compute, Ops.Inverse(r).Value);
        return back * back.H;
    }

    /// <summary>A^T A x = A^T b, which squares the condition number.</summary>
    private static Var<double> NormalEquations(Var<double> a, Var<double> b)
    {
        Var<double> lower = Ops.Cholesky(Ops.MatMul(a, a, MatrixForm.Transposed));
        Var<double> half = Ops.TriangularSolve(lower, Ops.MatMul(a, b, MatrixForm.Transposed));
        return Ops.TriangularSolve(lower, half, form: MatrixForm.Transposed);
    }

    private static Var<double> Normal(Tape tape, ulong seed, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> array = tape.Compute.Empty<double>(lengths);
        tape.Compute.Backend.FillNormal(array, new CounterRandom(seed));
        return tape.Constant(array);
    }
}
