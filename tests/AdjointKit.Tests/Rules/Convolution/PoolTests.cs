using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Convolution;

public sealed class PoolTests
{
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    public void Pools_are_what_their_definitions_say(int size, int stride, int padding)
    {
        using var tape = new Tape(new Compute(threads: 2));
        NdArray<double> values = NdArray.Zeros<double>(2, 7, 9);
        new CounterRandom(1).FillNormal(values);
        Var<double> x = tape.Input(values);
        Var<double> largest = Ops.MaxPool2d(x, (size, size), (stride, stride), (padding, padding));
        Var<double> mean = Ops.AvgPool2d(x, (size, size), (stride, stride), (padding, padding));
        Assert.Equal(new Shape(2, ((7 + (2 * padding) - size) / stride) + 1, ((9 + (2 * padding) - size) / stride) + 1), largest.Shape);
        for (nint plane = 0; plane < 2; plane++)
        {
            for (nint row = 0; row < largest.Shape[1]; row++)
            {
                for (nint column = 0; column < largest.Shape[2]; column++)
                {
                    double[] window = [.. Window(values, plane, (row * stride) - padding, (column * stride) - padding, size)];
                    Assert.Equal(window.Max(), largest.Value[plane, row, column]);
                    Assert.Equal(window.Sum() / (size * size), mean.Value[plane, row, column], 1e-14);
                }
            }
        }
    }

    [Fact]
    public void Of_equal_elements_the_first_takes_the_sensitivity()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Input(NdArray.From(new double[,] { { 1, 2, 2, 0 }, { 2, 2, 0, 2 } }));
        tape.Backward(Ops.Sum(Ops.MaxPool2d(x, (2, 2))));
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 0], tape.Gradient(x).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_window_with_no_number_has_no_largest()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<float> x = tape.Input(NdArray.From(new float[] { 1, float.NaN, 2, 5, 3, 4 }));
        float[] largest = Ops.MaxPool1d(x, 3).Value.AsReadOnlySpan().ToArray();
        Assert.Equal([float.NaN, 5], largest);
    }

    [Fact]
    public void Many_planes_have_the_same_bits_on_several_threads()
    {
        NdArray<float> values = NdArray.Zeros<float>(13, 64, 65);
        new CounterRandom(1).FillNormal(values);
        NdArray<float>[] results = [.. new[] { 1, 3 }.Select(threads =>
        {
            using var compute = new Compute(threads);
            return Gradient.Of<float>(x => Ops.HalfSquaredNorm(Ops.MaxPool2d(x, (3, 3), (2, 2), (1, 1))), values, compute).Gradient;
        })];
        Assert.True(results[0].AsReadOnlySpan().SequenceEqual(results[1].AsReadOnlySpan()));
    }

    [Fact]
    public void Bad_windows_are_named()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Input(NdArray.Zeros<double>(3, 4));
        Assert.Contains("less than the window", Assert.Throws<ArgumentException>(() => Ops.MaxPool2d(x, (2, 2), padding: (2, 0))).Message, StringComparison.Ordinal);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => Ops.AvgPool1d(x, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => Ops.MaxPool2d(Ops.Reshape(Ops.Slice(x, 1, 0, 1), 3), (1, 1))).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<double> Window(NdArray<double> x, nint plane, nint top, nint left, int size)
    {
        for (nint i = Math.Max(0, top); i < Math.Min(7, top + size); i++)
        {
            for (nint j = Math.Max(0, left); j < Math.Min(9, left + size); j++) yield return x[plane, i, j];
        }
    }
}
