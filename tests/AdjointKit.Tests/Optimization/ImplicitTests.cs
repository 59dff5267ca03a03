using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Solutions of equations as variables: derivatives against differences, against forward mode, and against programs that have the solution in closed form.</summary>
public sealed class ImplicitTests : IDisposable
{
    private const int N = 6;

    private static readonly StoppingRule Tight = new() { RelativeTolerance = 1e-14 };
    private static readonly LinearOptions TightGmres = new() { Stopping = new StoppingRule { RelativeTolerance = 3e-14 } };
    private static readonly LinearOptions TightGradients = TightGmres with { Method = LinearMethod.ConjugateGradient };
    private static readonly FixedPointOptions TightPoint = new() { Stopping = Tight, LinearSolver = TightGmres };

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void The_solution_with_a_fixed_operator_passes_the_checks()
    {
        PassesAll<double>("real", b => Implicit.LinearSolve(General<double>(), b, TightGmres), Numbers<double>(1));
        PassesAll<Complex>("complex", b => Implicit.LinearSolve(General<Complex>(), b, TightGmres), Numbers<Complex>(1));
        var inverse = new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(1, N).Select(k => new Complex(0.4, 0.1 * k))]);
        PassesAll<Complex>("preconditioned", b => Implicit.LinearSolve(General<Complex>(), b, TightGmres with { Preconditioner = inverse }), Numbers<Complex>(1));
        var definite = new DenseOperator<Complex>(compute, TestNumbers.WithEigenvalues<Complex>([1, 2, 3, 4, 5, 6], 2));
        PassesAll<Complex>("conjugate gradients", b => Implicit.LinearSolve(definite, b, TightGradients), Numbers<Complex>(1));
    }

    [Fact]
    public void The_solution_passes_the_checks_for_the_parameter_of_the_operator()
    {
        NdArray<double> b = Numbers<double>(1);
        NdArray<Complex> c = Numbers<Complex>(2);
        PassesAll<double>("real", theta => Implicit.LinearSolve(Ill<double>(), theta.Tape.Constant(b), theta, TightGmres), Numbers<double>(3));
        PassesAll<Complex>("complex", theta => Implicit.LinearSolve(Ill<Complex>(), theta.Tape.Constant(c), theta, TightGmres), Numbers<Complex>(3));
        PassesAll<Complex>("both", theta => Implicit.LinearSolve(Ill<Complex>(), Ops.Sin(theta), theta, TightGmres), Numbers<Complex>(3));

        // A x that conjugates is linear for real multiples only.
        PassesAll<Complex>(
            "over the reals",
            theta => Implicit.LinearSolve((x, t) => (3 * x) + (t * Ops.Conjugate(x)) + (0.3 * t * Ops.ToComplex(Ops.Real(x))), theta.Tape.Constant(c), theta, TightGmres with { OverReals = true }),
            Numbers<Complex>(3));
    }

    [Fact]
    public void A_matrix_as_the_parameter_has_the_derivatives_of_a_dense_solve()
    {
        Complex[,] elements = TestNumbers.RandomMatrix<double>(N, 4, shift: 2);
        using NdArray<double> matrix = NdArray.Fill(N, N, (i, k) => elements[i, k].Real);
        using NdArray<double> b = Numbers<double>(5);
        using NdArray<double> direction = NdArray.Empty<double>(matrix.Shape);
        new CounterRandom(9).FillNormal(direction);
        Var Dense(Var<double> a) => Ops.Sum(Ops.Square(Ops.Solve(a, Ops.Reshape(Ops.Sin(a.Tape.Constant(b)), N, 1))));
        Var Free(Var<double> a) => Ops.Sum(Ops.Square(Implicit.LinearSolve((x, m) => Ops.MatVec(m, x), Ops.Sin(a.Tape.Constant(b)), a, TightGmres)));
        foreach (HvpMode mode in Enum.GetValues<HvpMode>())
        {
            (NdArray<double> gradient, NdArray<double> product) = Hvp.Of(Free, matrix, direction, compute, mode);
            (NdArray<double> expectedGradient, NdArray<double> expectedProduct) = Hvp.Of(Dense, matrix, direction, compute, mode);
            Assert.True(TestNumbers.Error(compute, gradient, expectedGradient) < 1e-12);
            Assert.True(TestNumbers.Error(compute, product, expectedProduct) < 1e-11);
        }
    }

    [Theory]
    [InlineData(0, LinearMethod.Gmres)]
    [InlineData(0, LinearMethod.FixedPoint)]
    [InlineData(4, LinearMethod.Gmres)]
    public void A_fixed_point_passes_the_checks(int depth, LinearMethod method)
    {
        FixedPointOptions options = TightPoint with { AndersonDepth = depth, LinearSolver = TightGmres with { Method = method } };
        PassesAll<double>("real", theta => Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), theta, options), Numbers<double>(1));

        // Not holomorphic: z = theta + conj(z) sin(z) / 4 + |z|^2 / 9.
        PassesAll<Complex>("complex", theta => Implicit.FixedPoint(Conjugating, NdArray.Zeros<Complex>(N), theta, options), Numbers<Complex>(1, 0.3));
    }

    [Fact]
    public void Anderson_acceleration_finds_the_same_point_in_fewer_steps()
    {
        using NdArray<double> theta = Numbers<double>(1);
        (NdArray<double> plain, int slow) = Steps(0);
        (NdArray<double> accelerated, int quick) = Steps(3);
        Assert.True(TestNumbers.Error(compute, accelerated, plain) < 1e-12);
        Assert.True(2 * quick < slow, $"{quick} steps with acceleration, {slow} without");

        (NdArray<double> Point, int Steps) Steps(int depth)
        {
            int steps = 0;
            using var tape = new Tape(compute);
            Var<double> x = Implicit.FixedPoint((y, t) => (0.9 * Ops.Cos(y)) + t, NdArray.Zeros<double>(N), tape.Constant(theta), TightPoint with { AndersonDepth = depth, Callback = step => steps = step.Iteration });
            return (x.Value.Copy(), steps);
        }
    }

    [Fact]
    public void The_iteration_leaves_nothing_on_the_tape()
    {
        using NdArray<double> theta = Numbers<double>(1);
        using var tape = new Tape(compute);
        long before = compute.Memory.Used;
        Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), tape.Input(theta), TightPoint);
        Assert.Equal(1, tape.Count);
        Assert.True(compute.Memory.Used - before <= 64, $"{compute.Memory.Used - before} bytes");
    }

    [Fact]
    public void The_minimiser_of_a_ridge_regression_has_the_derivatives_of_its_closed_form()
    {
        using NdArray<double> a = NdArray.Empty<double>(new Shape(9, 4));
        new CounterRandom(1).FillNormal(a);
        using NdArray<double> y = NdArray.Empty<double>(new Shape(9));
        new CounterRandom(2).FillNormal(y);
        using NdArray<double> target = NdArray.From(1.0, -1, 0.5, 2);
        using NdArray<double> weight = NdArray.From<double>([0.7], default);
        using NdArray<double> direction = NdArray.From<double>([1], default);

        Var Objective(Var<double> x, Var<double> theta)
        {
            Tape tape = x.Tape;
            return Ops.HalfSquaredNorm(Ops.MatVec(tape.Constant(a), x) - tape.Constant(y)) + (theta * Ops.HalfSquaredNorm(x));
        }

        NdArray<double> Solve(NdArray<double> theta)
        {
            using var tape = new Tape(compute);
            return ClosedForm(tape.Constant(theta)).Value.Copy();
        }

        Var<double> ClosedForm(Var<double> theta)
        {
            Var<double> matrix = theta.Tape.Constant(a);
            Var<double> normal = Ops.MatMul(matrix, matrix, MatrixForm.Transposed) + (theta * Ops.DiagonalMatrix(theta.Tape.Constant(NdArray.From(1.0, 1, 1, 1))));
            Var<double> right = Ops.MatMul(matrix, Ops.Reshape(theta.Tape.Constant(y), 9, 1), MatrixForm.Transposed);
            return Ops.Reshape(Ops.Solve(normal, right), 4);
        }

        Var Loss(Var<double> x) => Ops.HalfSquaredNorm(x - x.Tape.Constant(target));
        foreach (HvpMode mode in Enum.GetValues<HvpMode>())
        {
            (NdArray<double> gradient, NdArray<double> second) = Hvp.Of(t => Loss(Implicit.Minimizer(Objective, Solve, t, TightGradients)), weight, direction, compute, mode);
            (NdArray<double> expected, NdArray<double> expectedSecond) = Hvp.Of(t => Loss(ClosedForm(t)), weight, direction, compute, mode);
            Assert.Equal(expected[[]], gradient[[]], 1e-12 * Math.Abs(expected[[]]));
            Assert.Equal(expectedSecond[[]], second[[]], 1e-11 * Math.Abs(expectedSecond[[]]));
        }
    }

    [Fact]
    public void The_minimiser_of_a_convex_function_passes_the_checks()
    {
        Complex[,] elements = TestNumbers.RandomMatrix<double>(N, 4);
        using NdArray<double> matrix = NdArray.Fill(N, N, (i, k) => elements[i, k].Real);
        Var Objective(Var<double> x, Var<double> theta)
        {
            Var<double> residual = Ops.MatVec(x.Tape.Constant(matrix), x) - theta;
            return Ops.Sum(Ops.Log(Ops.Exp(residual) + Ops.Exp(-residual))) + Ops.Sum(Ops.Exp(theta) * Ops.Square(x));
        }

        PassesAll<double>("real", theta => Implicit.Minimizer(Objective, t => Newton<double>(x => Objective(x, x.Tape.Constant(t))), theta, TightGradients), Numbers<double>(1));
    }

    [Fact]
    public void The_minimiser_over_complex_numbers_passes_the_checks()
    {
        var a = General<Complex>();
        Var Objective(Var<Complex> z, Var<Complex> theta) =>
            Ops.HalfSquaredNorm(Ops.Apply(a, z) - theta) + Ops.Sum(0.1 * Ops.Square(Ops.AbsSquared(z)) * (1 + Ops.AbsSquared(theta)));
        PassesAll<Complex>("complex", theta => Implicit.Minimizer(Objective, t => Newton<Complex>(z => Objective(z, z.Tape.Constant(t))), theta, TightGradients), Numbers<Complex>(1));
    }

    [Fact]
    public void A_batch_of_fixed_points_is_that_of_its_members()
    {
        using NdArray<double> thetas = NdArray.Empty<double>(new Shape(3, N));
        new CounterRandom(4).FillNormal(thetas);
        Var<double> Point(Var<double> theta) => Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), theta, TightPoint);
        using NdArray<double> gradient = Gradient.Of<double>(all => Ops.Sum(Ops.Square(Batch.Map<double, double>(Point, all))), thetas, compute).Gradient;
        for (int k = 0; k < 3; k++)
        {
            using NdArray<double> member = Gradient.Of<double>(theta => Ops.Sum(Ops.Square(Point(theta))), thetas.Slice(0, k, 1).Reshape(N), compute).Gradient;
            Assert.True(TestNumbers.Error(compute, gradient.Slice(0, k, 1).Reshape(N), member) < 1e-13);
        }
    }

    [Fact]
    public void What_does_not_converge_is_named_with_its_residual_and_its_limit()
    {
        using NdArray<double> theta = Numbers<double>(1);
        using var tape = new Tape(compute);
        Var<double> input = tape.Input(theta);
        ConvergenceException diverged = Assert.Throws<ConvergenceException>(() => Implicit.FixedPoint((x, t) => (2 * x) + t, NdArray.Zeros<double>(N), input));
        Assert.Equal(StopReason.NotFinite, diverged.Reason);
        FixedPointOptions few = new() { Stopping = new StoppingRule { IterationLimit = 3, RelativeTolerance = 1e-12 } };
        ConvergenceException early = Assert.Throws<ConvergenceException>(() => Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), input, few));
        Assert.Equal((StopReason.IterationLimit, 3), (early.Reason, early.Iterations));
        Assert.True(early.Residual > early.Target);
        Assert.Contains($"after 3 iterations with a residual of {early.Residual:g4}, above the limit {early.Target:g4}", early.Message, StringComparison.Ordinal);

        var singular = new DiagonalOperator<double>(compute, 1, 2, 3, 4, 5, 0);
        Assert.Equal(StopReason.Breakdown, Assert.Throws<ConvergenceException>(() => Implicit.LinearSolve(singular, input)).Reason);

        // A point that is found, where I - f_x is singular: x = x - t (x - 1)^2 at x = 1 has no derivative.
        using NdArray<double> one = NdArray.From<double>([1], default);
        Var<double> found = Implicit.FixedPoint((x, t) => x - (t * Ops.Square(x - 1)), one, tape.Input(one));
        Assert.Equal(1, found.Value[[]]);
        Assert.Throws<ConvergenceException>(() => tape.Backward(found));

        // The tape is as usable as before.
        Var<double> sum = Ops.Sum(Ops.Square(input));
        tape.Backward(sum);
        using NdArray<double> gradient = tape.Gradient(input);
        Assert.Equal(2 * theta[0], gradient[0], 1e-15);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using NdArray<double> theta = Numbers<double>(1);
        using var tape = new Tape(compute);
        Var<double> input = tape.Input(theta);
        ArgumentException shape = Assert.Throws<ArgumentException>(() => Implicit.FixedPoint((x, t) => Ops.Sum(x * t), NdArray.Zeros<double>(N), input));
        Assert.Contains("(6,)", shape.Message, StringComparison.Ordinal);
        ArgumentException outside = Assert.Throws<ArgumentException>(() => Implicit.FixedPoint((x, t) => 0.1 * (x + input), NdArray.Zeros<double>(N), input));
        Assert.Contains("belongs to another tape", outside.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Implicit.FixedPoint((x, _) => x, NdArray.Zeros<double>(N), []));
        Assert.Throws<ArgumentException>(() => Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), input, new FixedPointOptions { AndersonDepth = -1 }));
    }

    [Fact]
    public void A_cancelled_iteration_ends()
    {
        using NdArray<double> theta = Numbers<double>(1);
        using var tape = new Tape(compute);
        using var cancellation = new CancellationTokenSource();
        FixedPointOptions options = TightPoint with { Callback = _ => cancellation.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => Implicit.FixedPoint(Contraction, NdArray.Zeros<double>(N), tape.Input(theta), options, cancellation: cancellation.Token));
    }

    private static Var<double> Contraction(Var<double> x, Var<double> theta) => (0.5 * Ops.Sin(x * Ops.Tanh(theta))) + Ops.Cos(theta) + (0.2 * Ops.Flip(x, 0));

    private static Var<Complex> Conjugating(Var<Complex> z, Var<Complex> theta) =>
        theta + (0.25 * Ops.Conjugate(z) * Ops.Sin(z)) + (0.1 * Ops.ToComplex(Ops.AbsSquared(z)) * Ops.Conjugate(theta));

    private static Func<Var<T>, Var<T>, Var<T>> Ill<T>()
        where T : unmanaged => (x, theta) => (3 * x) + (Ops.Sin(theta) * Ops.Flip(x, 0)) + (0.2 * theta * Ops.Sum(x));

    private NdArray<T> Numbers<T>(ulong seed, double scale = 1)
        where T : unmanaged => TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(N, seed).Select(number => scale * number)]);

    private DenseOperator<T> General<T>()
        where T : unmanaged => new(compute, TestNumbers.RandomMatrix<T>(N, 7, shift: 2));

    /// <summary>The minimiser of a convex function from zero, to rounding.</summary>
    private NdArray<T> Newton<T>(Func<Var<T>, Var> objective)
        where T : unmanaged
    {
        NdArray<T> x = NdArray.Zeros<T>(N);
        for (int step = 0; step < 30; step++)
        {
            using Linearization<T, T> hessian = Linearize.Of<T, T>(v => Gradient.Of(objective, v), x.Copy(), compute);
            using NdArray<T> gradient = hessian.Value();
            if (compute.Backend.MaxAbs(gradient) < 1e-15) break;
            compute.Backend.AddScaled(-1, LinearSystem.Solve(hessian, gradient, LinearMethod.ConjugateGradient, new LinearOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-12 } }).Solution, x);
        }

        return x;
    }

    /// <summary>Gradient against differences, forward mode against reverse mode, and both second derivatives against differences of gradients.</summary>
    private void PassesAll<T>(string name, Func<Var<T>, Var<T>> f, NdArray<T> x)
        where T : unmanaged
    {
        CheckResult first = GradCheck.Run<T>(name, v => f(v), x, compute: compute);
        Assert.True(first.Passed, $"{first}");
        using (Linearization<T, T> derivative = Linearize.Of(f, x, compute))
        {
            // The derivative of a function that conjugates is linear for real multiples only: the real parts agree.
            using NdArray<T> v = Numbers<T>(31);
            using NdArray<T> w = Numbers<T>(32);
            using NdArray<T> forward = derivative.Apply(v);
            using NdArray<T> back = derivative.ApplyAdjoint(w);
            double there = compute.Backend.Dot(forward, w).Real;
            Assert.Equal(there, compute.Backend.Dot(v, back).Real, DotTest.DoubleTolerance * Math.Abs(there));
        }

        Var Loss(Var<T> v) => UntypedOps.Real(UntypedOps.InnerProduct(f(v), Ops.Sin(v)));
        using NdArray<T> fixedDirection = Numbers<T>(21);
        foreach (HvpMode mode in Enum.GetValues<HvpMode>())
        {
            double Slope(NdArray<T> at)
            {
                using NdArray<T> gradient = Gradient.Of<T>(Loss, at, compute).Gradient;
                return compute.Backend.Dot(fixedDirection, gradient).Real;
            }

            using NdArray<T> product = Hvp.Of(Loss, x, fixedDirection, compute, mode).Product;
            CheckResult second = GradCheck.Run($"{name}, {mode}", Slope, x, product, compute: compute);
            Assert.True(second.Passed, $"{second}");
        }
    }
}

/// <summary>The implicit rules on a device that is not the host.</summary>
public sealed class ImplicitOnDeviceTests(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    [SkippableFact]
    public void Gradients_are_those_of_the_CPU()
    {
        Compute device = fixture.Native;
        using var host = new Compute(threads: 1);
        using NdArray<double> there = Gradients(device);
        using NdArray<double> here = Gradients(host);
        using NdArray<double> copied = device.ToHost(there);
        Assert.True(TestNumbers.Error(host, copied, here) < 1e-9);

        static NdArray<double> Gradients(Compute compute)
        {
            using NdArray<double> theta = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(5, 1));
            return Gradient.Of<double>(
                t =>
                {
                    Var<double> point = Implicit.FixedPoint((x, p) => (0.5 * Ops.Sin(x * p)) + p, compute.Zeros<double>(5), t, new FixedPointOptions { AndersonDepth = 2 });
                    Var<double> solution = Implicit.LinearSolve((x, p) => (3 * x) + (Ops.Sin(p) * Ops.Flip(x, 0)), point, t);
                    return Ops.Sum(Ops.Square(solution));
                },
                theta,
                compute).Gradient;
        }
    }
}
