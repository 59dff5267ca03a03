using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>Initialisers: the variance that the papers ask for, limits, seeds.</summary>
public sealed class InitializerTests
{
    private const int FanIn = 300;
    private const int FanOut = 500;

    public static TheoryData<string, Initializer, double, bool> Cases => new()
    {
        { "Xavier uniform", Initializer.XavierUniform(), 2.0 / (FanIn + FanOut), true },
        { "Xavier normal", Initializer.XavierNormal(5.0 / 3), 25.0 / 9 * 2 / (FanIn + FanOut), false },
        { "He uniform", Initializer.HeUniform(), 2.0 / FanIn, true },
        { "He normal", Initializer.HeNormal(), 2.0 / FanIn, false },
        { "He normal, gain 1", Initializer.HeNormal(1), 1.0 / FanIn, false },
        { "uniform", Initializer.Uniform(0.3), 0.03, true },
        { "normal", Initializer.Normal(0.5), 0.25, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Numbers_have_mean_0_and_the_variance_of_the_paper(string name, Initializer initializer, double variance, bool isUniform)
    {
        using var compute = new Compute(threads: 1);
        using NdArray<float> array = NdArray.Empty<float>(new Shape(FanOut, FanIn));
        initializer.Fill(compute, array, FanIn, FanOut, new CounterRandom(1, 2));
        double[] values = [.. array.AsReadOnlySpan().ToArray().Select(value => (double)value)];
        double measured = values.Sum(value => value * value) / values.Length;
        Assert.True(Math.Abs(values.Average()) < 5 * Math.Sqrt(variance / values.Length), name);
        Assert.True(Math.Abs((measured / variance) - 1) < 0.02, $"{name}: {measured} and not {variance}");
        double limit = Math.Sqrt(3 * variance);
        if (isUniform) Assert.InRange(values.Max(Math.Abs), 0.99 * limit, 1.0001 * limit);
        else Assert.True(values.Max(Math.Abs) > 1.2 * limit, name);
        using NdArray<float> again = NdArray.Empty<float>(array.Shape);
        initializer.Fill(compute, again, FanIn, FanOut, new CounterRandom(1, 2));
        Assert.Equal(array.AsReadOnlySpan().ToArray(), again.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Layers_hand_on_how_many_inputs_an_output_has()
    {
        using var compute = new Compute(threads: 1);
        using var set = new ParameterSet(compute);
        _ = new Linear<double>(set, "linear", 100, 400, initializer: Initializer.HeNormal(1), seed: 1);
        _ = new Conv1d<double>(set, "lines", 40, 80, 5, groups: 4, initializer: Initializer.HeNormal(1), seed: 1);
        _ = new Conv2d<double>(set, "planes", 40, 80, (3, 5), groups: 4, initializer: Initializer.HeNormal(1), seed: 1);
        foreach ((string name, double fanIn) in new[] { ("linear", 100.0), ("lines", 50), ("planes", 150) })
        {
            Assert.Equal(1, fanIn * set.Get<double>($"{name}.weight").AsReadOnlySpan().ToArray().Average(value => value * value), 0.05);
        }

        // And how many outputs an input has.
        using var other = new ParameterSet(compute);
        _ = new Linear<double>(other, "linear", 100, 400, initializer: Initializer.XavierNormal(), seed: 1);
        _ = new Conv1d<double>(other, "lines", 40, 80, 5, groups: 4, initializer: Initializer.XavierNormal(), seed: 1);
        _ = new Conv2d<double>(other, "planes", 40, 80, (3, 5), groups: 4, initializer: Initializer.XavierNormal(), seed: 1);
        foreach ((string name, double fans) in new[] { ("linear", 500.0), ("lines", 150), ("planes", 450) })
        {
            Assert.Equal(1, fans / 2 * other.Get<double>($"{name}.weight").AsReadOnlySpan().ToArray().Average(value => value * value), 0.05);
        }
    }

    [Fact]
    public void Layers_of_one_seed_draw_different_numbers()
    {
        using var compute = new Compute(threads: 1);
        using var set = new ParameterSet(compute);
        _ = new Linear<double>(set, "a", 3, 4, seed: 1);
        _ = new Linear<double>(set, "b", 3, 4, seed: 1);
        Assert.NotEqual(set.Get<double>("a.weight").AsReadOnlySpan().ToArray(), set.Get<double>("b.weight").AsReadOnlySpan().ToArray());
        Assert.Equal(new double[4], set.Get<double>("a.bias").AsReadOnlySpan().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Linear<double>(set, "c", 3, 4, initializer: Initializer.Normal(-1)));
    }
}
