using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Fourier;
using MathNet.Numerics.IntegralTransforms;
using Xunit;

namespace AdjointKit.Tests.Kernels.Fourier;

public abstract unsafe class LineTransformTests<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ThreadTeam team = new(1);

    public static TheoryData<int> AllLengths
    {
        get
        {
            var lengths = new TheoryData<int>();
            foreach (int n in Enumerable.Range(1, 64)) lengths.Add(n);
            foreach (int n in (int[])[97, 101, 121, 127, 128, 169, 192, 210, 243, 289, 320, 360, 384, 500, 512, 576, 625, 640, 961, 997, 1000, 1001, 1021, 1024, 1155, 2048, 2197, 4096, 8191, 8192, 10007, 16384, 16411, 20000, 24000, 28561, 30030, 32771, 65536]) lengths.Add(n);
            return lengths;
        }
    }

    public static TheoryData<int> SomeLengths => [1, 2, 3, 4, 6, 7, 8, 11, 15, 16, 26, 34, 59, 60, 64, 97, 100, 128, 192, 243, 256, 320, 512, 576, 768, 1000, 1024, 1021, 2006, 6400, 8192, 16384, 16398, 16411, 20250];

    /// <summary>The relative error in L2 that a transform may have, and one by way of a convolution.</summary>
    protected abstract double Bound(bool smooth);

    [Theory]
    [MemberData(nameof(AllLengths))]
    public void Agrees_with_the_sum_and_comes_back(int n)
    {
        LineTransforms<T> transforms = LineTransforms<T>.Create(n, LineTransforms<T>.BestWidth);
        double bound = Bound(SmoothLengths.Radices(n) is not null);
        T[] x = Random(2 * n, 1);
        T[] spectrum = Complex(transforms, x, 1, inverse: false, team);
        Assert.InRange(ErrorOfSpectrum(Pairs(x), spectrum, n), 0, bound);
        Assert.InRange(Distance(x, Complex(transforms, spectrum, 1, inverse: true, team)), 0, 2 * bound);
    }

    [Theory]
    [MemberData(nameof(AllLengths))]
    public void Real_lines_agree_with_the_sum_and_come_back(int n)
    {
        LineTransforms<T> transforms = LineTransforms<T>.Create(n, LineTransforms<T>.BestWidth);
        double bound = Bound(SmoothLengths.Radices(n % 2 == 0 ? n / 2 : n) is not null);
        T[] x = Random(n, 2);
        T[] spectrum = ForwardReal(transforms, x, 1, team);
        Assert.InRange(ErrorOfSpectrum([.. x.Select(value => new Complex(double.CreateChecked(value), 0))], spectrum, (n / 2) + 1), 0, bound);
        Assert.InRange(Distance(x, InverseReal(transforms, spectrum, 1, team)), 0, 2 * bound);
    }

    [Theory]
    [InlineData(100003)]
    [InlineData(1 << 20)]
    [Trait("Category", "Slow")]
    public void Very_long_lines_agree_with_the_sum(int n)
    {
        Agrees_with_the_sum_and_comes_back(n);
        Real_lines_agree_with_the_sum_and_come_back(n);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(32768)]
    [InlineData(131072)]
    [InlineData(1 << 18)]
    public void Agrees_with_another_library(int n)
    {
        LineTransforms<T> transforms = LineTransforms<T>.Create(n, LineTransforms<T>.BestWidth);
        T[] x = Random(2 * n, 3);
        Complex[] expected = Pairs(x);
        MathNet.Numerics.IntegralTransforms.Fourier.Forward(expected, FourierOptions.AsymmetricScaling);
        Complex[] actual = Pairs(Complex(transforms, x, 1, inverse: false, team));
        double error = Math.Sqrt(expected.Zip(actual, (a, b) => Squared(a - b)).Sum() / expected.Sum(Squared));
        Assert.InRange(error, 0, typeof(T) == typeof(double) ? 2e-13 : Bound(SmoothLengths.Radices(n) is not null));
    }

    [Theory]
    [MemberData(nameof(SomeLengths))]
    public void Any_register_width_batch_and_number_of_threads_give_the_same_bits(int n)
    {
        const int Lines = 19;
        T[] x = Random(2 * n * Lines, 4);
        T[] real = Random(n * Lines, 5);
        T[] half = Random(2 * ((n / 2) + 1) * Lines, 6);
        LineTransforms<T> plain = LineTransforms<T>.Create(n, 0);
        T[] forward = Complex(plain, x, Lines, inverse: false, team);
        T[] inverse = Complex(plain, x, Lines, inverse: true, team);
        T[] forwardReal = ForwardReal(plain, real, Lines, team);
        T[] inverseReal = InverseReal(plain, half, Lines, team);
        foreach (int bits in (int[])[256, 512])
        {
            LineTransforms<T> wide = LineTransforms<T>.Create(n, bits);
            foreach (int threads in (int[])[1, 3])
            {
                using var other = new ThreadTeam(threads);
                Assert.Equal(forward, Complex(wide, x, Lines, inverse: false, other));
                Assert.Equal(inverse, Complex(wide, x, Lines, inverse: true, other));
                Assert.Equal(forwardReal, ForwardReal(wide, real, Lines, other));
                Assert.Equal(inverseReal, InverseReal(wide, half, Lines, other));
            }

            Assert.Equal(forward[..(2 * n)], Complex(wide, x[..(2 * n)], 1, inverse: false, team));
            Assert.Equal(forwardReal[..(forwardReal.Length / Lines)], ForwardReal(wide, real[..n], 1, team));
        }
    }

    [Theory]
    [MemberData(nameof(SomeLengths))]
    public void A_line_may_be_transformed_in_place(int n)
    {
        LineTransforms<T> transforms = LineTransforms<T>.Create(n, LineTransforms<T>.BestWidth);
        T[] x = Random(2 * n * 11, 7);
        T[] expected = Complex(transforms, x, 11, inverse: true, team);
        fixed (T* p = x) transforms.Complex(p, p, 11, inverse: true, team);
        Assert.Equal(expected, x);
    }

    [Theory]
    [MemberData(nameof(SomeLengths))]
    public void Imaginary_parts_that_a_real_line_cannot_have_are_ignored(int n)
    {
        LineTransforms<T> transforms = LineTransforms<T>.Create(n, LineTransforms<T>.BestWidth);
        T[] half = Random(2 * ((n / 2) + 1), 8);
        half[1] = T.Zero;
        if (n % 2 == 0) half[^1] = T.Zero;
        T[] expected = InverseReal(transforms, half, 1, team);
        half[1] = T.One;
        if (n % 2 == 0) half[^1] = -T.One;
        Assert.Equal(expected, InverseReal(transforms, half, 1, team));
    }

    public void Dispose()
    {
        team.Dispose();
        GC.SuppressFinalize(this);
    }

    private static T[] Complex(LineTransforms<T> transforms, T[] x, int lines, bool inverse, ThreadTeam team)
    {
        var into = new T[x.Length];
        fixed (T* from = x, to = into) transforms.Complex(from, to, lines, inverse, team);
        return into;
    }

    private static T[] ForwardReal(LineTransforms<T> transforms, T[] x, int lines, ThreadTeam team)
    {
        var into = new T[2 * ((transforms.Length / 2) + 1) * lines];
        fixed (T* from = x, to = into) transforms.ForwardReal(from, to, lines, team);
        return into;
    }

    private static T[] InverseReal(LineTransforms<T> transforms, T[] x, int lines, ThreadTeam team)
    {
        var into = new T[transforms.Length * lines];
        fixed (T* from = x, to = into) transforms.InverseReal(from, to, lines, team);
        return into;
    }

    /// <summary>The relative error of a line's coefficients: of all of them for short lines, of some for long ones.</summary>
    private static double ErrorOfSpectrum(Complex[] x, T[] spectrum, int kept)
    {
        Complex[] roots = DirectSum.Roots(x.Length);
        int step = Math.Max(1, (int)((long)x.Length * x.Length >> 24));
        double error = 0;
        double norm = 0;
        for (int k = 0; k < kept; k += step)
        {
            Complex expected = DirectSum.Coefficient(x, roots, k);
            error += Squared(expected - new Complex(double.CreateChecked(spectrum[2 * k]), double.CreateChecked(spectrum[(2 * k) + 1])));
            norm += Squared(expected);
        }

        return Math.Sqrt(error / norm);
    }

    private static double Distance(T[] expected, T[] actual) =>
        Math.Sqrt(expected.Zip(actual, (a, b) => Math.Pow(double.CreateChecked(a) - double.CreateChecked(b), 2)).Sum() / expected.Sum(a => Math.Pow(double.CreateChecked(a), 2)));

    private static double Squared(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);

    private static Complex[] Pairs(T[] parts) =>
        [.. Enumerable.Range(0, parts.Length / 2).Select(i => new Complex(double.CreateChecked(parts[2 * i]), double.CreateChecked(parts[(2 * i) + 1])))];

    private static T[] Random(int count, ulong seed)
    {
        using NdArray<T> values = NdArray.Empty<T>(new Shape(count));
        new CounterRandom(seed).FillNormal(values);
        return values.AsReadOnlySpan().ToArray();
    }
}

public sealed class SingleLineTransformTests : LineTransformTests<float>
{
    protected override double Bound(bool smooth) => smooth ? 2e-7 : 4e-7;
}

public sealed class DoubleLineTransformTests : LineTransformTests<double>
{
    protected override double Bound(bool smooth) => smooth ? 4e-16 : 1e-15;
}
