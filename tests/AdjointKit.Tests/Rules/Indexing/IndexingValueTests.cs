using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Indexing;

/// <summary>Values of views, parts and places against loops over the elements, on arrays and on views of arrays.</summary>
public sealed class IndexingValueTests : IDisposable
{
    private readonly Compute compute = new(threads: 2);
    private readonly Tape tape;

    public IndexingValueTests() => tape = new Tape(compute);

    public void Dispose()
    {
        tape.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void Parts_by_index_range_and_step()
    {
        Var<double> x = Counted(3, 4, 5);
        AssertElements(x[1, 2], [5], i => At(1, 2, i[0]));
        AssertElements(x[^1, .., 1..3], [4, 2], i => At(2, i[0], 1 + i[1]));
        AssertElements(x[.., (1..4, -2), (0..5, 2)], [3, 2, 3], i => At(i[0], 3 - (2 * i[1]), 2 * i[2]));
        AssertElements(x[.., -1], [3, 5], i => At(i[0], 3, i[1]));
        AssertElements(x[0..0], [0, 4, 5], _ => 0);
        Assert.Equal(new Shape(), x[2, 3, 4].Shape);
        Assert.Equal(At(2, 3, 4), x[2, 3, 4].Value[[]]);
    }

    [Fact]
    public void Parts_are_views()
    {
        Var<double> x = Counted(3, 4, 5);
        Assert.True(ReferenceEquals(x.Value.Storage, x[1, (0..4, -1), 1..3].Value.Storage));
        Assert.True(ReferenceEquals(x.Value.Storage, Ops.Squeeze(Ops.Transpose(x, 2, 0, 1)[..1], 0).Value.Storage));
        Assert.True(ReferenceEquals(x.Value.Storage, Ops.Diagonal(x).Value.Storage));
    }

    [Fact]
    public void Ranges_that_leave_the_array_are_named()
    {
        Var<double> x = Counted(3, 4);
        Assert.Contains("index 3 is outside axis 0 of an array of shape (3, 4)", Assert.Throws<ArgumentOutOfRangeException>(() => x[3]).Message);
        Assert.Contains("1..5 is outside axis 1 of an array of shape (3, 4)", Assert.Throws<ArgumentOutOfRangeException>(() => x[.., 1..5]).Message);
        Assert.Contains("3 ranges do not fit", Assert.Throws<ArgumentException>(() => x[0, 0, 0]).Message);
        Assert.Throws<ArgumentException>(() => x[(0..2, 0)]);
        Assert.Contains("leaves axis 1", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Slice(x, 1, 1, 3, -1)).Message);
        Assert.Contains("shape (3, 4)", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Select(x, 1, 4)).Message);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(2, 6)]
    [InlineData(3, 2, 2)]
    [InlineData(1, 3, 1, 4, 1)]
    [InlineData(4, 3)]
    public void Reshaping_a_view_keeps_the_order_of_the_elements(params int[] lengths)
    {
        foreach (NdArray<double> view in Views())
        {
            NdArray<double> expected = view.Copy();
            Var<double> reshaped = Ops.Reshape(tape.Constant(view), Lengths(lengths));
            using NdArray<double> copy = reshaped.Value.Copy();
            Assert.Equal(expected.AsReadOnlySpan().ToArray(), copy.AsReadOnlySpan().ToArray());
        }
    }

    [Fact]
    public void A_length_of_a_reshape_may_be_left_open()
    {
        Assert.Equal(new Shape(3, 20), Ops.Reshape(Counted(3, 4, 5), 3, -1).Shape);
        Assert.Throws<ArgumentException>(() => Ops.Reshape(Counted(3, 4, 5), 7, -1));
    }

    [Fact]
    public void A_write_leaves_the_array_as_it_was()
    {
        Var<double> x = Counted(3, 4);
        Var<double> y = Ops.Set(x, tape.Constant(-1.0), .., (0..4, 3));
        AssertElements(y, [3, 4], i => i[1] % 3 == 0 ? -1 : (4 * i[0]) + i[1]);
        Assert.Equal(3.0, x.Value[0, 3]);
        Assert.Throws<ArgumentException>(() => Ops.Set(x, Counted(3), 1));
    }

    [Theory]
    [InlineData(PadMode.Edge, new[] { 0.0, 0, 0, 1, 2, 2, 2 })]
    [InlineData(PadMode.Reflect, new[] { 2.0, 1, 0, 1, 2, 1, 0 })]
    [InlineData(PadMode.Wrap, new[] { 1.0, 2, 0, 1, 2, 0, 1 })]
    [InlineData(PadMode.Constant, new[] { 7.0, 7, 0, 1, 2, 7, 7 })]
    public void Padding(PadMode mode, double[] expected) => Assert.Equal(expected, Ops.Pad(Counted(3), [(2, 2)], mode, 7).Value.AsReadOnlySpan().ToArray());

    [Fact]
    public void Padding_takes_no_more_than_there_is()
    {
        Assert.Contains("has 2 entries to pad it with (Reflect), not 3", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Pad(Counted(3), [(3, 0)], PadMode.Reflect)).Message);
        Assert.Contains("has 3 entries", Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Pad(Counted(3), [(0, 4)], PadMode.Wrap)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Pad(Counted(3), [(-1, 0)]));
        Assert.Throws<ArgumentException>(() => Ops.Pad(Counted(3), [(1, 0), (0, 1)]));
    }

    [Fact]
    public void Tiles_repeats_and_rolls()
    {
        Assert.Equal([0.0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3], Ops.Tile(Counted(2, 2), 2, 2).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([0.0, 0, 1, 1, 2, 2, 3, 3], Ops.Repeat(Counted(2, 2), 2, -1).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([3.0, 4, 0, 1, 2], Ops.Roll(Counted(5), 2, 0).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([2.0, 3, 4, 0, 1], Ops.Roll(Counted(5), -12, 0).Value.AsReadOnlySpan().ToArray());
        Assert.Equal(new Shape(0), Ops.Roll(Counted(0), 1, 0).Shape);
    }

    [Fact]
    public void Concat_stack_and_split()
    {
        Assert.Equal([0.0, 1, 0, 2, 3, 1, 4, 5, 2], Ops.Concat([Counted(3, 2), Counted(3, 1)], -1).Value.AsReadOnlySpan().ToArray());
        Assert.Equal([0.0, 0, 1, 1], Ops.Stack([Counted(2), Counted(2)], 1).Value.AsReadOnlySpan().ToArray());
        Assert.Contains("part 1 is Float64 (4, 2)", Assert.Throws<ArgumentException>(() => Ops.Concat([Counted(3, 2), Counted(4, 2)], 1)).Message);
        Assert.Contains("shape (4,)", Assert.Throws<ArgumentException>(() => Ops.Stack([Counted(3), Counted(4)])).Message);
        Assert.Throws<ArgumentException>(() => Ops.Split(Counted(5), [2, 2]));
        Assert.Throws<ArgumentException>(() => Ops.Split(Counted(5), 2));
        Assert.Throws<ArgumentException>(() => Ops.Concat<double>([]));
    }

    [Fact]
    public void Diagonals_beside_the_main_one()
    {
        Assert.Equal([1.0, 6, 11], Ops.Diagonal(Counted(3, 4), 1).Value.Copy().AsReadOnlySpan().ToArray());
        Assert.Equal([8.0], Ops.Diagonal(Counted(3, 4), -2).Value.Copy().AsReadOnlySpan().ToArray());
        Assert.Equal(new Shape(0), Ops.Diagonal(Counted(3, 4), 9).Shape);
        Assert.Equal([0.0, 0, 0, 0, 0, 0, 0, 1, 0], Ops.DiagonalMatrix(Counted(2), -1).Value.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_loop_over_entries_adds_its_sensitivities_in_place()
    {
        using NdArray<double> x = NdArray.From(1.0, 2, 3, 4);
        Var<double> v = tape.Input(x);
        Var<double> sum = v[0] * v[1];
        for (int k = 1; k < 4; k++) sum += v[k] * v[k];
        tape.Backward(sum);
        Assert.Equal([2.0, 5, 6, 8], tape.Gradient(v).AsReadOnlySpan().ToArray());
    }

    private static double At(long i, long j, long k) => (((i * 4) + j) * 5) + k;

    private static nint[] Lengths(int[] lengths) => [.. lengths.Select(length => (nint)length)];

    private static IEnumerable<NdArray<double>> Views()
    {
        NdArray<double> cube = NdArray.From<double>([.. Enumerable.Range(0, 96).Select(i => (double)i)], new Shape(4, 4, 6));
        yield return cube.Slice(0, 1, 1).Slice(1, 0, 2).Select(0, 0);
        yield return cube.Slice(0, 1, 1).Slice(1, 3, 4, -1).Slice(2, 5, 3, -2);
        yield return cube.Transpose(2, 0, 1).Slice(0, 0, 3).Slice(1, 0, 1);
        yield return cube.Slice(1, 1, 1).Slice(0, 0, 2);
        yield return cube.Select(0, 2).Slice(1, 2, 3);
        yield return cube.Reshape(8, 12).Select(0, 3);
        yield return cube.Reshape(96).Slice(0, 95, 12, -7);
    }

    private Var<double> Counted(params nint[] lengths)
    {
        var shape = new Shape(lengths);
        return tape.Constant(NdArray.From<double>([.. Enumerable.Range(0, (int)shape.Count).Select(i => (double)i)], shape));
    }

    private static void AssertElements(Var<double> actual, nint[] lengths, Func<nint[], double> expected)
    {
        var shape = new Shape(lengths);
        Assert.Equal(shape, actual.Shape);
        using NdArray<double> copy = actual.Value.Copy();
        ReadOnlySpan<double> elements = copy.AsReadOnlySpan();
        var index = new nint[shape.Rank];
        for (nint number = 0; number < shape.Count; number++)
        {
            nint rest = number;
            for (int axis = shape.Rank - 1; axis >= 0; axis--) (rest, index[axis]) = Math.DivRem(rest, shape[axis]);
            Assert.Equal(expected(index), elements[(int)number]);
        }
    }
}
