using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Interpolation;

public sealed class FiniteDifferenceTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Differences_are_exact_for_polynomials_of_their_degree(int accuracy)
    {
        const double Spacing = 0.1;
        const int Middle = 20;
        NdArray<double> samples = NdArray.Zeros<double>(2 * Middle + 1);
        for (int k = 0; k < samples.Count; k++) samples[k] = Math.Pow(1 + ((k - Middle) * Spacing), accuracy);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Constant(samples);
        Assert.Equal(accuracy, Ops.FiniteDifference(x, 0, 1, accuracy, Spacing).Value[Middle], 1e-9);
        Assert.Equal(accuracy * (accuracy - 1), Ops.FiniteDifference(x, 0, 2, accuracy, Spacing).Value[Middle], 1e-8);
    }

    [Fact]
    public void Known_weights_and_zeros_beyond_the_ends()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> pulse = tape.Constant(NdArray.From(new double[] { 0, 0, 1, 0, 0, 0 }));
        AssertClose([-1.0 / 12, 8.0 / 12, 0, -8.0 / 12, 1.0 / 12, 0], Ops.FiniteDifference(pulse, accuracy: 4));
        AssertClose([-1.0 / 12, 16.0 / 12, -30.0 / 12, 16.0 / 12, -1.0 / 12, 0], Ops.FiniteDifference(pulse, derivative: 2, accuracy: 4));
        Var<double> ones = tape.Constant(NdArray.From(new double[] { 1, 1, 1 }));
        AssertClose([0.5, 0, -0.5], Ops.FiniteDifference(ones));
        AssertClose([-4, 0, -4], Ops.FiniteDifference(ones, derivative: 2, spacing: 0.5));
        AssertClose([-0.25, 0, -0.25], Ops.Laplacian(ones, 2, 2));
        Var<double> plane = tape.Constant(NdArray.From(new double[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0 } }));
        AssertClose([0, 1, 0, 4, -10, 4, 0, 1, 0], Ops.Laplacian(plane, 2, 1, 0.5));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Constant(NdArray.Zeros<double>(4));
        Assert.Contains("apply it again", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.FiniteDifference(x, derivative: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("even order", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.FiniteDifference(x, accuracy: 3)).Message, StringComparison.Ordinal);
        Assert.Contains("positive", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.FiniteDifference(x, spacing: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("(4,)", Assert.Throws<ArgumentException>(() => Ops.Laplacian(x, 2, 1, 1)).Message, StringComparison.Ordinal);
    }

    private static void AssertClose(double[] expected, Var<double> actual)
    {
        Assert.Equal(expected.Length, (int)actual.Value.Count);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual.Value.AsReadOnlySpan()[k], 1e-14);
    }
}
