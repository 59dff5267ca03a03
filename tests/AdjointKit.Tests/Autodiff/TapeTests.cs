using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

public sealed class TapeTests
{
    [Fact]
    public void No_sensitivity_is_lost_where_the_tables_of_the_tape_grow()
    {
        // Chains of every length up to 300: in each the tables grow at other places of the sweep.
        using var compute = new Compute(threads: 1);
        for (int length = 1; length <= 300; length++)
        {
            double value = 0.7;
            double slope = 1;
            for (int k = 0; k < length; k++) (value, slope) = (Math.Sin(value) * 0.7, (Math.Cos(value) * slope * 0.7) + Math.Sin(value));
            int steps = length;
            Var<double> Chain(Var<double> x)
            {
                Var<double> y = x;
                for (int k = 0; k < steps; k++) y = Ops.Sin(y) * x;
                return Ops.Sum(y);
            }

            Assert.Equal(slope, Gradient.Of<double>(x => Chain(x), NdArray.From(0.7), compute).Gradient[0], 1e-13);
            Assert.Equal(slope, Jvp.Of<double, double>(Chain, NdArray.From(0.7), NdArray.From(1.0), compute).Tangent[[]], 1e-13);
        }
    }

    [Fact]
    public void A_write_to_what_the_tape_needs_throws_at_the_write_and_names_who_needs_it()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        Var<double> y = Ops.Exp(Ops.Log(tape.Input(a)));
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => a.AsWritableSpan());
        Assert.Contains("log", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<InvalidOperationException>(() => compute.Backend.Fill(y.Value, 0));
        Assert.Contains("exp", failure.Message, StringComparison.Ordinal);
        tape.Reset();
        a.AsWritableSpan()[0] = 3;
    }

    [Fact]
    public void A_sensitivity_is_given_after_a_sweep_of_its_tape_and_into_an_array_of_its_shape()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using var other = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(1.0, 2.0));
        Var<double> unreached = tape.Input(NdArray.From(1.0, 2.0));
        Var<double> stranger = other.Input(NdArray.From(5.0, 6.0));
        Assert.Contains("Backward first", Assert.Throws<InvalidOperationException>(() => tape.Gradient(x)).Message, StringComparison.Ordinal);
        tape.Backward(Ops.Sum(x * x));
        Assert.Contains("another tape", Assert.Throws<ArgumentException>(() => tape.Gradient(stranger)).Message, StringComparison.Ordinal);
        using NdArray<double> wide = NdArray.Zeros<double>(3, 2);
        Assert.Contains("(2,) does not fit an array of shape (3, 2)", Assert.Throws<ArgumentException>(() => tape.Gradient(x, wide)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => tape.Gradient(unreached, wide));
        Assert.Equal([2, 4], tape.Gradient(x).AsReadOnlySpan().ToArray());
        Assert.Equal([0, 0], tape.Gradient(unreached).AsReadOnlySpan().ToArray());
        tape.Reset();
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(tape.Input(NdArray.From(1.0))));
    }

    [Fact]
    public void A_span_kept_from_before_is_caught_when_the_array_is_written_through_the_storage()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> a = NdArray.From(1.0, 2.0);

        // Addition needs no values, so nothing is pinned; the next op sees that the contents are no longer those recorded.
        Var<double> x = tape.Input(a);
        _ = x + x;
        a.AsWritableSpan()[0] = 5;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Ops.Exp(x));
        Assert.Contains("version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_tape_lifts_its_pins_when_disposed()
    {
        using var compute = new Compute(threads: 1);
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        using (var tape = new Tape(compute))
        {
            _ = Ops.Square(tape.Input(a));
            Assert.Equal(1, a.Storage.Pins);
        }

        Assert.Equal(0, a.Storage.Pins);
    }

    [Fact]
    public void Variables_are_stale_after_a_reset()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> a = NdArray.From(1.0, 2.0);
        Var<double> x = tape.Input(a);
        Var<double> y = Ops.Exp(x);
        NdArray<double> view = y.Value;
        tape.Reset();
        Assert.Throws<ObjectDisposedException>(() => y.Value);
        Assert.Throws<ObjectDisposedException>(() => view[0]);
        _ = tape.Input(a);
        Assert.Throws<ObjectDisposedException>(() => Ops.Exp(x));
    }

    [Fact]
    public void A_zero_sensitivity_stays_zero_through_an_infinite_partial()
    {
        using NdArray<double> x = NdArray.From(0.0, 4.0);
        using NdArray<double> weights = NdArray.From(0.0, 1.0);
        ValueAndGradient<double> result = Gradient.Of(v => Ops.Sum(v.Tape.Constant(weights) * Ops.Sqrt(v)), x);
        Assert.Equal([0.0, 0.25], result.Gradient.AsReadOnlySpan().ToArray());
        result = Gradient.Of(v => Ops.Sum(v.Tape.Constant(weights) * Ops.Reciprocal(v)), NdArray.From(0.0, 2.0));
        Assert.Equal([0.0, -0.25], result.Gradient.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_ops_is_swept_without_recursion()
    {
        using var compute = new Compute(threads: 1);
        ValueAndGradient<double> result = Gradient.Of(
            x =>
            {
                Var<double> y = x;
                for (int k = 0; k < 100_000; k++) y = y + 1;
                return y;
            },
            NdArray.From([1.0], default(Shape)),
            compute);
        Assert.Equal(100_001.0, result.Value);
        Assert.Equal(1.0, result.Gradient[[]]);
        Assert.Equal(0, compute.Memory.Used);
    }

    [Fact]
    public void The_inner_derivative_does_not_confuse_its_variable_with_the_outer_one()
    {
        // d/dx of x * d/dy (x + y) = 1, and of x * d/dy (x y) at y = x is d/dx x^2 = 2 x.
        NdArray<double> one = NdArray.From([1.5], default(Shape));
        ValueAndGradient<double> first = Gradient.Of(x => x * Gradient.Of<double>(y => x + y, x), one);
        Assert.Equal(1.0, first.Gradient[[]]);
        ValueAndGradient<double> second = Gradient.Of(x => x * Gradient.Of<double>(y => x * y, x), one);
        Assert.Equal(3.0, second.Gradient[[]]);
    }

    [Fact]
    public void A_third_derivative_comes_from_nesting()
    {
        // d3/dx3 of x^5 is 60 x^2.
        NdArray<double> x = NdArray.From([1.2], default(Shape));
        ValueAndGradient<double> third = Gradient.Of(
            a => Gradient.Of<double>(b => Gradient.Of<double>(c => c * Ops.Square(Ops.Square(c)), b), a), x);
        Assert.Equal(60 * 1.2 * 1.2, third.Gradient[[]], 1e-11);
    }

    [Fact]
    public void The_gradient_of_an_intermediate_value_that_was_given_back_is_refused()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> y = Ops.Exp(tape.Input(NdArray.From(1.0)));
        tape.Backward(Ops.Sum(Ops.Sin(y)));
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(y));
    }

    [Fact]
    public void Variables_of_two_tapes_do_not_mix()
    {
        using var compute = new Compute(threads: 1);
        using var one = new Tape(compute);
        using var other = new Tape(compute);
        NdArray<double> a = NdArray.From(1.0);
        Assert.Throws<ArgumentException>(() => one.Input(a) + other.Input(a));
    }

    [Fact]
    public void A_loss_of_several_elements_is_refused_in_one_sentence()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Gradient.Of(x => Ops.Exp(x), NdArray.From(1.0, 2.0)));
        Assert.Contains("(2,)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_times_complex_gets_a_real_gradient()
    {
        // L = |sum r z|^2 with r real: dL/dr = 2 Re(conj(sum) z).
        using var compute = new Compute(threads: 1);
        NdArray<double> r = NdArray.From(1.0, -2.0);
        NdArray<Complex> z = NdArray.From(new Complex(1, 2), new Complex(3, -1));
        (_, NdArray<double> gradient, NdArray<Complex> other) = Gradient.Of<double, Complex>((a, b) => Ops.AbsSquared(Ops.Sum(Ops.ToComplex(a) * b)), r, z, compute);
        Complex sum = z[0] - (2 * z[1]);
        Assert.Equal(2 * (Complex.Conjugate(sum) * z[0]).Real, gradient[0], 1e-12);
        Assert.Equal(2 * sum * -2, other[1]);
    }

    [Fact]
    public void Two_backward_sweeps_over_one_tape_give_the_same_and_keep_no_memory()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        NdArray<double> a = NdArray.From(1.0, 2.0, 3.0);
        Var<double> x = tape.Input(a);
        Var<double> loss = Ops.Sum(Ops.Exp(x) * x);
        tape.Backward(loss);
        double[] first = tape.Gradient(x).AsReadOnlySpan().ToArray();
        long used = compute.Memory.Used;
        for (int k = 0; k < 5; k++) tape.Backward(loss);
        Assert.Equal(first, tape.Gradient(x).AsReadOnlySpan().ToArray());
        Assert.InRange(compute.Memory.Used, 0, used + (5 * 64));
        tape.Reset();
        Assert.InRange(compute.Memory.Used, 0, used + (5 * 64));
        tape.Dispose();
        Assert.Equal(0, compute.Memory.Used);
    }

    [Fact]
    public void A_tape_stays_within_the_memory_budget_or_says_so()
    {
        using var compute = new Compute(threads: 1, memoryBudget: 100_000);
        using var tape = new Tape(compute);
        NdArray<double> a = NdArray.Zeros<double>(5000);
        Var<double> y = Ops.Exp(tape.Input(a));
        y = Ops.Exp(y);
        Assert.Throws<InsufficientBudgetException>(() => Ops.Exp(y));
        tape.Reset();
        Assert.Equal(0, compute.Memory.Used);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_contribution_is_lost_where_the_tape_grows(int before)
    {
        // x used n times, after some other nodes: at some n the tape's arrays become larger at each of the places where a rule adds a node.
        using var compute = new Compute(threads: 1);
        for (int n = 1; n < 150; n++)
        {
            using NdArray<double> x = NdArray.From(0.5);
            Var<double> Program(Var<double> v)
            {
                for (int k = 0; k < before; k++) v.Tape.Constant(1.0);
                Var<double> sum = v * v;
                for (int k = 1; k < n; k++) sum += v * v;
                return sum;
            }

            Assert.Equal(n, Gradient.Of<double>(v => Ops.Sum(Program(v)), x, compute).Gradient[0]);
            Assert.Equal(n, Jvp.Of<double, double>(Program, x, NdArray.From(1.0), compute).Tangent[0]);
            (NdArray<double> gradient, NdArray<double> product) = Hvp.Of<double>(v => Ops.Sum(Program(v)), x, NdArray.From(1.0), compute);
            Assert.Equal(n, gradient[0]);
            Assert.Equal(2 * n, product[0]);
            Assert.Equal(2 * n, Hvp.Of<double>(v => Ops.Sum(Program(v)), x, NdArray.From(1.0), compute, HvpMode.ReverseOverReverse).Product[0]);
        }
    }
}
