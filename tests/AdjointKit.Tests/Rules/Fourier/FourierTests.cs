using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Fourier;

/// <summary>Values against the sums that define them.</summary>
public sealed class FourierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(34)]
    public void Transforms_along_any_axis_are_the_sums_that_define_them(int n)
    {
        using var tape = new Tape(new Compute(threads: 1));
        NdArray<Complex> x = Normal<Complex>(1, 3, n, 2);
        Var<Complex> forward = Ops.Fft(tape.Constant(x), 1);
        Var<Complex> inverse = Ops.InverseFft(tape.Constant(x), -2);
        Var<Complex> real = Ops.RealFft(Ops.Real(tape.Constant(x)), 1);
        for (nint a = 0; a < 3; a++)
        {
            for (nint b = 0; b < 2; b++)
            {
                for (nint k = 0; k < n; k++)
                {
                    (Complex sum, Complex back, Complex ofReal) = (0, 0, 0);
                    for (nint j = 0; j < n; j++)
                    {
                        Complex wave = Complex.FromPolarCoordinates(1, -2 * Math.PI * (j * k % n) / n);
                        sum += x[a, j, b] * wave;
                        back += x[a, j, b] * Complex.Conjugate(wave) / n;
                        ofReal += x[a, j, b].Real * wave;
                    }

                    AssertClose(sum, forward.Value[a, k, b]);
                    AssertClose(back, inverse.Value[a, k, b]);
                    if (k <= n / 2) AssertClose(ofReal, real.Value[a, k, b]);
                }
            }
        }

        AssertClose(Ops.Real(tape.Constant(x)).Value, Ops.InverseRealFft(real, n, 1).Value, 1e-13);
    }

    [Fact]
    public void Transforms_over_grids_are_transforms_along_their_axes()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> x = tape.Constant(Normal<Complex>(1, 2, 3, 4, 5));
        AssertClose(Ops.Fft(Ops.Fft(x, 3), 2).Value, Ops.Fft2(x).Value, 1e-13);
        AssertClose(Ops.InverseFft(Ops.InverseFft(x, 3), 2).Value, Ops.InverseFft2(x).Value, 1e-13);
        AssertClose(Ops.Fft(Ops.Fft2(x), 1).Value, Ops.Fft3(x).Value, 1e-13);
        AssertClose(x.Value, Ops.InverseFft3(Ops.Fft3(x)).Value, 1e-13);
        Var<double> real = Ops.Real(x);
        AssertClose(Ops.Slice(Ops.Fft2(Ops.ToComplex(real)), 3, 0, 3).Value, Ops.RealFft2(real).Value, 1e-13);
        AssertClose(Ops.Slice(Ops.Fft3(Ops.ToComplex(real)), 3, 0, 3).Value, Ops.RealFft3(real).Value, 1e-13);
        AssertClose(real.Value, Ops.InverseRealFft2(Ops.RealFft2(real), 5).Value, 1e-13);
        AssertClose(real.Value, Ops.InverseRealFft3(Ops.RealFft3(real), 5).Value, 1e-13);
    }

    [Fact]
    public void A_filter_is_a_transform_a_product_and_a_transform_back()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> x = tape.Constant(Normal<Complex>(1, 3, 6, 5));
        Var<Complex> h = tape.Constant(Normal<Complex>(2, 6, 5));
        AssertClose(Ops.InverseFft2(Ops.Fft2(x) * h).Value, Ops.FourierFilter(x, h).Value, 1e-14);
        Var<Complex> turned = Ops.Transpose(x, 0, 2, 1);
        AssertClose(Ops.InverseFft2(Ops.Fft2(turned) * Ops.Transpose(h)).Value, Ops.FourierFilter(turned, Ops.Transpose(h)).Value, 1e-14);
        Var<Complex> line = Ops.Reshape(Ops.Slice(h, 0, 1, 1), 5);
        AssertClose(Ops.InverseFft(Ops.Fft(x) * line).Value, Ops.FourierFilter(x, line).Value, 1e-14);
    }

    [Fact]
    public void Shifts_bring_frequency_zero_to_the_middle_and_back()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> even = tape.Constant(NdArray.From(new double[] { 0, 1, -2, -1 }));
        Var<double> odd = tape.Constant(NdArray.From(new double[] { 0, 1, 2, -2, -1 }));
        Assert.Equal([-2, -1, 0, 1], Ops.FftShift(even).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([-2, -1, 0, 1, 2], Ops.FftShift(odd).Value.AsReadOnlySpan().ToArray());
        Assert.Equal(odd.Value.AsReadOnlySpan().ToArray(), Ops.InverseFftShift(Ops.FftShift(odd)).Value.AsReadOnlySpan().ToArray());
        Var<double> grid = tape.Constant(Normal<double>(1, 3, 4));
        AssertClose(Ops.Roll(Ops.Roll(grid, 1, 0), 2, 1).Value, Ops.FftShift(grid).Value, 0);
        AssertClose(Ops.Roll(grid, -2, 1).Value, Ops.FftShift(grid, -1).Value, 0);
    }

    [Fact]
    public void Single_precision_works_alike()
    {
        using var tape = new Tape(new Compute(threads: 1));
        NdArray<float> x = Normal<float>(1, 4, 9);
        Var<float> input = tape.Input(x);
        tape.Backward(Ops.HalfSquaredNorm(Ops.InverseRealFft(Ops.RealFft(input), 9)));
        NdArray<float> gradient = tape.Gradient(input);
        for (int j = 0; j < x.Count; j++) Assert.Equal(x.AsReadOnlySpan()[j], gradient.AsReadOnlySpan()[j], 1e-5f);
    }

    [Fact]
    public void Bad_operands_are_named()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> empty = tape.Constant(NdArray.Zeros<Complex>(3, 0));
        foreach (Func<Var> call in (Func<Var>[])[() => Ops.Fft(empty), () => Ops.Fft2(empty), () => Ops.RealFft(Ops.Real(empty))])
        {
            Assert.Contains("along axis 1 of an array of shape (3, 0)", Assert.Throws<ArgumentException>(() => { _ = call(); }).Message, StringComparison.Ordinal);
        }

        Var<double> real = tape.Input(Normal<double>(1, 3, 4));
        Var<Complex> z = tape.Input(Normal<Complex>(1, 3, 4));
        Assert.Contains("RealFft", Assert.Throws<ArgumentException>(() => Ops.Fft(real)).Message, StringComparison.Ordinal);
        Assert.Contains("(3, 4)", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Fft(z, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("(3, 4)", Assert.Throws<ArgumentException>(() => Ops.Fft3(z)).Message, StringComparison.Ordinal);
        Assert.Contains("6 coefficients", Assert.Throws<ArgumentException>(() => Ops.InverseRealFft(z, 10)).Message, StringComparison.Ordinal);
        Assert.Contains("(4, 3)", Assert.Throws<ArgumentException>(() => Ops.FourierFilter(z, Ops.Transpose(z))).Message, StringComparison.Ordinal);
    }

    private static NdArray<T> Normal<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Zeros<T>(lengths);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    private static void AssertClose(Complex expected, Complex actual) => Assert.InRange((expected - actual).Magnitude, 0, 1e-12 * (1 + expected.Magnitude));

    private static void AssertClose<T>(NdArray<T> expected, NdArray<T> actual, double tolerance)
        where T : unmanaged
    {
        Assert.Equal(expected.Shape, actual.Shape);
        using var compute = new Compute(threads: 1);
        NdArray<T> difference = compute.Empty<T>(expected.Shape);
        compute.Backend.Binary(BinaryOp.Subtract, expected, actual, difference);
        Assert.InRange(compute.Backend.MaxAbs(difference), 0, tolerance * (1 + compute.Backend.MaxAbs(expected)));
    }
}
