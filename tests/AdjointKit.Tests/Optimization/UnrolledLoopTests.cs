using System.Numerics;
using System.Reflection;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Steps of every method with a proximal or a thresholding step as one loop with checkpoints; those for linear systems are in <see cref="UnrolledSolverTests"/>.</summary>
public sealed class UnrolledLoopTests : IDisposable
{
    private const int Steps = 40;
    private const int Samples = 2;
    private const int Rows = 24;
    private const int Columns = 40;

    private readonly Compute compute = new(threads: 1);

    public static TheoryData<CompositeMethod> SumsOfFunctions => CompositeMethods.Theory(CompositeMethods.All);

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Sparse_recovery(SparseMethod method)
    {
        using var problem = new SparseProblem<Complex>(compute, Rows, Columns, Samples, sparsity: 6, seed: 3, noise: 0.02);
        using NdArray<Complex> start = TestNumbers.Array<Complex>(compute, [.. TestNumbers.Random<Complex>(Samples * Columns, 4).Select(number => 0.1 * number)]).Reshape(Samples, Columns);
        bool isPursuit = method == SparseMethod.OrthogonalMatchingPursuit;
        SparseOptions options = SparseCases.Options(method, Steps);
        if (options.Sparsity is not null) options = options with { Sparsity = isPursuit ? 20 : 6 };
        UnrolledLoop.Check(problem.Data, start, (y, first, schedule) => SparseRecovery.Unroll(problem.A, y, method, isPursuit ? 20 : Steps, options, isPursuit ? null : first, schedule));
    }

    [Theory]
    [MemberData(nameof(SumsOfFunctions))]
    public void Sums_of_functions(CompositeMethod method)
    {
        var a = new WideOperator<Complex>(compute, TestNumbers.Array<Complex>(compute, [.. TestNumbers.Random<Complex>(Rows * Columns, 8).Select(number => number / 5)]).Reshape(Rows, Columns));
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(Rows, 9));
        using NdArray<Complex> start = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(Columns, 10));
        UnrolledLoop.Check(b, start, (data, first, schedule) => Minimizer.Unroll(Problem(data), method, Steps, start: first, schedule: schedule));

        CompositeProblem<Complex> Problem(Var<Complex> data)
        {
            CompositeProblem<Complex> problem = CompositeProblem.LeastSquares(a, data).Plus(new L1Norm<Complex>(compute, 0.1));
            return CompositeMethods.WithOperators.Contains(method) ? problem.Plus(new L1Norm<Complex>(compute, 0.2), new DifferenceOperator<Complex>(compute, new Shape(Columns), 0)) : problem;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Proximal_gradients(bool accelerated)
    {
        using var problem = new SparseProblem<float>(compute, Rows, Columns, Samples, sparsity: 6, seed: 3, noise: 0.02);
        using NdArray<float> start = TestNumbers.Array<float>(compute, TestNumbers.Random<float>(Samples * Columns, 4)).Reshape(Samples, Columns);
        var f = new ElasticNet<float>(compute, 0.05, 0.1);
        UnrolledLoop.Check(problem.Data, start, (y, first, schedule) => ProximalGradient.Unroll(problem.A, f, y, Steps, new ProximalGradientOptions { Accelerated = accelerated }, first, schedule));
    }

    /// <summary>A problem may be unrolled twice on a tape, and with other variables than its data's: loops exchange data of their own.</summary>
    [Theory]
    [MemberData(nameof(SumsOfFunctions))]
    public void A_problem_is_as_it_was_after_its_steps_were_a_loop(CompositeMethod method)
    {
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 9));
        using var tape = new Tape(compute);
        Var<double> data = tape.Input(b);
        CompositeProblem<double> problem = CompositeProblem.LeastSquares(new IdentityOperator<double>(compute, new Shape(Rows)), data).Plus(new L1Norm<double>(compute, 0.1));
        Var<double> first = Minimizer.Unroll(problem, method, Steps, schedule: Schedule.ByteBudget(40_000));
        Var<double> second = Minimizer.Unroll(problem, method, Steps, schedule: Schedule.ByteBudget(40_000));
        Var<double> recorded = Minimizer.Unroll(problem, method, Steps);
        Assert.Equal(first.Value.AsReadOnlySpan().ToArray(), second.Value.AsReadOnlySpan().ToArray());
        Assert.Equal(first.Value.AsReadOnlySpan().ToArray(), recorded.Value.AsReadOnlySpan().ToArray());
        tape.Backward(Ops.Sum(first) + (2 * Ops.Sum(second)));
        double[] both = tape.Gradient(data).AsReadOnlySpan().ToArray();
        tape.Backward(Ops.Sum(recorded));
        double[] one = tape.Gradient(data).AsReadOnlySpan().ToArray();
        for (int k = 0; k < Rows; k++) Assert.Equal(3 * one[k], both[k], 1e-12);
    }

    [Theory]
    [MemberData(nameof(SumsOfFunctions))]
    public void Second_derivatives_pass_through_the_loop(CompositeMethod method)
    {
        using NdArray<double> b = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 9));
        using NdArray<double> direction = TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 10));
        var a = new DiagonalOperator<double>(compute, [.. Enumerable.Range(0, Rows).Select(k => new Complex(1 + (0.02 * k), 0))]);
        foreach (HvpMode mode in Enum.GetValues<HvpMode>())
        {
            Assert.True(TestNumbers.Error(compute, Product(Schedule.ByteBudget(60_000)), Product(null)) < 1e-12);

            NdArray<double> Product(Schedule? schedule) => Hvp.Of(
                data => Ops.Sum(Ops.Sin(Minimizer.Unroll(CompositeProblem.LeastSquares(a, data).Plus(new HuberLoss<double>(compute, 0.5, 0.3)), method, 8, schedule: schedule))), b, direction, compute, mode).Product;
        }
    }

    /// <summary>A loop cannot take variables from outside, and says so; recorded steps can.</summary>
    [Fact]
    public void Functions_that_use_other_variables_are_recorded_only()
    {
        using var tape = new Tape(compute);
        Var<double> centre = tape.Input(TestNumbers.Array<double>(compute, TestNumbers.Random<double>(Rows, 9)));
        var start = tape.Zeros(ElementType.Float64, new Shape(Rows)).As<double>();
        CompositeProblem<double> problem = CompositeProblem.Smooth<double>(compute, new Shape(Rows), x => UntypedOps.HalfSquaredNorm(x - centre), curvature: 1);
        tape.Backward(Ops.Sum(Minimizer.Unroll(problem, CompositeMethod.ProximalGradient, 3, start: start)));
        Assert.True(compute.Backend.MaxAbs(tape.Gradient(centre)) > 0);
        Exception refusal = Assert.ThrowsAny<Exception>(() => Minimizer.Unroll(problem, CompositeMethod.ProximalGradient, 3, start: start, schedule: Schedule.StoreAll));
        Assert.Contains("input of subtract", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>What all that is unrolled from an operator or a problem takes after what is its own, in this order.</summary>
    [Fact]
    public void All_have_one_shape()
    {
        MethodInfo[] methods = [.. typeof(Minimizer).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.Name == "Unroll" && !method.GetParameters().Any(parameter => typeof(Delegate).IsAssignableFrom(parameter.ParameterType)))];
        Assert.Equal(["LinearSystem", "Minimizer", "ProximalGradient", "SparseRecovery"], methods.Select(method => method.DeclaringType!.Name).Order());
        Assert.All(methods, method =>
        {
            ParameterInfo[] last = method.GetParameters()[^4..];
            Assert.Equal(["steps", "options", "start", "schedule"], last.Select(parameter => parameter.Name));
            Assert.Equal([false, true, true, true], last.Select(parameter => parameter.IsOptional));
        });
    }
}
