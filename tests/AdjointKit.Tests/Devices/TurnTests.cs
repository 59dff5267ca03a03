using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>Complex numbers turned by angles: the kernel against the text of the operation, in views and in place, the same bits wherever a number stands and at any number of threads.</summary>
public sealed class TurnTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(5, 64)]
    [InlineData(70, 1003)]
    public void Turns_by_the_angle_and_scales(int lines, int length)
    {
        Check<ComplexF, float>(lines, length, 2e-6);
        Check<Complex, double>(lines, length, 2e-15);
    }

    [Fact]
    public void Takes_the_difference_before_it_is_scaled()
    {
        using var compute = new Compute(1);
        using NdArray<ComplexF> x = compute.Zeros<ComplexF>(1);
        using NdArray<float> angle = compute.Zeros<float>(1);
        x.AsWritableSpan()[0] = new ComplexF(1, 0);
        angle.AsWritableSpan()[0] = 1.33f;
        compute.Backend.Turn(1e7, x, angle, 1.33f, default, x);
        Assert.Equal(new ComplexF(1, 0), x.AsReadOnlySpan()[0]);
    }

    private static void Check<T, TReal>(int lines, int length, double tolerance)
        where T : unmanaged
        where TReal : unmanaged
    {
        T[]? bits = null;
        foreach (int threads in (int[])[1, 3])
        {
            using var compute = new Compute(threads);
            NdArray<T> x = compute.Empty<T>(lines, length);
            NdArray<TReal> angle = compute.Empty<TReal>(lines, length);
            NdArray<TReal> magnitude = compute.Empty<TReal>(1, length);
            NdArray<T> into = compute.Empty<T>(lines, length);
            compute.Backend.FillNormal(x, new CounterRandom(1));
            compute.Backend.FillNormal(angle, new CounterRandom(2));
            compute.Backend.FillUniform(magnitude, new CounterRandom(3));
            compute.Backend.Turn(2.5, x, angle, 0.3, magnitude, into);
            Complex[] plain = Plain(x, angle, magnitude);
            NdArray<Complex> found = Double<T, Complex>(compute, into);
            for (int k = 0; k < plain.Length; k++)
            {
                double error = Complex.Abs(plain[k] - found.AsReadOnlySpan()[k]);
                Assert.True(error <= tolerance * (1 + plain[k].Magnitude), $"{error:g3} at {k} of {lines} x {length}");
            }

            bits ??= into.AsReadOnlySpan().ToArray();
            Assert.Equal(bits, into.AsReadOnlySpan().ToArray());

            // Columns of wider arrays, and in place.
            NdArray<T> wide = compute.Empty<T>(lines, length + 1);
            NdArray<T> column = wide.Slice(1, 0, length);
            compute.Backend.Copy(x, column);
            compute.Backend.Turn(2.5, column, angle, 0.3, magnitude, column);
            Assert.Equal(bits, column.Copy().AsReadOnlySpan().ToArray());
        }

        static Complex[] Plain(NdArray<T> x, NdArray<TReal> angle, NdArray<TReal> magnitude)
        {
            using var compute = new Compute(1);
            Complex[] numbers = Double<T, Complex>(compute, x).AsReadOnlySpan().ToArray();
            double[] angles = Double<TReal, double>(compute, angle).AsReadOnlySpan().ToArray();
            double[] magnitudes = Double<TReal, double>(compute, magnitude).AsReadOnlySpan().ToArray();
            return [.. numbers.Select((number, k) => number * Complex.FromPolarCoordinates(magnitudes[k % magnitudes.Length], 2.5 * (angles[k] - 0.3)))];
        }
    }

    private static NdArray<TOut> Double<TIn, TOut>(Compute compute, NdArray<TIn> array)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        NdArray<TOut> converted = compute.Empty<TOut>(array.Shape);
        compute.Backend.Copy(array, converted);
        return converted;
    }
}
