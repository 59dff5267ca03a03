using System.Reflection;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using AdjointKit.Tests.Optimization.FirstOrder;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Operators, proximal operators and the methods for smooth functions on a device that is not the host, against the CPU.</summary>
public sealed class OptimizationOnDeviceTests(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    public static TheoryData<string> Suites =>
    [
        .. typeof(OptimizationOnDeviceTests).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(IDeviceComparison).IsAssignableFrom(type)).Select(type => type.FullName!).Order(StringComparer.Ordinal),
    ];

    [SkippableTheory]
    [MemberData(nameof(Suites))]
    public void The_results_are_those_of_the_CPU(string suite)
    {
        Type type = Assembly.GetExecutingAssembly().GetType(suite)!;
        var comparison = (IDeviceComparison)Activator.CreateInstance(type)!;
        using (comparison as IDisposable) Assert.InRange(comparison.DistanceOn(fixture.Native), 0, 1);
    }

    [SkippableTheory]
    [MemberData(nameof(MinimizerTests.Descending), MemberType = typeof(MinimizerTests))]
    public void Rosenbrocks_function_is_made_smallest(MinimizationMethod method)
    {
        Compute device = fixture.Native;
        using NdArray<double> start = device.ToDevice(NdArray.From(-1.2, 1));
        bool creeps = method == MinimizationMethod.GradientDescent;
        MinimizerOptions options = new() { Stopping = new StoppingRule { IterationLimit = creeps ? 50 : 1000 } };
        SolverResult<double> there = Minimizer.Minimize<double>(MinimizerTests.Rosenbrock, start, method, options, device);
        using NdArray<double> solution = device.ToHost(there.Solution);
        if (creeps) Assert.InRange(there.History[^1].Objective, 0, 0.2 * there.History[0].Objective);
        else Assert.Equal(1, solution.AsReadOnlySpan()[0], 1e-8);
    }

    /// <summary>As one chain, and where the gradient is clipped element by element or is a view operation by operation.</summary>
    [SkippableTheory]
    [MemberData(nameof(OptimizerTests.Rules), MemberType = typeof(OptimizerTests))]
    public void Parameters_move_as_on_the_CPU(UpdateRule rule)
    {
        using var compute = new Compute(threads: 1);
        foreach (GradientClip? clip in (GradientClip?[])[null, GradientClip.ByValue(0.8), GradientClip.ByNorm(3)])
        {
            OptimizerOptions options = new() { Rule = rule, LearningRate = LearningRate.Exponential(0.1, 0.9), Average = IterateAverage.Exponential(0.7), Clip = clip };
            double[] expected = Moved(compute, options, isView: false);
            double[] found = Moved(fixture.Native, options, isView: false);
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], found[k], 1e-14 * Math.Max(1, Math.Abs(expected[k])));
            Assert.Equal(found, Moved(fixture.Native, options, isView: true));
        }

        double[] Moved(Compute on, OptimizerOptions options, bool isView)
        {
            using NdArray<double> x = TestNumbers.Array<double>(on, TestNumbers.Random<double>(300, 1));
            using NdArray<double> values = TestNumbers.Array<double>(on, TestNumbers.Random<double>(300, 2));
            using NdArray<double> storage = on.Zeros<double>(600);
            NdArray<double> gradient = isView ? storage.Slice(0, 1, 300, 2) : values;
            if (isView) on.Backend.Copy(values, gradient);
            using var optimizer = new Optimizer([x], options, on);
            for (int step = 0; step < 3; step++) optimizer.Step(x, gradient);
            using NdArray<double> here = on.ToHost(x);
            using NdArray<double> mean = on.ToHost(optimizer.Average(0).As<double>());
            using NdArray<double> unchanged = on.ToHost(values);
            return [.. here.AsReadOnlySpan(), .. mean.AsReadOnlySpan(), .. unchanged.AsReadOnlySpan()];
        }
    }

    [SkippableTheory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Sparse_signals_are_those_that_the_CPU_recovers(SparseMethod method)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<double> here = Recovered(compute);
        using NdArray<double> there = Recovered(fixture.Native);
        Assert.True(TestNumbers.Error(compute, there, here) < 1e-11, $"{TestNumbers.Error(compute, there, here)}");

        NdArray<double> Recovered(Compute on)
        {
            using var problem = new SparseProblem<double>(on, 12, 20, samples: 3, SparseCases.Sparsity, seed: 5, noise: 0.01);
            using NdArray<double> solution = SparseRecovery.Solve(problem.A, problem.Data, method, SparseCases.Options(method, steps: 4)).Solution;
            return on.ToHost(solution);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(CompositeSolverTests.All), MemberType = typeof(CompositeSolverTests))]
    public void Sums_of_functions_take_the_steps_of_the_CPU(CompositeMethod method)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<double> here = Solved(compute);
        using NdArray<double> there = Solved(fixture.Native);
        Assert.True(TestNumbers.Error(compute, there, here) < 1e-11, $"{TestNumbers.Error(compute, there, here)}");

        NdArray<double> Solved(Compute on)
        {
            var a = new DenseOperator<double>(on, TestNumbers.RandomMatrix<double>(9, 12, 3));
            using NdArray<double> b = TestNumbers.Array<double>(on, TestNumbers.Random<double>(9, 4));
            CompositeProblem<double> problem = CompositeProblem.LeastSquares(a, b).Plus(new L1Norm<double>(on, 0.1));
            if (CompositeMethods.WithOperators.Contains(method)) problem = problem.Plus(new L1Norm<double>(on, 0.2), new DifferenceOperator<double>(on, a.Domain, 0));
            var options = new CompositeOptions { InnerTolerance = 0, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = 20 } };
            using NdArray<double> solution = Minimizer.Minimize(problem, method, options).Solution;
            return on.ToHost(solution);
        }
    }

    [SkippableTheory]
    [InlineData(LeastSquaresMethod.GaussNewton)]
    [InlineData(LeastSquaresMethod.LevenbergMarquardt)]
    public void Sums_of_squares_are_made_smallest(LeastSquaresMethod method)
    {
        Compute device = fixture.Native;
        using NdArray<double> start = device.ToDevice(NdArray.From(-1.2, 1));
        var options = new NonlinearLeastSquaresOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-12 } };
        SolverResult<double> there = NonlinearLeastSquares.Minimize<double, double>(Residuals, start, method, options, device);
        using NdArray<double> solution = device.ToHost(there.Solution);
        Assert.Equal(1, solution.AsReadOnlySpan()[1], 1e-8);

        static Var<double> Residuals(Var<double> x)
        {
            Var<double> first = Ops.Slice(x, 0, 0, 1);
            Var<double> second = Ops.Slice(x, 0, 1, 1);
            return Ops.Concat<double>([10 * (second - Ops.Square(first)), 1 - first]);
        }
    }
}
