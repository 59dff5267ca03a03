using AdjointKit.Autodiff;
using Xunit;
using Real = AdjointKit.Autodiff.Active<double>;

namespace AdjointKit.Tests.Autodiff.Scalars;

public sealed class CondenseTests
{
    [Fact]
    public void A_condensed_block_leaves_few_records_and_the_same_gradient()
    {
        using var tape = new ScalarTape<double>();
        Real[] x = tape.Inputs([0.3, 0.8]).ToArray();
        var y = new Real[2];
        Block([2 * x[0], x[0] * x[1]], y);
        tape.Backward(y[0] * y[1]);
        (double value, double[] expected, int records) = ((y[0] * y[1]).Value, Gradients(tape, x), tape.Count);

        tape.Reset();
        x = tape.Inputs([0.3, 0.8]).ToArray();
        tape.Condense(Block, [2 * x[0], x[0] * x[1]], y);
        Real z = y[0] * y[1];
        tape.Backward(z);
        double[] actual = Gradients(tape, x);
        Assert.Equal(value, z.Value);
        Assert.Equal(expected[0], actual[0], 1e-13);
        Assert.Equal(expected[1], actual[1], 1e-13);
        Assert.True(records > 1000, $"{records} records");
        Assert.Equal(6, tape.Count);
    }

    [Fact]
    public void Blocks_nest()
    {
        using var tape = new ScalarTape<double>();
        Real[] x = tape.Inputs([0.3, 0.8]).ToArray();
        var y = new Real[2];
        tape.Condense((outer, results) =>
        {
            var inner = new Real[2];
            tape.Condense(Block, outer, inner);
            Block(inner, results);
        }, x, y);
        tape.Backward(y[0] + y[1]);
        double[] actual = Gradients(tape, x);
        (_, double[] expected) = Gradient.Of<double>(
            v =>
            {
                var once = new Real[2];
                var twice = new Real[2];
                Block(v, once);
                Block(once, twice);
                return twice[0] + twice[1];
            },
            [0.3, 0.8]);
        Assert.Equal(expected[0], actual[0], 1e-13);
        Assert.Equal(expected[1], actual[1], 1e-13);
    }

    [Fact]
    public void A_result_may_be_a_constant_or_an_argument()
    {
        using var tape = new ScalarTape<double>();
        Real[] x = tape.Inputs([0.3, 0.8]).ToArray();
        var y = new Real[3];
        tape.Condense((v, results) => (results[0], results[1], results[2]) = (v[1], 5, 0 * v[0]), x, y);
        tape.Backward(y[0] * y[1] + y[2] * x[0]);
        Assert.Equal([0, 5], Gradients(tape, x));
    }

    [Fact]
    public void A_captured_variable_is_refused_and_the_tape_goes_on()
    {
        using var tape = new ScalarTape<double>();
        Real[] x = tape.Inputs([0.3, 0.8]).ToArray();
        var y = new Real[1];
        Assert.Throws<InvalidOperationException>(() => tape.Condense((v, results) => results[0] = v[0] * x[1], x.AsSpan(0, 1), y));
        Assert.Throws<InvalidOperationException>(() => tape.Condense((v, results) => results[0] = 2 * x[1], x.AsSpan(0, 1), y));
        Assert.Equal(2, tape.Count);
        tape.Backward(x[0] * x[1]);
        Assert.Equal([0.8, 0.3], Gradients(tape, x));
    }

    private static void Block(ReadOnlySpan<Real> x, Span<Real> y)
    {
        (Real a, Real b) = (x[0], x[1]);
        for (int k = 0; k < 300; k++) (a, b) = (Real.Sin(a * b) + a, b - 0.001 * a * b);
        (y[0], y[1]) = (a, b);
    }

    private static double[] Gradients(ScalarTape<double> tape, Real[] x)
    {
        var gradient = new double[x.Length];
        tape.Adjoints(x, gradient);
        return gradient;
    }
}
