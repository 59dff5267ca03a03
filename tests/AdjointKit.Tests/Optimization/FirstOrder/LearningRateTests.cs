using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization.FirstOrder;

/// <summary>Schedules of learning rates, against those of torch.optim.lr_scheduler (1.13) at a rate of 0.4.</summary>
public sealed class LearningRateTests
{
    [Fact]
    public void Rates_are_those_of_torch()
    {
        Same(LearningRate.Constant(0.4), 0.4, 0.4, 0.4);
        Same(0.4, 0.4, 0.4, 0.4);
        Same(LearningRate.Step(0.4, 3, 0.5), 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1);
        Same(LearningRate.Exponential(0.4, 0.9), 0.4, 0.36, 0.324, 0.2916, 0.26244, 0.236196);
        Same(LearningRate.Cosine(0.4, 6, final: 0.1), 0.4, 0.37990381056766587, 0.325, 0.25, 0.175, 0.1200961894323342, 0.1, 0.1, 0.1);
        Same(LearningRate.Cosine(0.4, 9, warmUp: 3, final: 0.1), 0.1, 0.2, 0.3, 0.4, 0.37990381056766587, 0.325, 0.25, 0.175, 0.1200961894323342, 0.1, 0.1);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_a_sentence()
    {
        Refused("learning rate", () => LearningRate.Constant(-1));
        Refused("learning rate", () => LearningRate.Cosine(1, 10, final: double.NaN));
        Refused("every 0", () => LearningRate.Step(1, 0));
        Refused("factor", () => LearningRate.Exponential(1, 0));
        Refused("10 steps", () => LearningRate.Cosine(1, 10, warmUp: 10));
    }

    private static void Same(LearningRate rate, params double[] expected)
    {
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], rate.At(k), 1e-15);
    }

    private static void Refused(string part, Func<object> action) => Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
