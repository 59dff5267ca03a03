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

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        using NdArray<double> x = NdArray.From(1.5, -2, 0.25);
        using var tape = new Tape(compute);
        Var<double> start = tape.Input(x);
        Assert.Contains("rank 0", Assert.Throws<ArgumentException>(() => Optimizer.Unroll(Slope, start, new Adam(), start, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Beta1", Assert.Throws<ArgumentException>(() => Optimizer.Unroll(Slope, start, new Adam { Beta1 = 1 }, Rate(tape, 1), 1)).Message, StringComparison.Ordinal);
    }

    private static Var<double> Slope(Var<double> x) => (x * x * x) + (0.5 * x) - 1;

    private static Var<double> Rate(Tape tape, double rate) => tape.Filled(ElementType.Float64, default, rate).As<double>();
}
