using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Nn.LearnedOptimizers;

/// <summary>Small networks as problems: their loss in plain loops, their gradient against differences, batches by problem and step.</summary>
public sealed class PerceptronProblemsTests : IDisposable
{
    private const int Samples = 7;
    private const int Inputs = 3;
    private const int Hidden = 4;
    private const int Classes = 2;

    private readonly Compute compute = new(threads: 1);
    private readonly NdArray<double> samples = LayerCheck.Normal(new Shape(Samples, Inputs), 1);
    private readonly NdArray<long> labels = NdArray.From(0L, 1, 1, 0, 1, 0, 0);

    public void Dispose()
    {
        samples.Dispose();
        labels.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void The_loss_is_the_mean_cross_entropy_of_the_batch()
    {
        // All samples the same, so that every batch is.
        using NdArray<double> one = NdArray.Fill<double>(Samples, Inputs, (_, input) => 0.5 - input);
        using NdArray<long> label = NdArray.From(Enumerable.Repeat(1L, Samples).ToArray());
        using var problems = new PerceptronProblems<double>(compute, 2, one, label, Classes, Hidden, batch: 5, seed: 3, startDeviation: 1);
        using NdArray<double> x = NdArray.Empty<double>(problems.Shape);
        problems.Draw(4, x);
        using var tape = new Tape(compute);
        double[] losses = problems.Losses(tape.Constant(x), 0).Value.AsReadOnlySpan().ToArray();
        for (int problem = 0; problem < 2; problem++)
        {
            int at = 0;
            double[,] w1 = new double[Hidden, Inputs];
            for (int k = 0; k < Hidden * Inputs; k++) w1[k / Inputs, k % Inputs] = x[problem, at++];
            double[] active = new double[Hidden];
            for (int k = 0; k < Hidden; k++) active[k] = 1 / (1 + Math.Exp(-(Enumerable.Range(0, Inputs).Sum(input => w1[k, input] * (0.5 - input)) + x[problem, at + k])));
            at += Hidden;
            double[] logits = [.. Enumerable.Range(0, Classes).Select(c => Enumerable.Range(0, Hidden).Sum(k => x[problem, at + (c * Hidden) + k] * active[k]) + x[problem, at + (Classes * Hidden) + c])];
            Assert.Equal(Math.Log(Math.Exp(logits[0]) + Math.Exp(logits[1])) - logits[1], losses[problem], 1e-13);
        }
    }

    [Fact]
    public void Batches_are_those_of_problem_and_step_and_losses_have_gradients()
    {
        using var many = new PerceptronProblems<double>(compute, 2, samples, labels, Classes, Hidden, batch: 5, seed: 3);
        using var one = new PerceptronProblems<double>(compute, 1, samples, labels, Classes, Hidden, batch: 5, seed: 3);
        using NdArray<double> x = NdArray.Empty<double>(many.Shape);
        using NdArray<double> y = NdArray.Empty<double>(one.Shape);
        many.Draw(8, x);
        one.Draw(9, y);
        using var tape = new Tape(compute);
        double second = many.Losses(tape.Constant(x), 2).Value[1];
        Assert.Equal(second, one.Losses(tape.Constant(y), 2).Value[0]);
        Assert.NotEqual(second, one.Losses(tape.Constant(y), 3).Value[0]);
        CheckResult check = GradCheck.Run<double>("perceptron", v => Ops.Sum(many.Losses(v, 2)), x, compute: compute);
        Assert.True(check.Passed, $"{check}");
    }
}
