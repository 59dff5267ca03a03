using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>Unit phasors, real factors of complex numbers and what comes back to them: against plain arithmetic, in views, broadcast, strong zeros, on a device.</summary>
public sealed class RealFactorTests
{
    private static readonly Complex Scale = new(1.5, -0.5);

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 3, 17 }, { 5, 64 }, { 70, 1003 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void On_the_processor(int lines, int length)
    {
        foreach (int threads in (int[])[1, 3])
        {
            using var compute = new Compute(threads);
            Check<Complex, double>(compute, lines, length, 1e-14);
            Check<ComplexF, float>(compute, lines, length, 4e-6);
        }
    }

    [SkippableFact]
    public void On_a_device()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        Check<Complex, double>(compute, 5, 64, 1e-13);
        Check<ComplexF, float>(compute, 5, 64, 4e-6);
    }

    [Fact]
    public void A_strong_zero_hides_what_is_not_a_number()
    {
        using var compute = new Compute(1);
        using NdArray<double> factor = NdArray.From(0.0, 2);
        using NdArray<Complex> number = NdArray.From(new Complex(double.NaN, 1), Complex.Zero);
        using NdArray<Complex> into = compute.Empty<Complex>(2);
        using NdArray<double> real = compute.Empty<double>(2);
        compute.Backend.RealTimes(1, factor, number, StrongFactor.First, into);
        Assert.Equal(Complex.Zero, into.AsReadOnlySpan()[0]);
        compute.Backend.RealTimes(1, factor, number, StrongFactor.None, into);
        Assert.True(double.IsNaN(into.AsReadOnlySpan()[0].Real));
        using NdArray<double> notANumber = NdArray.From(1, double.NaN);
        compute.Backend.RealTimes(1, notANumber, number, StrongFactor.Second, into);
        Assert.Equal(Complex.Zero, into.AsReadOnlySpan()[1]);
        using NdArray<Complex> zero = compute.Zeros<Complex>(2);
        compute.Backend.RealOfPull(1, number, zero, isStrong: true, real);
        Assert.Equal([0, 0], real.AsReadOnlySpan());
        compute.Backend.RealOfPull(1, number, zero, isStrong: false, real);
        Assert.True(double.IsNaN(real.AsReadOnlySpan()[0]));
    }

    private static void Check<T, TReal>(Compute compute, int lines, int length, double tolerance)
        where T : unmanaged
        where TReal : unmanaged
    {
        using NdArray<T> x = compute.Empty<T>(lines, length);
        using NdArray<T> other = compute.Empty<T>(lines, length);
        using NdArray<TReal> factor = compute.Empty<TReal>(1, length);
        compute.Backend.FillNormal(x, new CounterRandom(1));
        compute.Backend.FillNormal(other, new CounterRandom(2));
        compute.Backend.FillNormal(factor, new CounterRandom(3));
        Complex[] numbers = InDouble<T, Complex>(compute, x);
        Complex[] others = InDouble<T, Complex>(compute, other);
        double[] factors = InDouble<TReal, double>(compute, factor);

        // Into a column of a wider array as well: its rows do not follow one another.
        using NdArray<T> wide = compute.Empty<T>(lines, length + 1);
        using NdArray<TReal> wideReal = compute.Empty<TReal>(lines, 2 * length);
        foreach (NdArray<T> into in (NdArray<T>[])[compute.Empty<T>(lines, length), wide.Slice(1, 1, length)])
        {
            compute.Backend.RealTimes(Scale, factor, x, StrongFactor.None, into);
            Near([.. numbers.Select((number, k) => Scale * factors[k % length] * number)], InDouble<T, Complex>(compute, into), tolerance);
            compute.Backend.UnitPhasor(factor, into.Slice(0, 0, 1));
            Near([.. factors.Select(angle => Complex.FromPolarCoordinates(1, angle))], InDouble<T, Complex>(compute, into.Slice(0, 0, 1)), tolerance);
        }

        foreach (NdArray<TReal> into in (NdArray<TReal>[])[compute.Empty<TReal>(lines, length), wideReal.Slice(1, 0, length, 2)])
        {
            foreach (Complex scale in (Complex[])[Scale, 2, -Complex.ImaginaryOne])
            {
                compute.Backend.RealOfPull(scale, x, other, isStrong: true, into);
                Near([.. numbers.Zip(others, (a, b) => new Complex((scale * Complex.Conjugate(a) * b).Real, 0))], [.. InDouble<TReal, double>(compute, into).Select(value => new Complex(value, 0))], tolerance);
            }
        }
    }

    private static void Near(Complex[] expected, Complex[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int k = 0; k < expected.Length; k++) Assert.True(Complex.Abs(expected[k] - found[k]) <= tolerance * (1 + expected[k].Magnitude), $"{found[k]} in place of {expected[k]} at {k} of {expected.Length}");
    }

    private static TOut[] InDouble<TIn, TOut>(Compute compute, NdArray<TIn> array)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using NdArray<TIn> host = compute.ToHost(array);
        using NdArray<TOut> converted = NdArray.Zeros<TOut>(host.Shape);
        compute.Host.Backend.Copy(host, converted);
        return converted.AsReadOnlySpan().ToArray();
    }
}
