using AdjointKit.Autodiff;
using Xunit;
using static AdjointKit.Tests.Autodiff.Scalars.ScalarPrograms;

namespace AdjointKit.Tests.Autodiff.Scalars;

[Collection("Alone")]
public sealed class ScalarAllocationTests
{
    private static readonly double[] x = [.. Enumerable.Range(0, 100).Select(k => 0.3 + (0.01 * k))];

    [Fact]
    public void A_gradient_into_an_array_allocates_nothing()
    {
        var gradient = new double[x.Length];
        AssertQuiet(() => Gradient.Of(Rosenbrock.Run, x, gradient));
    }

    [Fact]
    public void A_gradient_over_dual_numbers_allocates_nothing()
    {
        Dual<double>[] at = Array.ConvertAll(x, number => new Dual<double>(number, 1));
        var gradient = new Dual<double>[x.Length];
        AssertQuiet(() => Gradient.Of(Rosenbrock.Run, at, gradient));
    }

    [Fact]
    public void Several_outputs_and_a_condensed_block_allocate_nothing()
    {
        using var tape = new ScalarTape<double>();
        var y = new Active<double>[1];
        ScalarMap<Active<double>> block = (v, results) => results[0] = Rosenbrock.Run(v);
        AssertQuiet(() =>
        {
            tape.Reset();
            ReadOnlySpan<Active<double>> inputs = tape.Inputs(x);
            tape.Condense(block, inputs, y);
            tape.BackwardEach([y[0], y[0] * y[0], y[0] * inputs[3]]);
        });
    }

    private static void AssertQuiet(Action step)
    {
        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 30 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 40; warm++) step();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int k = 0; k < 10; k++) step();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }
}
