using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Fourier;
using Xunit;

namespace AdjointKit.Tests.Kernels.Fourier;

public sealed unsafe class GridTransformTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    public static TheoryData<int[]> Grids => [[4, 6], [1, 5], [7, 1], [16, 16], [9, 20], [37, 19], [3, 4, 5], [6, 17, 10], [128, 160], [80, 32], [2, 16], [64, 24, 16]];

    [Theory]
    [MemberData(nameof(Grids))]
    public void Agrees_with_transforms_along_each_axis_and_comes_back(int[] grid)
    {
        (GridFourierPlan plan, NdArray<Complex> x) = Make(grid);
        NdArray<Complex> spectrum = compute.Empty<Complex>(x.Shape);
        plan.Forward(x, spectrum);
        AssertClose(AxisByAxis(x, grid), spectrum);
        plan.Inverse(spectrum, spectrum);
        AssertClose(x.AsReadOnlySpan(), spectrum);
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_real_grid_has_half_of_the_coefficients_and_comes_back(int[] grid)
    {
        (GridFourierPlan plan, NdArray<Complex> complex) = Make(grid);
        NdArray<double> x = compute.Empty<double>(complex.Shape);
        compute.Backend.Unary(UnaryOp.Real, complex, x);
        compute.Backend.Copy(x, complex);
        nint[] kept = [2, .. grid.Select(length => (nint)length)];
        kept[^1] = plan.HalfLength;
        NdArray<Complex> half = compute.Empty<Complex>(kept);
        plan.ForwardReal(x, half);
        Complex[] all = AxisByAxis(complex, grid);
        AssertClose([.. all.Where((_, i) => i % grid[^1] < plan.HalfLength)], half);
        Complex[] before = half.AsReadOnlySpan().ToArray();
        NdArray<double> back = compute.Empty<double>(x.Shape);
        plan.InverseReal(half, back);
        Assert.Equal(before, half.AsReadOnlySpan().ToArray());
        compute.Backend.Copy(back, complex);
        NdArray<Complex> expected = compute.Empty<Complex>(x.Shape);
        compute.Backend.Copy(x, expected);
        AssertClose(expected.AsReadOnlySpan(), complex);
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void A_filter_multiplies_between_the_transforms(int[] grid)
    {
        (GridFourierPlan plan, NdArray<Complex> x) = Make(grid);
        NdArray<Complex> transfer = compute.Empty<Complex>(plan.Grid);
        new CounterRandom(12).FillNormal(transfer);
        foreach (bool conjugate in (bool[])[false, true])
        {
            NdArray<Complex> expected = compute.Empty<Complex>(x.Shape);
            NdArray<Complex> factor = compute.Empty<Complex>(plan.Grid);
            compute.Backend.Unary(conjugate ? UnaryOp.Conjugate : UnaryOp.Copy, transfer, factor);
            plan.Forward(x, expected);
            compute.Backend.Binary(BinaryOp.Multiply, expected, factor, expected);
            plan.Inverse(expected, expected);
            NdArray<Complex> actual = compute.Empty<Complex>(x.Shape);
            plan.Filter(x, transfer, conjugate, actual);
            AssertClose(expected.AsReadOnlySpan(), actual);
        }
    }

    [Theory]
    [InlineData(8, 16, 4, 7)]
    [InlineData(9, 30, 5, 30)]
    [InlineData(16, 5, 16, 2)]
    [InlineData(128, 256, 61, 120)]
    [InlineData(26, 17, 13, 9)]
    public void A_filter_of_a_middle_is_the_filter_of_the_padded_array_cut_out_again(int ny, int nx, int rows, int columns)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(ny, nx));
        NdArray<Complex> transfer = compute.Empty<Complex>(ny, nx);
        new CounterRandom(12).FillNormal(transfer);
        NdArray<Complex> x = compute.Empty<Complex>(3, rows, columns);
        new CounterRandom(14).FillNormal(x);
        foreach (bool conjugate in (bool[])[false, true])
        {
            NdArray<Complex> padded = compute.Zeros<Complex>(3, ny, nx);
            NdArray<Complex> middle = padded.Slice(1, (ny / 2) - (rows / 2), rows).Slice(2, (nx / 2) - (columns / 2), columns);
            compute.Backend.Copy(x, middle);
            plan.Filter(padded, transfer, conjugate, padded);
            NdArray<Complex> actual = compute.Empty<Complex>(x.Shape);
            plan.FilterMiddle(x, transfer, conjugate, actual);
            AssertClose(middle.Copy().AsReadOnlySpan(), actual);
            plan.FilterMiddle(x, transfer, conjugate, x);
            Assert.Equal(actual.AsReadOnlySpan(), x.AsReadOnlySpan());
        }

        Assert.Throws<ArgumentException>(() => plan.FilterMiddle(compute.Zeros<Complex>(ny + 1, 1), transfer, conjugate: false, compute.Zeros<Complex>(ny + 1, 1)));
        Assert.Throws<ArgumentException>(() => plan.FilterMiddle(x, transfer, conjugate: false, compute.Zeros<Complex>(3, rows, columns + 1)));
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Any_register_width_and_number_of_threads_give_the_same_bits(int[] grid)
    {
        (_, NdArray<Complex> x) = Make(grid);
        NdArray<float> parts = compute.Empty<float>(2 * x.Count);
        new CounterRandom(13).FillNormal(parts);
        float[] plain = Filter(GridTransforms<float>.Create(grid, 0), parts, 1);
        foreach (int bits in (int[])[256, 512])
        {
            Assert.Equal(plain, Filter(GridTransforms<float>.Create(grid, bits), parts, 1));
            Assert.Equal(plain, Filter(GridTransforms<float>.Create(grid, bits), parts, 3));
        }

        if (grid.Length > 2) return;
        plain = FilterMiddle(GridTransforms<float>.Create(grid, 0), grid, parts, 1);
        foreach (int bits in (int[])[256, 512])
        {
            Assert.Equal(plain, FilterMiddle(GridTransforms<float>.Create(grid, bits), grid, parts, 1));
            Assert.Equal(plain, FilterMiddle(GridTransforms<float>.Create(grid, bits), grid, parts, 3));
        }
    }

    [Theory]
    [InlineData(512, 256)]
    [InlineData(300, 640)]
    [InlineData(500, 320)]
    [InlineData(520, 384)]
    public void Lines_in_strips_give_the_bits_of_lines_where_they_stand(int rows, int columns)
    {
        int[] grid = [rows, columns];
        SameBitsInStrips<float>(grid);
        SameBitsInStrips<double>(grid);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(4, 8));
        NdArray<ComplexF> x = compute.Zeros<ComplexF>(4, 8);
        Assert.Throws<ArgumentException>(() => plan.Forward(x, compute.Zeros<ComplexF>(8, 4)));
        Assert.Throws<ArgumentException>(() => plan.Forward(x, compute.Zeros<Complex>(4, 8)));
        Assert.Throws<ArgumentException>(() => plan.Filter(x, compute.Zeros<ComplexF>(8), conjugate: false, x));
        Assert.Throws<ArgumentException>(() => plan.Filter(x, x, conjugate: false, x));
        Assert.Throws<ArgumentException>(() => compute.Backend.PlanFourier(new Shape(8)));
    }

    public void Dispose() => compute.Dispose();

    /// <summary>Filters of large grids against those that do one line at a time, which know no strips.</summary>
    private void SameBitsInStrips<T>(int[] grid)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] padded = [2 * grid[0], grid[1]];
        NdArray<T> parts = compute.Empty<T>(2 * 2 * padded[0] * padded[1]);
        new CounterRandom(13).FillNormal(parts);
        T[] plain = Filter(GridTransforms<T>.Create(grid, 0), parts, 1);
        T[] plainMiddle = FilterMiddle(GridTransforms<T>.Create(padded, 0), padded, parts, 1);
        foreach (int bits in (int[])[256, 512])
        {
            Assert.Equal(plain, Filter(GridTransforms<T>.Create(grid, bits), parts, 2));
            Assert.Equal(plainMiddle, FilterMiddle(GridTransforms<T>.Create(padded, bits), padded, parts, 2));
        }
    }

    private static T[] Filter<T>(GridTransforms<T> transforms, NdArray<T> parts, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var team = new ThreadTeam(threads);
        var into = new T[parts.Count];

        // The first grid of the batch serves as transfer function of both.
        fixed (T* to = into) transforms.Filter(parts.Pointer, parts.Pointer, conjugate: true, to, 2, team);
        return into;
    }

    /// <summary>The same of about half the rows and columns in the middle.</summary>
    private static T[] FilterMiddle<T>(GridTransforms<T> transforms, int[] grid, NdArray<T> parts, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var team = new ThreadTeam(threads);
        int rows = (grid[0] + 1) / 2;
        int columns = (grid[1] + 1) / 2;
        var into = new T[4 * rows * columns];
        fixed (T* to = into) transforms.FilterMiddle(parts.Pointer, rows, columns, parts.Pointer, conjugate: true, to, 2, team);
        return into;
    }

    private (GridFourierPlan Plan, NdArray<Complex> X) Make(int[] grid)
    {
        nint[] lengths = [.. grid.Select(length => (nint)length)];
        NdArray<Complex> x = compute.Empty<Complex>([2, .. lengths]);
        new CounterRandom(11).FillNormal(x);
        return (compute.Backend.PlanFourier(new Shape(lengths)), x);
    }

    /// <summary>The sum along one axis after the other, for a batch of two grids.</summary>
    private static Complex[] AxisByAxis(NdArray<Complex> x, int[] grid)
    {
        Complex[] values = x.AsReadOnlySpan().ToArray();
        int inner = 1;
        for (int axis = grid.Length - 1; axis >= 0; axis--)
        {
            int n = grid[axis];
            Complex[] roots = DirectSum.Roots(n);
            var line = new Complex[n];
            for (int start = 0; start < values.Length; start++)
            {
                if (start / inner % n != 0) continue;
                for (int j = 0; j < n; j++) line[j] = values[start + (j * inner)];
                for (int k = 0; k < n; k++) values[start + (k * inner)] = DirectSum.Coefficient(line, roots, k);
            }

            inner *= n;
        }

        return values;
    }

    private static void AssertClose(ReadOnlySpan<Complex> expected, NdArray<Complex> actual)
    {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            error += Math.Pow(Complex.Abs(expected[i] - actual.AsReadOnlySpan()[i]), 2);
            norm += Math.Pow(Complex.Abs(expected[i]), 2);
        }

        Assert.Equal(expected.Length, actual.Count);
        Assert.InRange(Math.Sqrt(error / norm), 0, 2e-15);
    }
}
