using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.Interpolation;

public sealed class InterpolateTests
{
    [Fact]
    public void A_line_is_read_between_its_points_and_held_beyond_its_ends()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> values = tape.Input(NdArray.From(new double[] { 1, 3, 2, 6 }));
        Var<double> positions = tape.Input(NdArray.From(new[] { 0, 0.25, 1, 2.5, 3, -1, 7.5 }));
        Var<double> y = Ops.Interpolate(values, positions);
        Assert.Equal([1, 1.5, 3, 4, 6, 1, 6], y.Value.AsReadOnlySpan().ToArray());
        tape.Backward(Ops.Sum(y));
        Assert.Equal([2, 2, -1, 4, 4, 0, 0], tape.Gradient(positions).AsReadOnlySpan().ToArray());
        Assert.Equal([2.75, 1.25, 0.5, 2.5], tape.Gradient(values).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_bilinear_function_is_read_exactly()
    {
        using var tape = new Tape(new Compute(threads: 1));
        NdArray<double> plane = NdArray.Zeros<double>(2, 4, 5);
        for (nint k = 0; k < 2; k++)
        {
            for (nint i = 0; i < 4; i++)
            {
                for (nint j = 0; j < 5; j++) plane[k, i, j] = F(k, i, j);
            }
        }

        Var<double> rows = tape.Input(NdArray.From(new[,] { { 0.3, 2.9 }, { 1, 0 }, { 3, 2.2 } }));
        Var<double> columns = tape.Input(NdArray.From(new[,] { { 3.7, 0.1 }, { 2, 4 }, { 4, 1.5 } }));
        Var<double> y = Ops.Interpolate(tape.Constant(plane), rows, columns);
        Assert.Equal(new Shape(2, 3, 2), y.Shape);
        tape.Backward(Ops.Sum(y));
        for (nint i = 0; i < 3; i++)
        {
            for (nint j = 0; j < 2; j++)
            {
                (double r, double c) = (rows.Value[i, j], columns.Value[i, j]);
                for (nint k = 0; k < 2; k++) Assert.Equal(F(k, r, c), y.Value[k, i, j], 1e-14);
                Assert.Equal((2 * 2) + (c * (0.5 + 1.5)), tape.Gradient(rows)[i, j], 1e-13);
                Assert.Equal((-1 * 2) + (r * (0.5 + 1.5)), tape.Gradient(columns)[i, j], 1e-13);
            }
        }

        static double F(nint k, double r, double c) => 1 + (2 * r) - c + ((0.5 + k) * r * c);
    }

    [Fact]
    public void One_point_holds_everywhere()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<float> values = tape.Input(NdArray.From(new float[] { 7 }));
        Var<float> positions = tape.Input(NdArray.From(new[] { -1f, 0f, 0.5f }));
        Var<float> y = Ops.Interpolate(values, positions);
        tape.Backward(Ops.Sum(y));
        Assert.Equal([7f, 7f, 7f], y.Value.AsReadOnlySpan().ToArray());
        Assert.Equal([0f, 0f, 0f], tape.Gradient(positions).AsReadOnlySpan().ToArray());
        Assert.Equal(3f, tape.Gradient(values)[0]);
    }

    [Fact]
    public void A_position_that_is_no_number_gives_none_and_leaves_the_others()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> y = Ops.Interpolate(tape.Constant(NdArray.From(new double[] { 1, 2 })), tape.Constant(NdArray.From(new[] { double.NaN, 0.5 })));
        Assert.Equal([double.NaN, 1.5], y.Value.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Bad_operands_are_named()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> line = tape.Constant(NdArray.Zeros<double>(4));
        Assert.Contains("(4,)", Assert.Throws<ArgumentException>(() => Ops.Interpolate(line, line, line)).Message, StringComparison.Ordinal);
        Assert.Contains("precision", Assert.Throws<ArgumentException>(() => Ops.Interpolate(line, tape.Constant(NdArray.Zeros<float>(4)))).Message, StringComparison.Ordinal);
        Assert.Contains("one shape", Assert.Throws<ArgumentException>(() => Ops.Interpolate(Ops.Reshape(line, 2, 2), line, Ops.Slice(line, 0, 0, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("no points", Assert.Throws<ArgumentException>(() => Ops.Interpolate(Ops.Slice(line, 0, 0, 0), line)).Message, StringComparison.Ordinal);
    }
}
