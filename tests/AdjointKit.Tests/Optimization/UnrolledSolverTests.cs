using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Steps of solvers on a tape: the same iterates as on arrays, and derivatives with respect to the data and a parameter of the operator.</summary>
public sealed class UnrolledSolverTests : IDisposable
{
    private const int N = 6;
    private const int Steps = 4;

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(LinearMethods.All), MemberType = typeof(LinearMethods))]
    public void Unrolled_steps_are_those_of_the_solver(LinearMethod method)
    {
        SameIterates<double>(method);
        SameIterates<Complex>(method);
    }

    [Theory]
    [MemberData(nameof(LinearMethods.All), MemberType = typeof(LinearMethods))]
    public void Unrolled_steps_pass_the_gradient_check(LinearMethod method)
    {
        HasGradients<double>(method);
        HasGradients<Complex>(method);
    }

    [Fact]
    public void Rectangular_and_damped_steps_pass_the_gradient_check()
    {
        var a = new DenseOperator<Complex>(compute, TestNumbers.RandomMatrix<Complex>(7, 4, 3));
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(7, 1));
        var m = new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(0, 4).Select(k => new Complex(0.7 + (0.1 * k), 0))]);
        foreach (LinearMethod method in new[] { LinearMethod.Cgls, LinearMethod.Lsqr, LinearMethod.Lsmr })
        {
            LinearOptions options = new() { Damping = 0.6, Preconditioner = m, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 3 }, OperatorTolerance = 0 };
            CheckResult check = GradCheck.Run<Complex>($"{method}", right => LinearSystem.Unroll(a, right, method, 3, options: options), b, compute: compute);
            Assert.True(check.Passed, check.ToString());
            using var tape = new Tape(compute);
            using NdArray<Complex> unrolled = LinearSystem.Unroll(a, tape.Input(b), method, 3, options: options).Value.Copy();
            Assert.True(TestNumbers.Error(compute, unrolled, LinearSystem.Solve(a, b, method, options).Solution) < 1e-12, method.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(LinearMethods.All), MemberType = typeof(LinearMethods))]
    public void Steps_in_a_loop_with_checkpoints_give_the_same_bits_and_keep_less(LinearMethod method)
    {
        var a = new DenseOperator<Complex>(compute, TestNumbers.WithEigenvalues<Complex>([.. Enumerable.Range(0, 60).Select(k => 0.2 + (0.02 * k))], 3));
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(60, 1));
        using NdArray<Complex> start = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(60, 2));
        foreach (bool preconditioned in new[] { false, true })
        {
            LinearOptions options = new() { Preconditioner = preconditioned ? new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(0, 60).Select(k => new Complex(0.7 + (0.01 * k), 0))]) : null };
            if (method != LinearMethod.Gmres) UnrolledLoop.Check(b, start, (right, first, schedule) => LinearSystem.Unroll(a, right, method, 40, options, first, schedule));
            else Assert.Contains("GMRES", Assert.Throws<ArgumentException>(() => LinearSystem.Unroll(a, new Tape(compute).Input(b), method, 40, schedule: Schedule.StoreAll)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Steps_of_no_method_are_named()
    {
        using var tape = new Tape(compute);
        Var<double> b = tape.Input(NdArray.From(1.0, 2));
        Assert.Contains("Automatic", Assert.Throws<ArgumentException>(() => LinearSystem.Unroll(new DiagonalOperator<double>(compute, 1, 2), b, LinearMethod.Automatic, 2)).Message, StringComparison.Ordinal);
    }

    private LinearOperator<T, T> Operator<T>()
        where T : unmanaged => new DenseOperator<T>(compute, TestNumbers.WithEigenvalues<T>([0.3, 0.5, 0.8, 1, 1.2, 1.5], 3));

    private LinearOptions Options<T>(bool preconditioned)
        where T : unmanaged => new()
        {
            Restart = 3,
            Preconditioner = preconditioned ? new DiagonalOperator<T>(compute, [.. Enumerable.Range(0, N).Select(k => new Complex(0.7 + (0.1 * k), 0))]) : null,
            Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps },
        };

    private void SameIterates<T>(LinearMethod method)
        where T : unmanaged
    {
        LinearOperator<T, T> a = Operator<T>();
        using NdArray<T> b = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(N, 1));
        using NdArray<T> start = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(N, 2));
        foreach (bool preconditioned in new[] { false, true })
        {
            LinearOptions options = Options<T>(preconditioned);
            SolverResult<T> solved = LinearSystem.Solve(a, b, method, options, start);
            using var tape = new Tape(compute);
            Var<T> unrolled = LinearSystem.Unroll(a, tape.Input(b), method, Steps, options, tape.Constant(start));
            Assert.True(TestNumbers.Error(compute, unrolled.Value, solved.Solution) < 1e-12, $"{method}: {TestNumbers.Error(compute, unrolled.Value, solved.Solution)}");
        }
    }

    private void HasGradients<T>(LinearMethod method)
        where T : unmanaged
    {
        LinearOperator<T, T> a = Operator<T>();
        using NdArray<T> b = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(N, 1));
        using NdArray<T> theta = TestNumbers.Array<T>(compute, TestNumbers.Random<T>(N, 2));
        foreach (bool preconditioned in new[] { false, true })
        {
            LinearOptions options = Options<T>(preconditioned);
            Passes<T>(right => LinearSystem.Unroll(a, right, method, Steps, options: options), b);

            // A(theta) = B^H (A + diag(|theta|^2) / 20) B with a diagonal B = 1 + theta / 9.
            Passes<T>(
                parameter =>
                {
                    Var<T> scale = 1 + ((1 / 9.0) * parameter);
                    Var<T> weight = Ops.Conjugate(parameter) * parameter * 0.05;
                    Var<T> Apply(Var<T> x) => Ops.Conjugate(scale) * (Ops.Apply(a, scale * x) + (weight * scale * x));
                    return LinearSystem.Unroll(Apply, Apply, parameter.Tape.Constant(b), parameter.Tape.Zeros(ElementTypes.Of<T>(), new Shape(N)).As<T>(), method, Steps, options);
                },
                theta);
        }

        void Passes<TX>(Func<Var<TX>, Var<TX>> f, NdArray<TX> x)
            where TX : unmanaged
        {
            CheckResult check = GradCheck.Run<TX>($"{method}", v => f(v), x, compute: compute);
            Assert.True(check.Passed, check.ToString());
        }
    }
}
