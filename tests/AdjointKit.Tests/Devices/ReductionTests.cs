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

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(4101)]
    [InlineData(20_003)]
    public void Complex_sums_and_inner_products_have_the_bits_of_their_plain_twins(int count)
    {
        Complex[] a = Random<Complex>(1, count).AsReadOnlySpan().ToArray();
        Complex[] b = Random<Complex>(2, count).AsReadOnlySpan().ToArray();
        CheckComplex<Complex>(a, b, static value => value);
        CheckComplex<ComplexF>(a, b, static value => (ComplexF)value);
    }

    [Theory]
    [InlineData(ReductionOp.Sum)]
    [InlineData(ReductionOp.Product)]
    [InlineData(ReductionOp.Largest)]
    [InlineData(ReductionOp.Smallest)]
    public void Results_side_by_side_have_the_bits_of_results_alone(ReductionOp op)
    {
        CheckColumns<float>(op, [4100, 3], [3]);
        CheckColumns<double>(op, [2, 9000, 5], [2, 1, 5]);
        CheckColumns<float>(op, [70, 3, 50], [3, 50]);
        CheckColumns<double>(op, [5, 300], [300]);
        CheckColumns<double>(op, [5, 3, 300], [3, 1]);
        if (op is ReductionOp.Largest or ReductionOp.Smallest) return;
        CheckColumns<ComplexF>(op, [4100, 3], [3]);
        CheckColumns<Complex>(op, [40, 200], [200]);
    }

    [Fact]
    public void Largest_and_smallest_let_NaN_win_and_order_the_zeros()
    {
        foreach (int count in new[] { 1, 2, 15, 16, 33, 5000 })
        {
            NdArray<double> x = compute.Empty<double>(count);
            NdArray<double> into = compute.Empty<double>(1);
            compute.Backend.Fill(x, -0.0);
            x[count / 2] = 0.0;
            compute.Backend.ReduceTo(ReductionOp.Largest, x, into);
            Assert.Equal(0L, BitConverter.DoubleToInt64Bits(into[0]));
            compute.Backend.Fill(x, 0.0);
            x[count / 2] = -0.0;
            compute.Backend.ReduceTo(ReductionOp.Smallest, x, into);
            Assert.Equal(long.MinValue, BitConverter.DoubleToInt64Bits(into[0]));
            x[count / 3] = double.NaN;
            compute.Backend.ReduceTo(ReductionOp.Smallest, x, into);
            Assert.True(double.IsNaN(into[0]));
            compute.Backend.ReduceTo(ReductionOp.Largest, x, into);
            Assert.True(double.IsNaN(into[0]));
        }
    }

    [Fact]
    public void An_extreme_is_located_where_it_stands_first()
    {
        foreach (int count in new[] { 1, 7, 8, 40, 4096, 4097, 70_000 })
        {
            foreach (int place in new[] { 0, count / 2, count - 1 })
            {
                NdArray<float> x = Random<float>(9, count);
                x[place] = 9;
                x[count - 1] = 9;
                Assert.Equal(place, Locate(ExtremeOp.Largest, x));
                x[place] = -9;
                Assert.Equal(place, Locate(ExtremeOp.Smallest, x));
                x[count - 1] = float.NaN;
                x[place] = float.NaN;
                Assert.Equal(place, Locate(ExtremeOp.Smallest, x));
                Assert.Equal(place, Locate(ExtremeOp.Largest, x));
            }
        }

        Assert.Equal(0, Locate(ExtremeOp.Largest, NdArray.From(-0.0, 0.0)));
        Assert.Equal(0, Locate(ExtremeOp.Smallest, NdArray.From(0.0, -0.0)));
    }

    [Fact]
    public void Extremes_are_located_along_axes()
    {
        NdArray<double> x = Random<double>(9, 3, 5, 7);
        NdArray<long> last = NdArray.Empty<long>(new Shape(3, 5, 1));
        NdArray<long> first = NdArray.Empty<long>(new Shape(5, 7));
        NdArray<long> outer = NdArray.Empty<long>(new Shape(1, 5, 1));
        compute.Backend.Locate(ExtremeOp.Largest, x, last);
        compute.Backend.Locate(ExtremeOp.Smallest, x, first);
        compute.Backend.Locate(ExtremeOp.Smallest, x, outer);
        for (nint j = 0; j < 5; j++)
        {
            for (nint i = 0; i < 3; i++) Assert.Equal(Enumerable.Range(0, 7).MaxBy(k => x[i, j, k]), last[i, j, 0]);
            for (nint k = 0; k < 7; k++) Assert.Equal(Enumerable.Range(0, 3).MinBy(i => x[i, j, k]), first[j, k]);
            Assert.Equal(Enumerable.Range(0, 21).MinBy(number => x[number / 7, j, number % 7]), outer[0, j, 0]);
        }
    }

    [Theory]
    [InlineData(new[] { 10_000 }, 0)]
    [InlineData(new[] { 3, 50_000 }, 1)]
    [InlineData(new[] { 50_000, 3 }, 0)]
    [InlineData(new[] { 400, 300 }, 0)]
    [InlineData(new[] { 5, 90, 100 }, 1)]
    public void Running_sums_have_the_bits_of_their_plain_twin_at_any_number_of_threads(int[] lengths, int axis)
    {
        CheckRunningSums<double>(lengths, axis, static value => value.Real);
        CheckRunningSums<float>(lengths, axis, static value => (float)value.Real);
        CheckRunningSums<Complex>(lengths, axis, static value => value);
        CheckRunningSums<ComplexF>(lengths, axis, static value => (ComplexF)value);
    }

    [Fact]
    public void Reductions_allocate_nothing()
    {
        NdArray<float> x = Random<float>(9, 300, 200);
        NdArray<float> row = compute.Empty<float>(200);
        NdArray<float> column = compute.Empty<float>(300, 1);
        NdArray<long> places = NdArray.Empty<long>(new Shape(300, 1));
        for (int round = 0; round < 3; round++) Reduce();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Reduce();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Reduce()
        {
            compute.Backend.ReduceTo(ReductionOp.Largest, x, row);
            compute.Backend.SumTo(x, column);
            compute.Backend.Locate(ExtremeOp.Largest, x, places);
            compute.Backend.RunningSum(x, 0, x);
            compute.Backend.MaxAbs(x);
            compute.Backend.Dot(x, x);
        }
    }

    [Fact]
    public void The_largest_magnitude_of_complex_numbers_is_that_of_their_magnitudes()
    {
        foreach (int count in new[] { 1, 15, 300, 5000 })
        {
            NdArray<Complex> x = Random<Complex>(5, count);
            x[count - 1] = new Complex(3e200, 4e200);
            NdArray<double> magnitudes = compute.Empty<double>(count);
            compute.Backend.Unary(UnaryOp.Abs, x, magnitudes);
            Assert.Equal(magnitudes.AsReadOnlySpan().ToArray().Max(), compute.Backend.MaxAbs(x));
            NdArray<ComplexF> narrow = Random<ComplexF>(5, count);
            NdArray<float> narrowMagnitudes = compute.Empty<float>(count);
            compute.Backend.Unary(UnaryOp.Abs, narrow, narrowMagnitudes);
            Assert.Equal(narrowMagnitudes.AsReadOnlySpan().ToArray().Max(), compute.Backend.MaxAbs(narrow));
            narrow[0] = new ComplexF(float.NaN, 0);
            Assert.True(double.IsNaN(compute.Backend.MaxAbs(narrow)));
        }
    }

    [Fact]
    public void What_has_no_extreme_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => compute.Backend.ReduceTo(ReductionOp.Largest, Random<Complex>(1, 3), compute.Empty<Complex>(1)));
        Assert.Throws<NotSupportedException>(() => compute.Backend.Locate(ExtremeOp.Smallest, Random<ComplexF>(1, 3), NdArray.Empty<long>(new Shape(1))));
        Assert.Throws<ArgumentException>(() => compute.Backend.ReduceTo(ReductionOp.Smallest, Random<float>(1, 0), compute.Empty<float>(1)));
        Assert.Throws<ArgumentException>(() => compute.Backend.Locate(ExtremeOp.Smallest, Random<float>(1, 0), NdArray.Empty<long>(new Shape(1))));
        Assert.Throws<ArgumentException>(() => compute.Backend.RunningSum(Random<float>(1, 3), 0, compute.Empty<float>(4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => compute.Backend.RunningSum(Random<float>(1, 3), 1, compute.Empty<float>(3)));
        NdArray<double> product = compute.Empty<double>(1);
        compute.Backend.ReduceTo(ReductionOp.Product, Random<double>(1, 0), product);
        Assert.Equal(1, product[0]);
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

    private long Locate<T>(ExtremeOp op, NdArray<T> x)
        where T : unmanaged
    {
        NdArray<long> into = NdArray.Empty<long>(new Shape(1));
        compute.Backend.Locate(op, x, into);
        return into[0];
    }

    private void CheckComplex<T>(Complex[] left, Complex[] right, Func<Complex, T> convert)
        where T : unmanaged
    {
        NdArray<T> a = NdArray.From([.. left.Select(convert)]);
        NdArray<T> b = NdArray.From([.. right.Select(convert)]);
        Complex[] x = [.. a.AsReadOnlySpan().ToArray().Select(value => AdjointKit.Autodiff.UntypedOps.Number(value))];
        Complex[] y = [.. b.AsReadOnlySpan().ToArray().Select(value => AdjointKit.Autodiff.UntypedOps.Number(value))];
        double[] numbers = [.. Enumerable.Range(0, x.Length).Select(i => (double)i)];
        var dot = new Complex(
            PlainSum(numbers, (i, lane) => Math.FusedMultiplyAdd(x[(int)i].Imaginary, y[(int)i].Imaginary, Math.FusedMultiplyAdd(x[(int)i].Real, y[(int)i].Real, lane))),
            PlainSum(numbers, (i, lane) => Math.FusedMultiplyAdd(-x[(int)i].Imaginary, y[(int)i].Real, Math.FusedMultiplyAdd(x[(int)i].Real, y[(int)i].Imaginary, lane))));
        Assert.Equal(dot, compute.Backend.Dot(a, b));
        var sum = new Complex(PlainSum(numbers, (i, lane) => lane + x[(int)i].Real), PlainSum(numbers, (i, lane) => lane + x[(int)i].Imaginary));
        NdArray<T> into = compute.Empty<T>(1);
        compute.Backend.SumTo(a, into);
        Assert.Equal(convert(sum), into[0]);
    }

    /// <summary>The same reduction of an array and of a copy in which what is reduced lies together: the two go through different kernels.</summary>
    private void CheckColumns<T>(ReductionOp op, int[] from, int[] to)
        where T : unmanaged
    {
        NdArray<T> x = Random<T>(4, [.. from.Select(length => (nint)length)]);
        NdArray<T> into = compute.Empty<T>(new Shape([.. to.Select(length => (nint)length)]));
        NdArray<T> expected = compute.Empty<T>(into.Shape);
        int[] kept = [.. Enumerable.Range(0, from.Length).Where(axis => axis >= from.Length - to.Length && to[axis - from.Length + to.Length] == from[axis])];
        int[] order = [.. kept, .. Enumerable.Range(0, from.Length).Except(kept)];
        NdArray<T> ordered = compute.Empty<T>(new Shape([.. order.Select(axis => (nint)from[axis])]));
        compute.Backend.Copy(x.Transpose(order), ordered);
        int[] back = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++) back[order[axis]] = axis;
        compute.Backend.ReduceTo(op, x, into);
        using var alone = new Compute(1);
        alone.Backend.ReduceTo(op, ordered.Transpose(back), expected);
        Assert.Equal(expected.AsReadOnlySpan().ToArray(), into.AsReadOnlySpan().ToArray());
    }

    private void CheckRunningSums<T>(int[] lengths, int axis, Func<Complex, T> convert)
        where T : unmanaged
    {
        NdArray<T> x = Random<T>(4, [.. lengths.Select(length => (nint)length)]);
        int stride = lengths[(axis + 1)..].Aggregate(1, (product, length) => product * length);
        T[] elements = x.AsReadOnlySpan().ToArray();
        var expected = new T[elements.Length];
        for (int line = 0; line < elements.Length; line++)
        {
            if (line / stride % lengths[axis] != 0) continue;
            Complex before = 0;
            Complex running = 0;
            for (int k = 0; k < lengths[axis]; k++)
            {
                if (k % LaneTree.BlockLength == 0) (before, running) = (before + running, 0);
                running += AdjointKit.Autodiff.UntypedOps.Number(elements[line + (k * stride)]);
                expected[line + (k * stride)] = convert(before + running);
            }
        }

        foreach (int threads in new[] { 1, 2, 5 })
        {
            using var other = new Compute(threads);
            NdArray<T> into = other.Empty<T>(x.Shape);
            other.Backend.RunningSum(x, axis, into);
            Assert.Equal(expected, into.AsReadOnlySpan().ToArray());
        }
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
