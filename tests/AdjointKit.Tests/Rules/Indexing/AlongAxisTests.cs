using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Kernels.Indexing;
using Xunit;

namespace AdjointKit.Tests.Rules.Indexing;

/// <summary>Places by index, sorting and running sums against loops.</summary>
public sealed class AlongAxisTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);
    private readonly Tape tape;

    public AlongAxisTests() => tape = new Tape(compute);

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Theory]
    [InlineData(0, 3, 5, 7)]
    [InlineData(1, 3, 5, 7)]
    [InlineData(2, 3, 5, 7)]
    [InlineData(0, 300, 130, 3)]
    [InlineData(1, 2, 30000, 1)]
    public void Taking_and_adding_along_an_axis(int axis, int first, int second, int third)
    {
        var shape = new Shape(first, second, third);
        NdArray<double> x = Random(shape);
        Shape chosen = shape.With(axis, 2 * shape[axis]);
        NdArray<long> indices = Indices(chosen, shape[axis]);
        NdArray<double> taken = Ops.TakeAlongAxis(tape.Constant(x), indices, axis).Value;
        NdArray<double> added = Ops.ScatterAddAlongAxis(tape.Constant(taken), indices, axis, shape[axis]).Value;
        NdArray<double> expected = NdArray.Zeros<double>(shape);
        var place = new nint[3];
        for (nint number = 0; number < chosen.Count; number++)
        {
            nint rest = number;
            for (int other = 2; other >= 0; other--) (rest, place[other]) = Math.DivRem(rest, chosen[other]);
            nint[] from = [.. place];
            from[axis] = (nint)indices[place];
            Assert.Equal(x[from], taken[place]);
            expected[from] += taken[place];
        }

        Assert.Equal(expected.AsReadOnlySpan().ToArray(), added.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Rows_by_a_table_of_indices()
    {
        NdArray<float> table = NdArray.From<float>([0, 1, 2, 3, 4, 5, 6, 7], new Shape(4, 2));
        NdArray<long> indices = NdArray.From(new long[,] { { 3, 0 }, { 3, 1 } });
        Var<float> rows = Ops.Take(tape.Constant(table), indices);
        Assert.Equal(new Shape(2, 2, 2), rows.Shape);
        Assert.Equal([6f, 7, 0, 1, 6, 7, 2, 3], rows.Value.AsReadOnlySpan().ToArray());
        Var<float> columns = Ops.Take(tape.Constant(table), NdArray.From<long>(1), -1);
        Assert.Equal([1f, 3, 5, 7], columns.Value.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void An_index_outside_is_named_with_its_place_and_the_length()
    {
        Var<double> x = tape.Constant(NdArray.Zeros<double>(4, 3));
        NdArray<long> indices = NdArray.From(new long[,] { { 0, 1, 2 }, { 0, 3, 4 } });
        Assert.StartsWith("take: index 4 at place (1, 2) of the indices is outside axis 0 of length 4 of an array of shape (4, 3)", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.TakeAlongAxis(x, indices, 0)).Message);
        Assert.StartsWith("scatter add: index -1 at place (0, 0)", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.ScatterAdd(x, NdArray.From<long>(-1, 0, 0, 0), 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Ops.TakeAlongAxis(x, NdArray.From<long>(0), 0));
        Assert.Throws<ArgumentException>(() => Ops.ScatterAdd(x, NdArray.From<long>(0), 4));
        Assert.Equal(new Shape(0, 3), Ops.Take(x, NdArray.Zeros<long>(0)).Shape);
    }

    [Fact]
    public void Indices_are_pinned_while_the_tape_needs_them()
    {
        NdArray<long> indices = NdArray.From<long>(0, 1);
        Ops.Take(tape.Input(NdArray.Zeros<double>(4)), indices);
        Assert.Throws<InvalidOperationException>(() => indices.AsWritableSpan());
        tape.Reset();
        indices.AsWritableSpan()[0] = 1;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(StableSort.DigitLength)]
    [InlineData(5000)]
    public void Sorting_is_stable_and_puts_NaN_last(int length)
    {
        foreach (bool descending in new[] { false, true })
        {
            NdArray<double> x = Ties(3, length);
            long[] order = [.. Ops.ArgSort(tape.Constant(x), 1, descending).Value.AsReadOnlySpan()];
            NdArray<float> narrow = NdArray.From<float>([.. x.AsReadOnlySpan().ToArray().Select(value => (float)value)], x.Shape);
            Assert.Equal(order, Ops.ArgSort(tape.Constant(narrow), 1, descending).Value.AsReadOnlySpan().ToArray());
            NdArray<double> columns = NdArray.Empty<double>(new Shape(length, 3));
            x.Transpose(1, 0).CopyTo(columns);
            using NdArray<long> byColumns = Ops.ArgSort(tape.Constant(columns), 0, descending).Value.Transpose(1, 0).Copy();
            Assert.Equal(order, byColumns.AsReadOnlySpan().ToArray());
            for (int row = 0; row < 3; row++)
            {
                double[] line = [.. x.Select(0, row).AsReadOnlySpan()];
                IEnumerable<int> places = Enumerable.Range(0, length);
                IEnumerable<int> numbers = places.Where(i => !double.IsNaN(line[i]));
                numbers = descending ? numbers.OrderByDescending(i => line[i] + 0.0) : numbers.OrderBy(i => line[i] + 0.0);
                long[] expected = [.. numbers.Concat(places.Where(i => double.IsNaN(line[i]))).Select(i => (long)i)];
                Assert.Equal(expected, order[(row * length)..((row + 1) * length)]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(100)]
    [InlineData(5000)]
    public void The_entry_of_a_rank_is_the_one_that_sorting_puts_there(int length)
    {
        NdArray<double> x = Ties(3, length);
        NdArray<float> narrow = NdArray.From<float>([.. x.AsReadOnlySpan().ToArray().Select(value => (float)value)], x.Shape);
        using NdArray<double> columns = x.Transpose(1, 0).Copy();
        double[] sorted = Ops.Sort(tape.Constant(x), 1, descending: true).Value.AsReadOnlySpan().ToArray();
        foreach (int rank in (int[])[0, length / 7, length / 2, length - 1])
        {
            double[] expected = [.. Enumerable.Range(0, 3).Select(line => sorted[(line * length) + rank])];
            Assert.Equal(expected, UntypedOps.OrderStatistic(tape.Constant(x), 1, rank).Value.As<double>().AsReadOnlySpan().ToArray());
            Assert.Equal(expected, UntypedOps.OrderStatistic(tape.Constant(columns), 0, rank).Value.As<double>().AsReadOnlySpan().ToArray());
            Assert.Equal(expected.Select(value => (float)value), UntypedOps.OrderStatistic(tape.Constant(narrow), 1, rank).Value.As<float>().AsReadOnlySpan().ToArray());
        }
    }

    [Fact]
    public unsafe void Both_ways_to_sort_agree()
    {
        const int Count = 3000;
        var random = new CounterRandom(4);
        ulong[] keys = [.. Enumerable.Range(0, Count).Select(i => random.Bits((ulong)i) >> 50)];
        var byDigits = new int[Count];
        var byMerging = new int[Count];
        foreach ((int[] result, bool digits) in new[] { (byDigits, true), (byMerging, false) })
        {
            ulong[] copy = [.. keys];
            for (int k = 0; k < Count; k++) result[k] = k;
            fixed (ulong* key = copy, other = new ulong[Count])
            fixed (int* place = result, otherPlace = new int[Count])
            {
                if (digits) StableSort.ByDigits(key, place, other, otherPlace, Count);
                else StableSort.ByMerging(key, place, other, otherPlace, Count);
            }
        }

        Assert.Equal(byMerging, byDigits);
    }

    [Fact]
    public void The_largest_and_the_smallest_of_a_line()
    {
        Var<double> x = tape.Constant(NdArray.From(new double[,] { { 3, 1, 4, 1, 5 }, { 9, 2, 6, 5, 3 } }));
        (Var<double> values, Var<long> indices) = Ops.TopK(x, 2);
        Assert.Equal([5.0, 4, 9, 6], values.Value.AsReadOnlySpan().ToArray());
        using NdArray<long> places = indices.Value.Copy();
        Assert.Equal([4L, 2, 0, 2], places.AsReadOnlySpan().ToArray());
        Assert.Equal([1.0, 1, 2, 3], Ops.TopK(x, 2, smallest: true).Values.Value.AsReadOnlySpan().ToArray());
        Assert.Contains("it has 5", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.TopK(x, 6)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.TopK(x, -1));
    }

    [Fact]
    public void Running_sums_products_and_differences()
    {
        Var<double> x = tape.Constant(NdArray.From(1.0, 2, 3, 0, 5));
        Assert.Equal([1.0, 3, 6, 6, 11], Ops.CumulativeSum(x).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([11.0, 10, 8, 5, 5], Ops.CumulativeSum(x, reverse: true).Value.Copy().AsReadOnlySpan().ToArray());
        Assert.Equal([0.0, 1, 3, 6, 6], Ops.CumulativeSum(x, exclusive: true).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([10.0, 8, 5, 5, 0], Ops.CumulativeSum(x, reverse: true, exclusive: true).Value.Copy().AsReadOnlySpan().ToArray());
        Assert.Equal([1.0, 2, 6, 0, 0], Ops.CumulativeProduct(x).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([0.0, -4, 8], Ops.Difference(x, order: 2).Value.AsReadOnlySpan().ToArray());
        Assert.Equal(new Shape(0), Ops.CumulativeProduct(tape.Constant(NdArray.Zeros<double>(0))).Shape);
    }

    [Fact]
    public void A_recurrence_does_not_look_at_its_first_factor()
    {
        Var<double> a = tape.Constant(NdArray.From(double.NaN, 2, 3));
        Var<double> b = tape.Constant(NdArray.From(1.0, 1, 1));
        Assert.Equal([1.0, 3, 10], Ops.LinearRecurrence(a, b).Value.AsReadOnlySpan().ToArray());
        Assert.Throws<ArgumentException>(() => Ops.LinearRecurrence(a, b[..2]));
    }

    [Fact]
    public void A_recurrence_gives_the_same_bits_at_any_number_of_threads()
    {
        NdArray<float> a = NdArray.Empty<float>(new Shape(40, 3000));
        NdArray<float> b = NdArray.Empty<float>(new Shape(40, 3000));
        new CounterRandom(1).FillUniform(a);
        new CounterRandom(2).FillUniform(b);
        float[][] results = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            using var some = new Compute(threads: threads);
            using NdArray<float> into = NdArray.Empty<float>(a.Shape);
            some.Backend.LinearRecurrence(a, b, 0, into);
            return into.AsReadOnlySpan().ToArray();
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    private static NdArray<double> Random(Shape shape)
    {
        NdArray<double> x = NdArray.Empty<double>(shape);
        new CounterRandom(3).FillNormal(x);
        return x;
    }

    /// <summary>Whole numbers, both zeros, infinities and NaN.</summary>
    private static NdArray<double> Ties(nint rows, nint length)
    {
        NdArray<double> x = Random(new Shape(rows, length));
        Span<double> span = x.AsWritableSpan();
        for (int i = 0; i < span.Length; i++) span[i] = i % 7 == 0 ? -0.0 : i % 11 == 0 ? double.NaN : i % 29 == 0 ? double.PositiveInfinity : Math.Round(20 * span[i]);
        return x;
    }

    private static NdArray<long> Indices(Shape shape, nint limit)
    {
        NdArray<long> indices = NdArray.Empty<long>(shape);
        var random = new CounterRandom(6);
        Span<long> span = indices.AsWritableSpan();
        for (int i = 0; i < span.Length; i++) span[i] = random.Integer((ulong)i, 0, limit);
        return indices;
    }
}
