using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>What steps of iterations do in one pass has the bits of the operations that every backend has, at any number of threads.</summary>
public sealed class StepTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(2, 4096)]
    [InlineData(70, 1003)]
    public void Shrinkage_has_the_bits_of_the_operations_of_every_backend(int lines, int length)
    {
        foreach (double momentum in (double[])[0, 0.8])
        {
            CheckShrinkage<float>(lines, length, momentum);
            CheckShrinkage<double>(lines, length, momentum);
        }
    }

    [Fact]
    public void Combinations_have_the_bits_of_two_operations()
    {
        foreach (ElementType type in (ElementType[])[ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128]) CheckCombination(type);
    }

    private static void CheckShrinkage<T>(int lines, int length, double momentum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[], double, double)? expected = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var compute = new Compute(threads);
            UntypedArray x = compute.Empty<T>(new Shape(lines, length));
            UntypedArray previous = compute.Empty<T>(x.Shape);
            UntypedArray gradient = compute.Empty<T>(x.Shape);
            NdArray<T> into = compute.Empty<T>(x.Shape);
            compute.Backend.FillNormal(x, new CounterRandom(1));
            compute.Backend.FillNormal(previous, new CounterRandom(3));
            compute.Backend.FillNormal(gradient, new CounterRandom(2));

            // Arrays that are a column wider go the way of every backend.
            NdArray<T> plain = Wide(compute, into).As<T>();
            (double Magnitudes, double MovedSquared) others = compute.Backend.ShrinkAfterDescent(Wide(compute, x), Wide(compute, previous), momentum, Wide(compute, gradient), 0.7, 0.4, plain);
            (double Magnitudes, double MovedSquared) sums = compute.Backend.ShrinkAfterDescent(x, previous, momentum, gradient, 0.7, 0.4, into);
            Assert.Equal(others, sums);
            Assert.Equal(plain.Copy().AsReadOnlySpan().ToArray(), into.AsReadOnlySpan().ToArray());
            Assert.Equal(sums, compute.Backend.ShrinkAfterDescent(x, previous, momentum, gradient, 0.7, 0.4, gradient));
            Assert.False(gradient.DiffersFrom(into));
            CheckSlopes<T>(compute, x, previous, momentum, into);
            (T[], double, double) found = (into.AsReadOnlySpan().ToArray(), sums.Magnitudes, sums.MovedSquared);
            expected ??= found;
            Assert.Equal(expected.Value.Item1, found.Item1);
            Assert.Equal((expected.Value.Item2, expected.Value.Item3), (found.Item2, found.Item3));
        }
    }

    /// <summary>With the slopes of two iterates, and what is gained along one: the bits of the way of every backend.</summary>
    private static void CheckSlopes<T>(Compute compute, UntypedArray x, UntypedArray previous, double momentum, UntypedArray into)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        UntypedArray slope = compute.Empty<T>(x.Shape);
        UntypedArray previousSlope = compute.Empty<T>(x.Shape);
        compute.Backend.FillNormal(slope, new CounterRandom(5));
        compute.Backend.FillNormal(previousSlope, new CounterRandom(6));
        NdArray<T> plain = Wide(compute, into).As<T>();
        (double, double) others = compute.Backend.ShrinkAfterDescent(Wide(compute, x), Wide(compute, previous), momentum, Wide(compute, slope), Wide(compute, previousSlope), 0.7, 0.4, plain);
        Assert.Equal(others, compute.Backend.ShrinkAfterDescent(x, previous, momentum, slope, previousSlope, 0.7, 0.4, into));
        Assert.Equal(plain.Copy().AsReadOnlySpan().ToArray(), into.As<T>().AsReadOnlySpan().ToArray());
        NdArray<T> gained = Wide(compute, slope).As<T>();
        Assert.Equal(compute.Backend.AddWithGain(Wide(compute, previousSlope), Wide(compute, x), gained), compute.Backend.AddWithGain(previousSlope, x, slope));
        Assert.Equal(gained.Copy().AsReadOnlySpan().ToArray(), slope.As<T>().AsReadOnlySpan().ToArray());
    }

    private static void CheckCombination(ElementType type)
    {
        using var compute = new Compute(threads: 2);
        UntypedArray x = compute.Backend.Allocate(type, new Shape(77), null);
        UntypedArray y = compute.Backend.Allocate(type, x.Shape, null);
        UntypedArray into = compute.Backend.Allocate(type, x.Shape, null);
        UntypedArray expected = compute.Backend.Allocate(type, x.Shape, null);
        compute.Backend.FillNormal(x, new CounterRandom(1));
        compute.Backend.FillNormal(y, new CounterRandom(2));
        compute.Backend.Affine(-0.3, y, 0, expected);
        compute.Backend.AddScaled(1.3, x, expected);
        compute.Backend.Combine(1.3, x, -0.3, y, into);
        Assert.False(into.DiffersFrom(expected));
        compute.Backend.Combine(1.3, x, -0.3, y, y);
        Assert.False(y.DiffersFrom(expected));
    }

    private static UntypedArray Wide(Compute compute, UntypedArray x)
    {
        UntypedArray view = compute.Backend.Allocate(x.ElementType, x.Shape.With(1, x.Shape[1] + 1), null).Slice(1, 0, x.Shape[1], 1);
        compute.Backend.Copy(x, view);
        return view;
    }
}
