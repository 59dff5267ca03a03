using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels.Reductions;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class ReductionTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_003)]
    public void A_sum_has_the_bits_of_its_plain_twin(int count)
    {
        NdArray<double> a = Random<double>(1, count);
        NdArray<double> b = Random<double>(2, count);
        double sum = 0;
        NdArray<double> into = compute.Empty<double>(default(Shape));
        compute.Backend.SumTo(a, into);
        sum = into[[]];
        Assert.Equal(PlainSum(a.AsReadOnlySpan(), (x, lane) => lane + x), sum);
        double[] pairs = new double[count];
        for (int i = 0; i < count; i++) pairs[i] = i;
        double[] left = a.AsReadOnlySpan().ToArray();
        double[] right = b.AsReadOnlySpan().ToArray();
        Assert.Equal(PlainSum(pairs, (i, lane) => Math.FusedMultiplyAdd(left[(int)i], right[(int)i], lane)), compute.Backend.Dot(a, b).Real);
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_or_strides()
    {
        NdArray<float> a = Random<float>(3, 300, 517);
        NdArray<float> turned = compute.Empty<float>(517, 300);
        compute.Backend.Copy(a.Transpose(1, 0), turned);
        var sums = new HashSet<double>();
        var dots = new HashSet<Complex>();
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using var other = new Compute(threads);
            foreach (NdArray<float> same in new[] { a, turned.Transpose(1, 0) })
            {
                NdArray<float> into = other.Empty<float>(1, 1);
                other.Backend.SumTo(same, into);
                sums.Add(into[0, 0]);
                dots.Add(other.Backend.Dot(same, a));
            }
        }

        Assert.Single(sums);
        Assert.Single(dots);
    }

    [Theory]
    [InlineData(new[] { 3, 5, 7 }, new[] { 5, 7 })]
    [InlineData(new[] { 3, 5, 7 }, new[] { 3, 1, 7 })]
    [InlineData(new[] { 3, 5, 7 }, new[] { 7 })]
    [InlineData(new[] { 3, 5, 7 }, new[] { 3, 5, 1 })]
    [InlineData(new[] { 3, 5, 7 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 3, 5, 7 }, new int[] { })]
    [InlineData(new[] { 3, 1, 7 }, new[] { 3, 1, 1 })]
    [InlineData(new[] { 2, 9000 }, new[] { 2, 1 })]
    [InlineData(new[] { 0, 4 }, new[] { 1, 4 })]
    public void A_sum_over_axes_is_that_of_the_elements(int[] from, int[] to)
    {
        Check<double>(from, to, 1e-13);
        Check<Complex>(from, to, 1e-13);
        Check<float>(from, to, 1e-5);
        Check<ComplexF>(from, to, 1e-5);
    }

    [Fact]
    public void An_inner_product_conjugates_its_first_factor()
    {
        NdArray<Complex> a = NdArray.From(new Complex(0, 1), new Complex(2, 0));
        NdArray<Complex> b = NdArray.From(new Complex(0, 1), new Complex(1, 1));
        Assert.Equal(new Complex(3, 2), compute.Backend.Dot(a, b));
        NdArray<ComplexF> narrowA = NdArray.From(new ComplexF(0, 1), new ComplexF(2, 0));
        NdArray<ComplexF> narrowB = NdArray.From(new ComplexF(0, 1), new ComplexF(1, 1));
        Assert.Equal(new Complex(3, 2), compute.Backend.Dot(narrowA, narrowB));
    }

    [Fact]
    public void Single_precision_sums_are_carried_in_double()
    {
        NdArray<float> a = compute.Empty<float>(1 << 20);
        compute.Backend.Fill(a, 0.1);
        NdArray<float> into = compute.Empty<float>(default(Shape));
        compute.Backend.SumTo(a, into);
        Assert.Equal((float)((1 << 20) * (double)0.1f), into[[]]);
    }

    [Fact]
    public void The_largest_magnitude_never_hides_a_bad_element()
    {
        NdArray<double> a = Random<double>(1, 10_000);
        a[7777] = -100;
        Assert.Equal(100, compute.Backend.MaxAbs(a));
        a[123] = double.NaN;
        Assert.True(double.IsNaN(compute.Backend.MaxAbs(a)));
        Assert.Equal(5, compute.Backend.MaxAbs(NdArray.From(new Complex(3, -4))));
        Assert.Equal(0, compute.Backend.MaxAbs(NdArray.Zeros<float>(0)));
    }

    [Fact]
    public void A_shape_that_is_no_sum_is_refused()
    {
        Assert.Throws<ArgumentException>(() => compute.Backend.SumTo(Random<double>(1, 3, 4), compute.Empty<double>(2)));
        Assert.Throws<ArgumentException>(() => compute.Backend.Dot(Random<double>(1, 3), Random<double>(1, 4)));
    }

    public void Dispose() => compute.Dispose();

    private static NdArray<T> Random<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(new Shape(lengths));
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    /// <summary>The order of LaneTree, written plainly: blocks, sixteen lanes, pairs of lanes, pairs of blocks.</summary>
    private static double PlainSum(ReadOnlySpan<double> x, Func<double, double, double> add)
    {
        var blocks = new List<double>();
        for (int start = 0; start < x.Length; start += LaneTree.BlockLength)
        {
            double[] lanes = new double[16];
            int end = Math.Min(x.Length, start + LaneTree.BlockLength);
            for (int i = start; i < end; i++) lanes[(i - start) % 16] = add(x[i], lanes[(i - start) % 16]);
            for (int width = 8; width > 0; width /= 2)
            {
                for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
            }

            blocks.Add(lanes[0]);
        }

        while (blocks.Count > 1)
        {
            var pairs = new List<double>();
            for (int i = 0; i < blocks.Count; i += 2) pairs.Add(i + 1 < blocks.Count ? blocks[i] + blocks[i + 1] : blocks[i]);
            blocks = pairs;
        }

        return blocks.Count == 0 ? 0 : blocks[0];
    }

    private void Check<T>(int[] from, int[] to, double tolerance)
        where T : unmanaged
    {
        NdArray<T> x = Random<T>(4, [.. from.Select(length => (nint)length)]);
        NdArray<T> into = compute.Empty<T>(new Shape([.. to.Select(length => (nint)length)]));
        compute.Backend.SumTo(x, into);
        var expected = new Complex[(int)into.Count];
        ReadOnlySpan<T> elements = x.AsReadOnlySpan();
        for (int linear = 0; linear < elements.Length; linear++)
        {
            int rest = linear;
            int target = 0;
            int stride = 1;
            for (int axis = from.Length - 1; axis >= 0; axis--)
            {
                int index = rest % from[axis];
                rest /= from[axis];
                int kept = axis - (from.Length - to.Length);
                if (kept < 0) continue;
                if (to[kept] != 1) target += index * stride;
                stride *= to[kept];
            }

            expected[target] += AdjointKit.Autodiff.UntypedOps.Number(elements[linear]);
        }

        ReadOnlySpan<T> actual = into.AsReadOnlySpan();
        for (int k = 0; k < expected.Length; k++)
        {
            double error = Complex.Abs(expected[k] - AdjointKit.Autodiff.UntypedOps.Number(actual[k]));
            Assert.True(error <= tolerance * (1 + Complex.Abs(expected[k])), $"{actual[k]} is not {expected[k]}");
        }
    }
}
