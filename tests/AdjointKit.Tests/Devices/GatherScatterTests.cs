using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class GatherScatterTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    [Fact]
    public void Weighted_reading_and_its_transpose_pass_the_dot_test()
    {
        Check<float, float>(1e-6);
        Check<double, double>(1e-14);
        Check<ComplexF, float>(1e-6);
        Check<Complex, double>(1e-14);
    }

    [Fact]
    public void Entries_with_equal_indices_add()
    {
        NdArray<long> indices = NdArray.From<long>([1, 1, 2, 1], new Shape(2, 2));
        NdArray<double> weights = NdArray.From<double>([1, 2, 3, 4], new Shape(2, 2));
        NdArray<double> grid = NdArray.From(10.0, 20, 30);
        NdArray<double> entries = compute.Empty<double>(2);
        compute.Backend.Gather(grid, indices, weights, entries);
        Assert.Equal([60.0, 170.0], entries.AsReadOnlySpan().ToArray());
        compute.Backend.ScatterAdd(NdArray.From(1.0, 10.0), indices, weights, grid);
        Assert.Equal([10.0, 63.0, 60.0], grid.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void An_index_outside_the_grid_is_named()
    {
        NdArray<long> indices = NdArray.From<long>([0, 3], new Shape(2, 1));
        ArgumentOutOfRangeException failure = Assert.Throws<ArgumentOutOfRangeException>(
            () => compute.Backend.Gather(NdArray.Zeros<float>(3), indices, NdArray.Zeros<float>(2, 1), NdArray.Zeros<float>(2)));
        Assert.Contains("index 3 at position 1", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    private void Check<T, TReal>(double tolerance)
        where T : unmanaged
        where TReal : unmanaged
    {
        NdArray<long> indices = NdArray.Empty<long>(new Shape(6, 4));
        for (nint k = 0; k < 6; k++)
        {
            for (nint j = 0; j < 4; j++) indices[k, j] = ((k * 5) + (j * 3)) % 20;
        }

        NdArray<TReal> weights = NdArray.Empty<TReal>(new Shape(6, 4));
        NdArray<T> grid = NdArray.Empty<T>(new Shape(4, 5));
        NdArray<T> entries = NdArray.Empty<T>(new Shape(6));
        new CounterRandom(1).FillNormal(weights);
        new CounterRandom(2).FillNormal(grid);
        new CounterRandom(3).FillNormal(entries);
        NdArray<T> read = compute.Empty<T>(6);
        NdArray<T> spread = compute.Zeros<T>(4, 5);
        compute.Backend.Gather(grid, indices, weights, read);
        compute.Backend.ScatterAdd(entries, indices, weights, spread);
        Complex a = compute.Backend.Dot(read, entries);
        Complex b = compute.Backend.Dot(grid, spread);
        Assert.True(Complex.Abs(a - b) <= tolerance * Complex.Abs(a), $"{a} against {b}");
    }
}
