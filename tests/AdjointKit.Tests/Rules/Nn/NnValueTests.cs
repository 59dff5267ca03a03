using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Nn;

/// <summary>Softmax, normalisation and losses against their formulas, and where floating point is in danger.</summary>
public sealed class NnValueTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);
    private readonly Tape tape;

    public NnValueTests() => tape = new Tape(compute);

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void Softmax_of_large_and_infinite_numbers()
    {
        Var<double> x = tape.Constant(NdArray.From(new[,] { { 1000.0, 1000, double.NegativeInfinity }, { -2000, -1000, -1000 } }));
        Assert.Equal([0.5, 0.5, 0, 0, 0.5, 0.5], Ops.Softmax(x).Value.AsReadOnlySpan().ToArray());
        Assert.Equal(-1000 - Math.Log(2), Ops.LogSoftmax(x).Value[1, 0], 1e-12);
    }

    [Fact]
    public void Cross_entropy_names_a_wrong_label()
    {
        Var<double> logits = tape.Constant(NdArray.Zeros<double>(3, 4));
        Assert.Equal(Math.Log(4), Ops.CrossEntropy(logits, NdArray.From<long>(0, 3, 1)).Value[[]], 1e-15);
        Assert.Equal(3 * Math.Log(4), Ops.CrossEntropy(logits, NdArray.From<long>(0, 3, 1), LossReduction.Sum).Value[[]], 1e-14);
        Assert.StartsWith("take: index 4 at place (1, 0) of the indices is outside axis 1 of length 4", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.CrossEntropy(logits, NdArray.From<long>(0, 4, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("labels of shape (2,) do not fit logits of shape (3, 4)", Assert.Throws<ArgumentException>(() => Ops.CrossEntropy(logits, NdArray.From<long>(0, 1))).Message);
    }

    /// <summary>Lines of any length against sorting; and a line whose largest magnitudes are equal: none of them stands above the one that does not pass.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(9, 8)]
    [InlineData(500, 0)]
    [InlineData(500, 31)]
    [InlineData(503, 400)]
    public void Support_threshold_against_sorting(int length, int passing)
    {
        NdArray<double> v = NdArray.Empty<double>(new Shape(4, length));
        new CounterRandom(5).FillNormal(v);
        NdArray<double> thresholds = NdArray.From(new[,] { { 0.3 }, { 1.1 }, { 0 }, { -0.2 } });
        ReadOnlySpan<double> y = Ops.SupportThreshold(tape.Constant(v), tape.Constant(thresholds), passing).Value.AsReadOnlySpan();
        for (int line = 0; line < 4; line++)
        {
            double theta = thresholds[line, 0];
            double limit = Enumerable.Range(0, length).Select(k => Math.Abs(v[line, k])).OrderDescending().ElementAt(passing);
            for (int k = 0; k < length; k++)
            {
                double x = v[line, k];
                double expected = Math.Abs(x) > limit && Math.Abs(x) > theta ? x : Math.Abs(x) > theta ? x - (Math.Sign(x) * theta) : 0;
                Assert.Equal(expected, y[(line * length) + k]);
            }
        }
    }

    [Fact]
    public void Support_threshold_of_equal_and_undefined_numbers()
    {
        Var<double> v = tape.Constant(NdArray.From(new[,] { { 2.0, -2, 2, 0.5, double.NaN } }));
        double[] y = Ops.SupportThreshold(v, tape.Constant(NdArray.From(0.75)), 2).Value.AsReadOnlySpan().ToArray();
        Assert.Equal([1.25, -1.25, 1.25, 0, double.NaN], y);
        Assert.Contains("is not one number for each line", Assert.Throws<ArgumentException>(() => Ops.SupportThreshold(v, v, 1)).Message);
        Assert.Contains("0 to 4 may pass", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.SupportThreshold(v, tape.Constant(NdArray.From(0.75)), 5)).Message);
    }

    [Fact]
    public void Support_threshold_of_infinite_numbers_and_by_undefined_thresholds()
    {
        Var<double> v = tape.Constant(NdArray.From(new[,] { { double.PositiveInfinity, 2, -0.5 }, { 2, double.NegativeInfinity, 4 }, { 2, -3, 0 }, { 2, -3, 0 } }));
        double[] y = Ops.SupportThreshold(v, tape.Constant(NdArray.From(new[,] { { 1.0 }, { double.PositiveInfinity }, { double.NaN }, { double.NegativeInfinity } })), 1).Value.AsReadOnlySpan().ToArray();
        Assert.Equal([double.PositiveInfinity, 1, 0, 0, 0, 0], y[..6]);
        Assert.All(y[6..], number => Assert.False(double.IsFinite(number)));
    }

    [Fact]
    public void Binary_cross_entropy_of_large_logits()
    {
        Var<double> logits = tape.Constant(NdArray.From(1000.0, -1000, 0, 1000));
        Var<double> targets = tape.Constant(NdArray.From(1.0, 0, 1, 0));
        Assert.Equal(1000 + Math.Log(2), Ops.BinaryCrossEntropyWithLogits(logits, targets, LossReduction.Sum).Value[[]], 1e-12);
    }

    [Fact]
    public void Layer_norm_has_mean_bias_and_deviation_gain()
    {
        NdArray<double> x = NdArray.Empty<double>(new Shape(5, 64));
        new CounterRandom(3).FillNormal(x);
        Var<double> y = Ops.LayerNorm(tape.Constant(x) * 7 + 100, tape.Constant(Full(64, 2)), tape.Constant(Full(64, 3)), epsilon: 0);
        foreach (double mean in Ops.Mean(y, 1).Value.AsReadOnlySpan()) Assert.Equal(3, mean, 1e-12);
        foreach (double deviation in Ops.StandardDeviation(y, 1).Value.AsReadOnlySpan()) Assert.Equal(2, deviation, 1e-12);
        Assert.Contains("a gain of shape (3,) does not fit the axes (64,)", Assert.Throws<ArgumentException>(() => Ops.LayerNorm(tape.Constant(x), tape.Constant(Full(3, 1)))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.LayerNorm(tape.Constant(x), axes: 3));
    }

    [Fact]
    public void Losses_of_residuals()
    {
        Var<double> a = tape.Constant(NdArray.From(0.0, 1, 2, 3));
        Var<double> b = tape.Constant(NdArray.From(0.5, 1, 0, 6));
        Assert.Equal((0.25 + 4 + 9) / 4, Ops.MeanSquaredError(a, b).Value[[]], 1e-15);
        Assert.Equal(5.5, Ops.MeanAbsoluteError(a, b, LossReduction.Sum).Value[[]], 1e-15);
        Assert.Equal((0.125 + 1.5 + 2.5) / 4, Ops.Huber(a, b).Value[[]], 1e-15);
        Assert.Throws<ArgumentException>(() => Ops.MeanSquaredError(a, b[..1]));
    }

    [Fact]
    public void One_hot_lines()
    {
        Var<float> lines = Ops.OneHot<float>(tape.Constant(NdArray.From(new long[,] { { 2, 0 } })), 3);
        Assert.Equal(new Shape(1, 2, 3), lines.Shape);
        Assert.Equal([0f, 0, 1, 1, 0, 0], lines.Value.AsReadOnlySpan().ToArray());
    }

    private static NdArray<double> Full(int length, double value) => NdArray.From<double>([.. Enumerable.Repeat(value, length)]);
}
