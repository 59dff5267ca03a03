using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Primal-dual steps for strongly convex functions fall as Chambolle and Pock say (J. Math. Imaging Vis. 40, 2011).</summary>
public sealed class AcceleratedPrimalDualTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 0.3)]
    [InlineData(3, null)]
    public void Errors_fall_as_one_over_the_number_of_steps(double more, double? first)
    {
        // |x - b|^2 / 2 + more / 2 |x - c|^2 + w |D x|_1, whose solution the taut string gives, and y* the sums of what it took away.
        const int N = 200;
        const int Steps = 2000;
        double strength = 1 + more;
        double[] data = [.. TestNumbers.Random<double>(N, 4).Select((noise, k) => (0.5 * noise.Real) + Math.Sin(k / 20.0) + (k < 90 ? 1 : 2))];
        using NdArray<double> b = NdArray.From(data);
        var k = new DifferenceOperator<double>(compute, b.Shape, 0);
        const double Weight = 3;
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, Weight), k);
        if (more > 0) problem = problem.Plus(new Box<double>(compute, -100, 100).PlusQuadratic(more, b));
        using NdArray<double> x = new TotalVariation1D<double>(compute).Prox(b, Weight / strength);
        double[] solution = x.AsReadOnlySpan().ToArray();
        double dualSquared = 0;
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            sum += strength * (data[i] - solution[i]);
            dualSquared += sum * sum;
        }

        using var solver = new PrimalDual<double>(problem, new CompositeOptions { Adaptive = false, PrimalStep = first, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } });
        solver.Start();
        (double t, double s) = (solver.PrimalStep, solver.DualStep);
        double bound = (solution.Sum(element => element * element) / (t * t)) + (dualSquared / (t * s));
        double most = 0;
        for (int n = 1; n <= Steps; n++)
        {
            solver.Step();
            double squared = solution.Zip(solver.Solution.AsReadOnlySpan().ToArray(), (wanted, found) => (wanted - found) * (wanted - found)).Sum();
            t /= Math.Sqrt(1 + (2 * strength * t));
            Assert.Equal(t, solver.PrimalStep, 1e-12);
            Assert.InRange(squared / (t * t * bound), 0, 1);
            if (n > 20) most = Math.Max(most, squared / (t * t * bound));
            Assert.InRange(solver.PrimalStep * solver.DualStep * solver.SquaredOperatorNorm, 0.9, 1);
        }

        // The length itself falls as 1 / (m N), so that the bound is one over the square of N.
        Assert.InRange(strength * Steps * t, 0.9, 1.1);
        Assert.True(most > 1e-2, $"{most}");
    }

    [Fact]
    public void Errors_fall_by_a_factor_in_each_step_where_all_is_smooth()
    {
        // A Huber function within its parabola: (1 + K^T K w / d) x = b.
        const int N = 30;
        const double Corner = 100;
        const double Weight = 40;
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(N, 4));
        var k = new DifferenceOperator<double>(compute, b.Shape, 0);
        LinearOperator<double, double> system = new DiagonalOperator<double>(compute, [.. Enumerable.Repeat(new System.Numerics.Complex(1, 0), N)]) + ((Weight / Corner) * (k.H * k));
        using NdArray<double> solution = LinearSystem.Solve(system, b, LinearMethod.ConjugateGradient, new LinearOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-14 } }).EnsureConverged().Solution;
        using NdArray<double> image = k.Apply(solution);
        var huber = new HuberLoss<double>(compute, Corner, Weight);
        using var solver = new PrimalDual<double>(CompositeProblem.LeastSquares(compute, b).Plus(huber, k), new CompositeOptions { Adaptive = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 60 } });
        solver.Start();
        const double DualConvexity = Corner / Weight;
        double factor = 1 / (1 + (2 * solver.PrimalStep));
        Assert.Equal(DualConvexity, solver.PrimalStep / solver.DualStep, 1e-12);
        Assert.InRange(factor, 0, 1 / (1 + (2 * Math.Sqrt(DualConvexity) / 2.1)));
        double bound = Square(solution) + (DualConvexity * Math.Pow(Weight / Corner, 2) * Square(image));
        for (int n = 1; n <= 60; n++)
        {
            solver.Step();
            bound *= factor;
            using NdArray<double> off = solver.Solution.Copy();
            compute.Backend.AddScaled(-1, solution, off);
            using NdArray<double> dual = solver.Dual(huber).Copy();
            compute.Backend.AddScaled(-Weight / Corner, image, dual);
            Assert.InRange(Square(off) + ((1 - factor) * DualConvexity * Square(dual)), 0, bound + 1e-25);
        }

        Assert.True(bound < 1e-10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_steps_are_those_of_the_paper(bool isSmooth)
    {
        // |x - b|^2 / 2 + w |k x|, or a Huber function in the place of the magnitude: algorithms 2 and 3 in one number each.
        const double B = 2;
        const double K = 0.7;
        const double Weight = 1.5;
        const double Corner = 5;
        using NdArray<double> b = NdArray.From(B);
        ProximalOperator<double> g = isSmooth ? new HuberLoss<double>(compute, Corner, Weight) : new L1Norm<double>(compute, Weight);
        using var solver = new PrimalDual<double>(CompositeProblem.LeastSquares(compute, b).Plus(g, new DiagonalOperator<double>(compute, K)), new CompositeOptions { Adaptive = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 20 } });
        solver.Start();
        (double t, double s) = (solver.PrimalStep, solver.DualStep);
        (double x, double ahead, double y) = (0, 0, 0);
        for (int n = 0; n < 20; n++)
        {
            double v = y + (s * K * ahead);
            y = Math.Clamp(isSmooth ? v / (1 + (s * Corner / Weight)) : v, -Weight, Weight);
            double before = x;
            x = (x - (t * K * y) + (t * B)) / (1 + t);
            double momentum = isSmooth ? 1 / (1 + (2 * t)) : 1 / Math.Sqrt(1 + (2 * t));
            if (!isSmooth) (t, s) = (t * momentum, s / momentum);
            ahead = x + (momentum * (x - before));
            solver.Step();
            Assert.Equal(x, solver.Solution.AsReadOnlySpan()[0], 1e-13);
        }
    }

    [Fact]
    public void Unrolled_steps_are_accelerated_as_those_of_the_solver()
    {
        const int N = 12;
        const int Steps = 7;
        NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(N, 4));
        var k = new DifferenceOperator<double>(compute, b.Shape, 0);
        foreach (ProximalOperator<double> g in new ProximalOperator<double>[] { new L1Norm<double>(compute, 0.3), new HuberLoss<double>(compute, 0.1, 0.3) })
        {
            var options = new CompositeOptions { Adaptive = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } };
            SolverResult<double> solved = Minimizer.Minimize(CompositeProblem.LeastSquares(compute, b).Plus(g, k), CompositeMethod.PrimalDual, options);
            using var tape = new Tape(compute);
            Var<double> unrolled = Minimizer.Unroll(CompositeProblem.LeastSquares(tape.Input(b)).Plus(g, k), CompositeMethod.PrimalDual, Steps, options);
            Assert.True(TestNumbers.Error(compute, unrolled.Value, solved.Solution) < 1e-14);
            CheckResult result = GradCheck.Run("unrolled", v => Minimizer.Unroll(CompositeProblem.LeastSquares(v).Plus(g, k), CompositeMethod.PrimalDual, Steps, options), b, new GradCheckOptions { Step = 1e-5, Tolerance = 1e-7 });
            Assert.True(result.Passed, $"{result}");
        }
    }

    [Fact]
    public void A_restored_state_goes_on_with_the_same_bits()
    {
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(50, 4));
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new L1Norm<double>(compute, 0.3), new DifferenceOperator<double>(compute, b.Shape, 0));
        using var first = new PrimalDual<double>(problem, new CompositeOptions { Adaptive = false });
        using var second = new PrimalDual<double>(problem, new CompositeOptions { Adaptive = false });
        first.Start();
        for (int step = 0; step < 9; step++) first.Step();
        second.Start();
        using SolverState state = first.Save();
        second.Restore(state);
        for (int step = 0; step < 9; step++)
        {
            first.Step();
            second.Step();
        }

        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.History, second.History);
    }

    [Fact]
    public void What_is_known_of_convexity_is_that_of_the_functions()
    {
        var net = new ElasticNet<double>(compute, 1, 3);
        Check(net, 3, double.PositiveInfinity);
        Check(new ElasticNet<double>(compute, 0, 3), 3, 3);
        Check(net.Conjugate, 0, 1.0 / 3);
        Check(new HuberLoss<double>(compute, 0.5, 2), 0, 4);
        Check(new HuberLoss<double>(compute, 0.5, 2).Conjugate, 0.25, double.PositiveInfinity);
        Check(5 * net, 15, double.PositiveInfinity);
        Check(net.WithScaledArgument(-2), 12, double.PositiveInfinity);
        Check(new HuberLoss<double>(compute, 0.5, 2).WithScaledArgument(3), 0, 36);
        Check(net.Translated(NdArray.From(1.0, 2)), 3, double.PositiveInfinity);
        Check(net.PlusQuadratic(2), 5, double.PositiveInfinity);
        Check(new HuberLoss<double>(compute, 0.5, 2).PlusQuadratic(2), 2, 6);
        Check(new L0Norm<double>(compute).PlusQuadratic(2), 0, double.PositiveInfinity);
        Check(new L1Norm<double>(compute), 0, double.PositiveInfinity);

        static void Check(ProximalOperator<double> f, double strong, double largest)
        {
            Assert.Equal(strong, f.StrongConvexity, 1e-15);
            Assert.Equal(largest, f.LargestCurvature, 1e-15);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Total_variation_of_an_image_comes_to_its_gap_in_fewer_steps_than_with_balanced_lengths()
    {
        const int N = 256;
        const double Weight = 0.1;
        NdArray<double> noise = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(N * N, 4));
        double[] pixels = [.. noise.AsReadOnlySpan().ToArray().Select((number, k) => (0.1 * number) + Clean(((k / N) + 0.5) / N, ((k % N) + 0.5) / N))];
        using NdArray<double> b = NdArray.From(pixels).Reshape(N, N);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(compute, b).Plus(new GroupL1Norm<double>(compute, Weight, 0), new GradientOperator<double>(compute, b.Shape));
        double target = 1e-6 * Square(b) / 2;
        using var solver = new PrimalDual<double>(problem, new CompositeOptions { Adaptive = false, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 1000 } });
        int accelerated = Steps(solver);
        using var balanced = new PrimalDual<double>(problem, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 1000 } });
        int before = Steps(balanced);
        Assert.True(accelerated <= 240 && accelerated < before, $"{accelerated} against {before}");

        // By another method, to a gap of its own; |error|^2 / 2 is at most the gap.
        using NdArray<double> other = new TotalVariation2D<double>(compute, Weight, isotropic: true, new StoppingRule { RelativeTolerance = 1e-7 }).Prox(b, 1);
        compute.Backend.AddScaled(-1, solver.Solution, other);
        Assert.InRange(Math.Sqrt(Square(other) / 2), 0, Math.Sqrt(target) * (1 + Math.Sqrt(0.1)));

        int Steps(PrimalDual<double> of)
        {
            of.Start();
            do
            {
                for (int step = 0; step < 10; step++) of.Step();
            }
            while (of.Reason is null && !(of.Gap() <= target));
            return of.Iterations;
        }

        static double Clean(double y, double x) => Math.Pow(x - 0.5, 2) + Math.Pow(y - 0.5, 2) > 0.16 ? 0
            : Math.Abs(x - 0.5) < 0.12 && Math.Abs(y - 0.4) < 0.12 ? 0.5
            : Math.Pow(x - 0.5, 2) + Math.Pow(y - 0.7, 2) < 0.01 ? 0.2 : 1;
    }

    private double Square(in UntypedArray x) => compute.Backend.Dot(x, x).Real;
}
