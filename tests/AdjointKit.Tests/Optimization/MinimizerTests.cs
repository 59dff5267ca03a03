using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Smooth functions made smallest, with bounds and without: the minima, what is refused, and what is kept.</summary>
public sealed class MinimizerTests
{
    public static TheoryData<MinimizationMethod> Methods => [.. Enum.GetValues<MinimizationMethod>().Where(method => method != MinimizationMethod.Automatic)];

    /// <summary>All but the rules with a learning rate, which have tests of their own.</summary>
    public static TheoryData<MinimizationMethod> Descending => [.. Enum.GetValues<MinimizationMethod>().Where(method => method is not (MinimizationMethod.Automatic or MinimizationMethod.FirstOrder))];

    [Theory]
    [MemberData(nameof(Descending))]
    public void Rosenbrocks_function_is_made_smallest_in_both_precisions(MinimizationMethod method)
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);

        // Gradient descent follows the curved valley in eleven thousand small steps and ends where the slope, not the distance, is small: only for it the limits are wider.
        bool creeps = method == MinimizationMethod.GradientDescent;
        MinimizerOptions options = new() { Stopping = new StoppingRule { IterationLimit = creeps ? 50_000 : 1000 } };
        SolverResult<double> result = Minimizer.Minimize<double>(Rosenbrock, start, method, options);
        Assert.True(result.Reason == StopReason.Converged, $"{result.Method} ended as {result.Reason} at {result.Residual}");

        // The smallest eigenvalue of the Hessian is 0.4: the residual bounds the distance, which for gradient descent is no smaller than that.
        Assert.True(Distance(result.Solution, 1, 1) < (creeps ? Math.Max(1e-8, 4 * result.Residual) : 1e-8), $"{Distance(result.Solution, 1, 1)}");
        Assert.Equal(result.Residual, result.History[^1].Optimality);
        Assert.True(result.History[^1].Objective < (creeps ? 1e-14 : 1e-16));
        using NdArray<float> single = NdArray.From(-1.2f, 1);
        SolverResult<float> coarse = Minimizer.Minimize<float>(Rosenbrock, single, method, new MinimizerOptions { Stopping = new StoppingRule { RelativeTolerance = 1e-6, IterationLimit = creeps ? 50_000 : 1000 } });
        Assert.Equal(StopReason.Converged, coarse.Reason);
        Assert.Equal(1, coarse.Solution.AsReadOnlySpan()[0], 2e-3);
    }

    [Fact]
    public void Newtons_method_takes_few_steps_and_only_functions_in_ops()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        SolverResult<double> result = Minimizer.Minimize<double>(Rosenbrock, start, MinimizationMethod.NewtonTrustRegion);
        Assert.InRange(result.Iterations, 5, 40);
        Refused("second derivatives", () => Minimizer.Minimize<double>(OwnRosenbrock, start, MinimizationMethod.NewtonTrustRegion));

        // From a maximum along x1 there is negative curvature only: f = (x0^2 + (x1^2 - 1)^2), started next to (0, 0).
        using NdArray<double> ridge = NdArray.From(0.5, 1e-3);
        SolverResult<double> valley = Minimizer.Minimize<double>(Valley, ridge, MinimizationMethod.NewtonTrustRegion);
        Assert.True(Distance(valley.Solution, 0, 1) < 1e-8);
    }

    [Fact]
    public void A_function_with_a_gradient_of_its_own_goes_the_same_way()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        SolverResult<double> own = Minimizer.Minimize<double>(OwnRosenbrock, start);
        SolverResult<double> taped = Minimizer.Minimize<double>(Rosenbrock, start);
        Assert.Equal(taped.Iterations, own.Iterations);
        Assert.True(Distance(own.Solution, 1, 1) < 1e-8);
    }

    [Fact]
    public void Bounds_that_cut_the_minimum_off_are_active_at_the_solution()
    {
        // With x0 at most 0.5 the minimum is at (0.5, 0.25), and with x1 at least 0.5 as well at that corner.
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using NdArray<double> upper = NdArray.From(0.5, double.PositiveInfinity);
        SolverResult<double> result = Minimizer.Minimize<double>(Rosenbrock, start, options: new MinimizerOptions { UpperBounds = upper });
        Assert.Equal(("L-BFGS-B", StopReason.Converged), (result.Method, result.Reason));
        Assert.Equal(0.5, result.Solution.AsReadOnlySpan()[0]);
        Assert.Equal(0.25, result.Solution.AsReadOnlySpan()[1], 1e-9);
        using NdArray<double> lower = NdArray.From(double.NegativeInfinity, 0.5);
        using NdArray<double> right = NdArray.From(0.4, 1);
        SolverResult<double> corner = Minimizer.Minimize<double>(Rosenbrock, right, options: new MinimizerOptions { LowerBounds = lower, UpperBounds = upper });
        Assert.Equal(0.5, corner.Solution.AsReadOnlySpan()[1]);
    }

    [Fact]
    public void A_quadratic_in_a_box_meets_the_conditions_of_a_minimum()
    {
        // (x - c, D (x - c)) / 2 plus couplings to the neighbours: half of the bounds are active at the solution.
        const int n = 50;
        double[] c = [.. TestNumbers.Random<double>(n, 3).Select(number => number.Real)];
        using NdArray<double> centre = NdArray.From<double>(c);
        using NdArray<double> lower = NdArray.From<double>([.. Enumerable.Repeat(-0.3, n)]);
        using NdArray<double> upper = NdArray.From<double>([.. Enumerable.Repeat(0.4, n)]);
        double Value(NdArray<double> x, NdArray<double> g)
        {
            ReadOnlySpan<double> at = x.AsReadOnlySpan();
            Span<double> slope = g.AsWritableSpan();
            slope.Clear();
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                double d = at[i] - c[i];
                double weight = 1 + (i * 3);
                sum += 0.5 * weight * d * d;
                slope[i] += weight * d;
                if (i == 0) continue;
                double jump = at[i] - at[i - 1];
                sum += 5 * jump * jump;
                slope[i] += 10 * jump;
                slope[i - 1] -= 10 * jump;
            }

            return sum;
        }

        using NdArray<double> start = NdArray.Zeros<double>(n);
        SolverResult<double> result = Minimizer.Minimize<double>(Value, start, options: new MinimizerOptions { LowerBounds = lower, UpperBounds = upper });
        Assert.Equal(StopReason.Converged, result.Reason);
        using NdArray<double> gradient = NdArray.Zeros<double>(n);
        Value(result.Solution, gradient);
        int active = 0;
        for (int i = 0; i < n; i++)
        {
            double x = result.Solution.AsReadOnlySpan()[i];
            double g = gradient.AsReadOnlySpan()[i];
            active += x is -0.3 or 0.4 ? 1 : 0;
            Assert.InRange(x, -0.3, 0.4);
            Assert.True(x == -0.3 ? g > -1e-7 : x == 0.4 ? g < 1e-7 : Math.Abs(g) < 1e-7, $"element {i}: x {x}, gradient {g}");
        }

        Assert.InRange(active, 5, n - 5);
    }

    [Fact]
    public void Steps_into_places_where_the_function_is_not_finite_are_shortened()
    {
        // 50 (x - log x) is infinite at 0 and not a number below: long steps from both sides go there.
        static double Value(NdArray<double> x, NdArray<double> g)
        {
            double at = x.AsReadOnlySpan()[0];
            g.AsWritableSpan()[0] = 50 - (50 / at);
            return 50 * (at - Math.Log(at));
        }

        foreach (double from in new[] { 0.01, 0.5, 1.9, 300 })
        {
            using NdArray<double> start = NdArray.From(from);
            SolverResult<double> result = Minimizer.Minimize<double>(Value, start);
            Assert.Equal(1, result.Solution.AsReadOnlySpan()[0], 1e-9);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using NdArray<double> longer = NdArray.From(1.0, 2, 3);
        using NdArray<double> lower = NdArray.From(0.0, 3);
        using NdArray<double> upper = NdArray.From(1.0, 2);
        Refused("NaN", () => Minimizer.Minimize<double>((_, _) => double.NaN, start));
        Refused("start where it is finite", () => Minimizer.Minimize<double>((_, _) => double.PositiveInfinity, start));
        Refused("(3,)", () => Minimizer.Minimize<double>(Rosenbrock, start, options: new MinimizerOptions { LowerBounds = longer }));
        Refused("element 1 the lower bound is 3 and the upper bound 2", () => Minimizer.Minimize<double>(Rosenbrock, start, options: new MinimizerOptions { LowerBounds = lower, UpperBounds = upper }));
        Refused("knows no bounds", () => Minimizer.Minimize<double>(Rosenbrock, start, MinimizationMethod.ConjugateGradient, new MinimizerOptions { LowerBounds = upper }));
        Refused("0.95", () => Minimizer.Minimize<double>(Rosenbrock, start, options: new MinimizerOptions { SufficientDecrease = 0.95 }));
        Refused("1 pair or more", () => Minimizer.Minimize<double>(Rosenbrock, start, options: new MinimizerOptions { Memory = 0 }));
        Refused("real number", () => Minimizer.Minimize<double>(x => x, start));
        using SmoothSolver<double> solver = Minimizer.Solver<double>(Rosenbrock, start.Shape);
        Refused("(3,)", () => solver.Start(longer));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_restored_state_goes_on_with_the_same_bits(MinimizationMethod method)
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        MinimizerOptions options = new() { Memory = 3 };
        using SmoothSolver<double> whole = Minimizer.Solver<double>(Rosenbrock, start.Shape, method, options);
        whole.Start(start);
        for (int k = 0; k < 8; k++) whole.Step();
        using SolverState state = whole.Save();
        whole.Run();
        using SmoothSolver<double> resumed = Minimizer.Solver<double>(Rosenbrock, start.Shape, method, options);
        resumed.Start(start);
        resumed.Restore(state);
        Assert.Equal(8, resumed.Iterations);
        resumed.Run();
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal((whole.Reason, whole.Evaluations), (resumed.Reason, resumed.Evaluations));
        Assert.Equal(whole.Solution.AsReadOnlySpan().ToArray(), resumed.Solution.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_cancelled_run_goes_on_from_where_it_was()
    {
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using SmoothSolver<double> solver = Minimizer.Solver<double>(Rosenbrock, start.Shape);
        solver.Start(start);
        Assert.Throws<OperationCanceledException>(() => solver.Run(cancellation: new CancellationToken(canceled: true)));
        Assert.Null(solver.Reason);
        Assert.Equal(StopReason.Converged, solver.Run());
    }

    internal static Var Rosenbrock<T>(Var<T> x)
        where T : unmanaged
    {
        Var<T> a = Ops.Slice(x, 0, 0, 1);
        Var<T> bend = Ops.Slice(x, 0, 1, 1) - (a * a);
        Var<T> rest = 1 - a;
        return (100 * (bend * bend)) + (rest * rest);
    }

    private static Var Valley(Var<double> x)
    {
        Var<double> a = Ops.Slice(x, 0, 0, 1);
        Var<double> b = Ops.Slice(x, 0, 1, 1);
        Var<double> bend = (b * b) - 1;
        return (a * a) + (bend * bend);
    }

    private static double OwnRosenbrock(NdArray<double> x, NdArray<double> gradient)
    {
        (double a, double b) = (x.AsReadOnlySpan()[0], x.AsReadOnlySpan()[1]);
        double bend = b - (a * a);
        gradient.AsWritableSpan()[0] = (-400 * a * bend) - (2 * (1 - a));
        gradient.AsWritableSpan()[1] = 200 * bend;
        return (100 * bend * bend) + ((1 - a) * (1 - a));
    }

    private static double Distance(NdArray<double> x, params double[] to) => to.Select((value, k) => Math.Abs(x.AsReadOnlySpan()[k] - value)).Max();

    private static void Refused(string part, Action action) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
