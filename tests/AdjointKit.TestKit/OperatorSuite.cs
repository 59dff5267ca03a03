using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.TestKit;

/// <summary>
/// What every linear operator must hold: inherit it, give the operator, and the dot test, linearity, the variants that write into given arrays, and
/// purity are tested.
/// </summary>
/// <typeparam name="TIn">The element type of the domain.</typeparam>
/// <typeparam name="TOut">The element type of the range.</typeparam>
public abstract class OperatorSuite<TIn, TOut> : IDisposable, IDeviceComparison
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly Compute compute = new(threads: 2);

    /// <summary>The largest relative error of linearity and the dot test; null: as <see cref="DotTest"/> has it.</summary>
    protected virtual double? Tolerance => null;

    [Fact]
    public void Passes_the_dot_test()
    {
        CheckResult result = DotTest.Run(Make(compute), Tolerance);
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void The_adjoint_operator_passes_the_dot_test()
    {
        CheckResult result = DotTest.Run(Make(compute).H, Tolerance);
        Assert.True(result.Passed, $"{result}");
    }

    [Fact]
    public void The_adjoint_of_the_adjoint_is_the_operator()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        Assert.Same(a, a.H.H);
        Assert.Equal(a.Domain, a.H.Range);
        Assert.Equal(a.Range, a.H.Domain);
    }

    [Fact]
    public void Is_linear()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        Backend backend = compute.Backend;
        NdArray<TIn> x = Random<TIn>(a.Domain, 1);
        NdArray<TIn> y = Random<TIn>(a.Domain, 2);
        NdArray<TOut> expected = a.Apply(x);
        backend.Affine(2, expected, 0, expected);
        backend.AddScaled(-3, a.Apply(y), expected);
        backend.Affine(2, x, 0, x);
        backend.AddScaled(-3, y, x);
        NdArray<TOut> actual = a.Apply(x);
        double scale = backend.MaxAbs(expected);
        backend.AddScaled(-1, expected, actual);
        bool single = ElementTypes.RealOf(a.RangeType) == ElementType.Float32 || ElementTypes.RealOf(a.DomainType) == ElementType.Float32;
        double tolerance = Tolerance ?? (single ? DotTest.SingleTolerance : DotTest.DoubleTolerance);
        Assert.True(backend.MaxAbs(actual) <= tolerance * scale, $"A(2x - 3y) differs from 2Ax - 3Ay by {backend.MaxAbs(actual)} at scale {scale}");
    }

    [Fact]
    public void Writes_every_element_of_the_array_it_is_given()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        NdArray<TIn> x = Random<TIn>(a.Domain, 3);
        NdArray<TOut> y = Random<TOut>(a.Range, 4);
        NdArray<TOut> intoRange = compute.Empty<TOut>(a.Range);
        NdArray<TIn> intoDomain = compute.Empty<TIn>(a.Domain);
        compute.Backend.Fill(intoRange, double.NaN);
        compute.Backend.Fill(intoDomain, double.NaN);
        a.Apply(x, intoRange);
        a.ApplyAdjoint(y, intoDomain);
        AssertSame(a.Apply(x), intoRange);
        AssertSame(a.ApplyAdjoint(y), intoDomain);
    }

    [Fact]
    public void Leaves_its_operand_alone_and_gives_the_same_bits_again()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        NdArray<TIn> x = Random<TIn>(a.Domain, 5);
        NdArray<TOut> y = Random<TOut>(a.Range, 6);
        NdArray<TIn> keptX = x.Copy();
        NdArray<TOut> keptY = y.Copy();
        NdArray<TOut> first = a.Apply(x);
        NdArray<TIn> firstAdjoint = a.ApplyAdjoint(y);
        AssertSame(first, a.Apply(x));
        AssertSame(firstAdjoint, a.ApplyAdjoint(y));
        AssertSame(keptX, x);
        AssertSame(keptY, y);
    }

    [Fact]
    public void Takes_operands_that_are_not_contiguous()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        if (a.Domain.Rank == 0 || a.Domain.Rank == Shape.MaxRank) return;
        NdArray<TIn> x = Random<TIn>(a.Domain, 7);
        NdArray<TIn> wide = compute.Zeros<TIn>(Doubled(a.Domain));
        NdArray<TIn> view = wide.Slice(-1, 0, a.Domain[-1], 2);
        x.CopyTo(view);
        AssertSame(a.Apply(x), a.Apply(view));
    }

    [Fact]
    public void Refuses_arrays_of_another_shape()
    {
        LinearOperator<TIn, TOut> a = Make(compute);
        NdArray<TIn> x = NdArray.Zeros<TIn>(a.Domain.Count + 1);
        Assert.Throws<ArgumentException>(() => a.Apply(x));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        compute.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    double IDeviceComparison.DistanceOn(Compute device)
    {
        LinearOperator<TIn, TOut> here = Make(compute);
        LinearOperator<TIn, TOut> there = Make(device);
        NdArray<TIn> x = Random<TIn>(here.Domain, 8);
        NdArray<TOut> y = Random<TOut>(here.Range, 9);
        bool single = ElementTypes.RealOf(here.RangeType) == ElementType.Float32 || ElementTypes.RealOf(here.DomainType) == ElementType.Float32;
        double tolerance = Tolerance ?? (single ? DotTest.SingleTolerance : DotTest.DoubleTolerance);
        return Math.Max(Between(here.Apply(x), there.Compute.ToHost(there.Apply(there.Compute.ToDevice(x)))), Between(here.ApplyAdjoint(y), there.Compute.ToHost(there.ApplyAdjoint(there.Compute.ToDevice(y))))) / tolerance;

        double Between<T>(NdArray<T> expected, NdArray<T> actual)
            where T : unmanaged
        {
            double scale = compute.Backend.MaxAbs(expected);
            compute.Backend.AddScaled(-1, expected, actual);
            return compute.Backend.MaxAbs(actual) / scale;
        }
    }

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    protected abstract LinearOperator<TIn, TOut> Make(Compute compute);

    private static NdArray<T> Random<T>(Shape shape, ulong seed)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(shape);
        new CounterRandom(seed, 11).FillNormal(array);
        return array;
    }

    private static Shape Doubled(Shape shape)
    {
        Span<nint> lengths = stackalloc nint[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++) lengths[axis] = shape[axis];
        lengths[^1] *= 2;
        return new Shape(lengths);
    }

    private static void AssertSame<T>(NdArray<T> expected, NdArray<T> actual)
        where T : unmanaged => Assert.True(expected.AsReadOnlySpan().SequenceEqual(actual.AsReadOnlySpan()), "the bits differ");
}
