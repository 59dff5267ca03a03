using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization.FirstOrder;

/// <summary>First-order steps on a tape: the iterates of the optimiser, and derivatives with respect to the first iterate and to the learning rate.</summary>
public sealed class UnrolledOptimizerTests : IDisposable
{
    private const int Steps = 4;

    private readonly Compute compute = new(threads: 1);

    public static TheoryData<UpdateRule> Rules => OptimizerTests.Rules;

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Rules))]
    public void Unrolled_steps_are_those_of_the_optimizer(UpdateRule rule)
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using var tape = new Tape(compute);
        Var<double> unrolled = Optimizer.Unroll(Slope, tape.Input(x), rule, Rate(tape, 0.05), Steps);
        using NdArray<double> moved = x.Copy();
        using NdArray<double> g = NdArray.Zeros<double>(3);
        using var optimizer = new Optimizer([moved], new OptimizerOptions { Rule = rule, LearningRate = 0.05 }, compute);
        for (int k = 0; k < Steps; k++)
        {
            using var at = new Tape(compute);
            compute.Backend.Copy(Slope(at.Input(moved.Copy())).Value, g);
            optimizer.Step(moved, g);
        }

        Assert.True(TestNumbers.Error(compute, unrolled.Value, moved) < 1e-14, $"{TestNumbers.Error(compute, unrolled.Value, moved)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Unrolled_steps_have_gradients(UpdateRule rule)
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using NdArray<double> rate = NdArray.From(0.05).Reshape();
        CheckResult ofStart = GradCheck.Run<double>($"{rule}", v => Optimizer.Unroll(Slope, v, rule, Rate(v.Tape, 0.05), Steps), x, compute: compute);
        Assert.True(ofStart.Passed, ofStart.ToString());
        CheckResult ofRate = GradCheck.Run<double>($"{rule}", v => Optimizer.Unroll(Slope, v.Tape.Constant(x), rule, v, Steps), rate, compute: compute);
        Assert.True(ofRate.Passed, ofRate.ToString());
        using NdArray<double> rates = NdArray.From(0.05, 0.02, 0.04, 0.03);
        CheckResult ofRates = GradCheck.Run<double>($"{rule}", v => Optimizer.Unroll(Slope, v.Tape.Constant(x), rule, v, Steps), rates, compute: compute);
        Assert.True(ofRates.Passed, ofRates.ToString());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_step_may_have_a_rate_of_its_own(UpdateRule rule)
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using var tape = new Tape(compute);
        var falling = LearningRate.Exponential(0.05, 0.7);
        double[] rates = [.. Enumerable.Range(0, Steps).Select(k => falling.At(k))];
        Var<double> unrolled = Optimizer.Unroll(Slope, tape.Input(x), rule, tape.Input(NdArray.From(rates)), Steps);
        using NdArray<double> moved = x.Copy();
        using NdArray<double> g = NdArray.Zeros<double>(3);
        using var optimizer = new Optimizer([moved], new OptimizerOptions { Rule = rule, LearningRate = falling }, compute);
        for (int k = 0; k < Steps; k++)
        {
            using var at = new Tape(compute);
            compute.Backend.Copy(Slope(at.Input(moved.Copy())).Value, g);
            optimizer.Step(moved, g);
        }

        Assert.True(TestNumbers.Error(compute, unrolled.Value, moved) < 1e-14, $"{TestNumbers.Error(compute, unrolled.Value, moved)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rates_of_each_step_and_of_each_element_are_differentiated(UpdateRule rule)
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using NdArray<double> each = NdArray.Fill<double>(Steps, 3, (step, element) => 0.03 + (0.01 * step) + (0.005 * element));
        using NdArray<double> some = each.Slice(1, 0, 1).Copy().Reshape(Steps);
        foreach (NdArray<double> rates in (NdArray<double>[])[some, each])
        {
            CheckResult check = GradCheck.Run<double>($"{rule}", v => Optimizer.Unroll(Slope, v.Tape.Constant(x), rule, v, Steps), rates, compute: compute);
            Assert.True(check.Passed, check.ToString());
        }

        // The same rate everywhere is that rate.
        using var tape = new Tape(compute);
        using NdArray<double> alike = NdArray.Fill<double>(Steps, 3, (_, _) => 0.05);
        Var<double> expected = Optimizer.Unroll(Slope, tape.Constant(x), rule, Rate(tape, 0.05), Steps);
        Var<double> found = Optimizer.Unroll(Slope, tape.Constant(x), rule, tape.Constant(alike), Steps);
        Assert.Equal(expected.Value.AsReadOnlySpan().ToArray(), found.Value.AsReadOnlySpan().ToArray());
    }

    /// <summary>As many steps as there are curvatures, each the reciprocal of one, end in the minimum.</summary>
    [Fact]
    public void Learned_rates_are_the_reciprocals_of_the_curvatures()
    {
        using NdArray<double> curvature = NdArray.From(1.0, 2, 5);
        using NdArray<double> x = NdArray.From(1.0, -1, 1);
        using NdArray<double> start = NdArray.From(0.3, 0.35, 0.4);
        Var Loss(Var<double> rates) => Ops.HalfSquaredNorm(Optimizer.Unroll(v => v * v.Tape.Constant(curvature), rates.Tape.Constant(x), new Sgd(), rates, 3));
        using NdArray<double> found = Minimizer.Minimize<double>(Loss, start, options: new MinimizerOptions { Stopping = new StoppingRule { AbsoluteTolerance = 1e-12 } }, compute: compute).Solution;
        double[] reciprocals = [.. found.AsReadOnlySpan().ToArray().Select(rate => 1 / rate).Order()];
        Assert.Equal([1, 2, 5], reciprocals.Select(value => Math.Round(value, 4)));
    }

    /// <summary>
    /// Chebyshev steps have the smallest worst case over curvatures from m to L, |x_K| at most |x_0| / T_K((L + m) / (L - m)). Steps that were learned on problems with curvatures spread evenly there do better on others like them, on
    /// average, than Chebyshev's, and than that bound.
    /// </summary>
    [Fact]
    public void Learned_rates_beat_those_of_Chebyshev_on_their_distribution()
    {
        const int Count = 8;
        const double Smallest = 1;
        const double Largest = 20;
        double[] chebyshev = [.. Enumerable.Range(0, Count).Select(k => 2 / (Largest + Smallest + ((Largest - Smallest) * Math.Cos(Math.PI * ((2 * k) + 1) / (2 * Count)))))];

        // Steps that are all alike have derivatives that are all alike, and would stay so.
        using NdArray<double> start = NdArray.From([.. Enumerable.Range(0, Count).Select(k => 1 / (Smallest + ((Largest - Smallest) * (k + 0.5) / Count)))]);
        using NdArray<double> learned = Minimizer.Minimize<double>(rates => Error(rates, 1), start, compute: compute).Solution;
        double bound = Math.Pow(1 / Math.Cosh(Count * Math.Acosh((Largest + Smallest) / (Largest - Smallest))), 2);
        double best = On(learned);
        double theirs = On(NdArray.From(chebyshev));
        Assert.True(best < 0.9 * theirs && theirs < bound, $"{best} {theirs} {bound}");

        Var Error(Var<double> rates, ulong seed)
        {
            Tape tape = rates.Tape;
            NdArray<double> curvature = NdArray.Empty<double>(new Shape(400, 10));
            NdArray<double> x = NdArray.Empty<double>(new Shape(400, 10));
            new CounterRandom(seed).FillUniform(curvature);
            new CounterRandom(seed, 1).FillNormal(x);
            compute.Backend.Affine(Largest - Smallest, curvature, Smallest, curvature);
            Var<double> first = tape.Constant(x);
            Var<double> last = Optimizer.Unroll(v => v * tape.Constant(curvature), first, new Sgd(), rates, Count);
            return Ops.Mean(Ops.Sum(last * last, 1) / Ops.Sum(first * first, 1));
        }

        double On(NdArray<double> rates) => Gradient.Of<double>(v => Error(v, 2), rates, compute).Value;
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using var tape = new Tape(compute);
        Var<double> start = tape.Input(x);
        Assert.Contains("rank 0", Assert.Throws<ArgumentException>(() => Optimizer.Unroll(Slope, start, new Adam(), start, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("(4) for each step, or of shape (4, 3)", Assert.Throws<ArgumentException>(() => Optimizer.Unroll(Slope, start, new Adam(), start, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("Beta1", Assert.Throws<ArgumentException>(() => Optimizer.Unroll(Slope, start, new Adam { Beta1 = 1 }, Rate(tape, 1), 1)).Message, StringComparison.Ordinal);
    }

    private static Var<double> Slope(Var<double> x) => (x * x * x) + (0.5 * x) - 1;

    private static Var<double> Rate(Tape tape, double rate) => tape.Filled(ElementType.Float64, default, rate).As<double>();
}
