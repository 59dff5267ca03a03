using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A proximal operator that has run once allocates no managed memory.</summary>
[Collection("Alone")]
public sealed class ProximalAllocationTests
{
    /// <summary>All methods for sums of functions.</summary>
    public static TheoryData<CompositeMethod> Methods => CompositeMethods.Theory(CompositeMethods.All);

    [Fact]
    public void Prox_allocates_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        using NdArray<double> weights = TestNumbers.Array<double>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(k / 500.0, 0))]);
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(500, 3));
        var a = new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(1 + (k / 1000.0), 0))]);
        Check(new L1Norm<double>(compute), new WeightedL1Norm<double>(compute, weights), new L0Norm<double>(compute), new SparsityLimit<double>(compute, 20), new ElasticNet<double>(compute, 1, 1), new Box<double>(compute, -1, 1), new NonNegative<double>(compute), new Simplex<double>(compute), new L1Ball<double>(compute), new L2Ball<double>(compute), new HuberLoss<double>(compute, 1), new L1Norm<double>(compute).Conjugate, new TotalVariation1D<double>(compute));
        Check(new L1Norm<Complex>(compute), new GroupL1Norm<Complex>(compute, 1, 0), 2 * new L1Norm<Complex>(compute).Translated(b).PlusQuadratic(1), new L1Norm<Complex>(compute).WithScaledArgument(2), new AffineOperatorSet<Complex>(a, b));
        Check(new Shape(25, 20), 5, new TotalVariation2D<float>(compute, 0.1, isotropic: true, new StoppingRule { RelativeTolerance = 1e-3 }));
    }

    [Fact]
    public void Steps_of_fista_allocate_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        var a = new DiagonalOperator<double>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(1 + (k / 1000.0), 0))]);
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(500, 3));
        using var solver = new ProximalGradient<double, double>(a, new L1Norm<double>(compute, 0.1), new ProximalGradientOptions { Restart = true, Backtracking = true, Stopping = new StoppingRule { RelativeTolerance = 1e-300 } });
        Check("FISTA", 10, () =>
        {
            solver.Start(b);
            for (int step = 0; step < 8; step++) solver.Step();
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_on_samples_allocate_no_managed_memory(bool accelerated)
    {
        using var compute = new Compute(threads: 2);
        using NdArray<float> matrix = TestNumbers.Array<float>(compute, TestNumbers.Random<float>(100 * 200, 3)).Reshape(100, 200);
        using NdArray<float> b = TestNumbers.Array<float>(compute, TestNumbers.Random<float>(400 * 100, 4)).Reshape(400, 100);
        using var solver = new ProximalGradient<float, float>(new MatrixOperator<float>(compute, matrix, samples: 400), new L1Norm<float>(compute, 10), new ProximalGradientOptions { Accelerated = accelerated, Stopping = new StoppingRule { RelativeTolerance = 0 } });
        Check(solver.Name, 3, () =>
        {
            solver.Start(b);
            for (int step = 0; step < 6; step++) solver.Step();
        });
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_on_sums_of_functions_allocate_no_managed_memory(CompositeMethod method)
    {
        using var compute = new Compute(threads: 2);
        var a = new DiagonalOperator<double>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(1 + (k / 1000.0), 0))]);
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(500, 3));
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(compute, 0.1));
        if (CompositeMethods.WithOperators.Contains(method)) problem = problem.Plus(new L1Norm<double>(compute, 0.1), new DifferenceOperator<double>(compute, new Shape(500), 0));
        using CompositeSolver<double> solver = Minimizer.Solver(problem, method, new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-300 } });
        Check($"{method}", 10, () =>
        {
            solver.Start();
            for (int step = 0; step < 8; step++) solver.Step();
        });
    }

    private static void Check<T>(params ProximalOperator<T>[] functions)
        where T : unmanaged => Check(new Shape(500), 20, functions);

    private static void Check<T>(Shape shape, int runs, params ProximalOperator<T>[] functions)
        where T : unmanaged
    {
        foreach (ProximalOperator<T> f in functions)
        {
            using NdArray<T> x = TestNumbers.Array<T>(f.Compute, TestNumbers.Random<T>(500, 1)).Reshape(shape);
            using NdArray<T> into = f.Compute.Empty<T>(shape);
            Check(f.Name, runs, () => f.Prox(x, 0.5, into));
        }
    }

    private static void Check(string name, int runs, Action call)
    {
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 2 * runs; warm++) call();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < runs; run++) call();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.True(allocated == 0, $"{name}: {allocated} bytes in {runs} calls");
    }
}
