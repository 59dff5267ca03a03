using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Convolution;

public sealed class ConvolutionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    /// <summary>Random sizes, short and long lines, against the definition: the values, and both adjoints through sums with random weights.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_convolution_and_its_adjoints_are_what_the_definition_says(int seed)
    {
        Sizes s = Sizes.Random(seed);
        NdArray<double> x = Normal(1, s.Samples, s.Groups * s.Inputs, s.Y.Length, s.X.Length);
        NdArray<double> k = Normal(2, s.Groups * s.Outputs, s.Inputs, s.Y.Taps, s.X.Taps);
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        Var<double> input = tape.Input(x);
        Var<double> kernel = tape.Input(k);
        Var<double> y = Ops.Convolution2d(input, kernel, stride: (s.Y.Stride, s.X.Stride), padding: (s.Y.Padding, s.X.Padding), dilation: (s.Y.Dilation, s.X.Dilation), groups: s.Groups);
        NdArray<double> w = Normal(3, s.Samples, s.Groups * s.Outputs, y.Shape[2], y.Shape[3]);
        tape.Backward(Ops.Sum(y * tape.Constant(w)));
        (NdArray<double> toX, NdArray<double> toK) = (tape.Gradient(input), tape.Gradient(kernel));
        NdArray<double> expectedY = NdArray.Zeros<double>(y.Shape);
        NdArray<double> expectedX = NdArray.Zeros<double>(x.Shape);
        NdArray<double> expectedK = NdArray.Zeros<double>(k.Shape);
        s.ForEachProduct(y.Shape, (at, from, tap) =>
        {
            expectedY[at] += x[from] * k[tap];
            expectedX[from] += w[at] * k[tap];
            expectedK[tap] += w[at] * x[from];
        });
        AssertClose(expectedY, y.Value);
        AssertClose(expectedX, toX);
        AssertClose(expectedK, toK);

        // The transposed op is the adjoint, to the size of x.
        static nint More(WindowSizes axis) => (axis.Length + (2 * axis.Padding) - (axis.Dilation * (axis.Taps - 1)) - 1) % axis.Stride;
        Var<double> transposed = Ops.TransposedConvolution2d(tape.Constant(w), tape.Constant(k), default, (s.Y.Stride, s.X.Stride), (s.Y.Padding, s.X.Padding), (s.Y.Dilation, s.X.Dilation), s.Groups, (More(s.Y), More(s.X)));
        AssertClose(expectedX, transposed.Value);
    }

    /// <summary>Planes of more windows than columns are made at a time, and lines of so many.</summary>
    [Theory]
    [InlineData(2, 40, 300)]
    [InlineData(70, 9, 11)]
    [InlineData(1, 3, 9000)]
    public void Results_do_not_depend_on_threads_nor_on_how_windows_are_cut(int samples, int height, int width)
    {
        NdArray<double> x = Normal(1, samples, 3, height, width);
        NdArray<double> k = Normal(2, 4, 3, 3, 3);
        NdArray<double>[] one = Run(x, k, threads: 1);
        NdArray<double>[] three = Run(x, k, threads: 3);
        for (int part = 0; part < one.Length; part++) Assert.True(one[part].AsReadOnlySpan().SequenceEqual(three[part].AsReadOnlySpan()));

        // The last row of the last sample by itself.
        nint row = height - 1;
        NdArray<double> y = one[0];
        double sum = 0;
        for (nint c = 0; c < 3; c++)
        {
            for (nint p = 0; p < 2; p++)
            {
                for (nint q = 0; q < 3; q++) sum += k[3, c, p, q] * x[samples - 1, c, row + p - 1, 5 + q - 1];
            }
        }

        Assert.Equal(sum, y[samples - 1, 3, row, 5], 1e-12);
    }

    [Fact]
    public void Nothing_gives_nothing()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Input(NdArray.Zeros<double>(0, 2, 5, 5));
        Var<double> k = tape.Input(Normal(1, 3, 2, 3, 3));
        Var<double> y = Ops.Convolution2d(x, k);
        tape.Backward(Ops.Sum(y));
        Assert.Equal(new Shape(0, 3, 3, 3), y.Shape);
        Assert.Equal(0, tape.Compute.Backend.MaxAbs(tape.Gradient(k)));
    }

    [Fact]
    public void Bad_shapes_are_named()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Input(Normal(1, 2, 4, 5, 6));
        Var<double> k = tape.Input(Normal(2, 6, 2, 3, 3));
        Assert.Contains("(6, 2, 3, 3)", Assert.Throws<ArgumentException>(() => Ops.Convolution2d(x, k)).Message, StringComparison.Ordinal);
        Assert.Contains("equal groups", Assert.Throws<ArgumentException>(() => Ops.Convolution2d(Ops.Slice(x, 1, 0, 4), tape.Input(Normal(1, 3, 2, 3, 3)), groups: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => Ops.Convolution2d(x, k, groups: 2, dilation: (3, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("bias", Assert.Throws<ArgumentException>(() => Ops.Convolution2d(x, k, Ops.Slice(Ops.Reshape(x, 240), 0, 0, 5), groups: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("less than the strides", Assert.Throws<ArgumentException>(() => Ops.TransposedConvolution2d(x, tape.Input(Normal(2, 4, 2, 3, 3)), stride: (2, 2), more: (2, 0))).Message, StringComparison.Ordinal);
    }

    private static NdArray<double>[] Run(NdArray<double> x, NdArray<double> k, int threads)
    {
        using var compute = new Compute(threads);
        (double _, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.HalfSquaredNorm(Ops.Convolution2d(v[0], v[1], padding: (1, 1))), [x, k], compute);
        using var tape = new Tape(compute);
        return [Ops.Convolution2d(tape.Constant(x), tape.Constant(k), padding: (1, 1)).Value.Copy(), .. gradients];
    }

    private static NdArray<double> Normal(ulong seed, params ReadOnlySpan<nint> lengths)
    {
        NdArray<double> array = NdArray.Zeros<double>(lengths);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    private static void AssertClose(NdArray<double> expected, NdArray<double> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int j = 0; j < expected.Count; j++) Assert.Equal(expected.AsReadOnlySpan()[j], actual.AsReadOnlySpan()[j], 1e-12);
    }

    private readonly record struct WindowSizes(nint Length, nint Taps, nint Stride, nint Padding, nint Dilation)
    {
        internal static WindowSizes Random(Random random, int seed)
        {
            (nint taps, nint dilation, nint padding) = (random.Next(1, 4), random.Next(1, 4), random.Next(0, 4));
            nint shortest = Math.Max(1, (dilation * (taps - 1)) + 1 - (2 * padding));
            nint more = random.Next(0, seed % 2 == 0 ? 7 : 40);
            nint stride = random.Next(1, 4);

            // Every fourth with windows one element apart and lines that fill registers.
            return new WindowSizes(shortest + more, taps, seed % 4 == 1 ? 1 : stride, padding, dilation);
        }
    }

    private sealed record Sizes(nint Samples, nint Groups, nint Inputs, nint Outputs, WindowSizes Y, WindowSizes X)
    {
        internal static Sizes Random(int seed)
        {
            var random = new Random(seed);
            return new Sizes(random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), WindowSizes.Random(random, seed), WindowSizes.Random(random, seed));
        }

        /// <summary>Every product of the definition: the places of the result, of the element and of the tap.</summary>
        internal void ForEachProduct(Shape result, Action<nint[], nint[], nint[]> act)
        {
            for (nint n = 0; n < Samples; n++)
            {
                for (nint o = 0; o < Groups * Outputs; o++)
                {
                    for (nint c = 0; c < Inputs; c++)
                    {
                        for (nint row = 0; row < result[2]; row++)
                        {
                            for (nint column = 0; column < result[3]; column++) ForEachTap(n, o, c, row, column, act);
                        }
                    }
                }
            }
        }

        private void ForEachTap(nint n, nint o, nint c, nint row, nint column, Action<nint[], nint[], nint[]> act)
        {
            for (nint p = 0; p < Y.Taps; p++)
            {
                for (nint q = 0; q < X.Taps; q++)
                {
                    (nint y, nint x) = ((row * Y.Stride) + (p * Y.Dilation) - Y.Padding, (column * X.Stride) + (q * X.Dilation) - X.Padding);
                    if (y < 0 || y >= Y.Length || x < 0 || x >= X.Length) continue;
                    act([n, o, row, column], [n, (o / Outputs * Inputs) + c, y, x], [o, c, p, q]);
                }
            }
        }
    }
}
