using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;
using Real = AdjointKit.Autodiff.Active<double>;

namespace AdjointKit.Tests.Autodiff.Scalars;

public sealed class ScalarTapeTests
{
    [Fact]
    public void The_example_of_the_documentation()
    {
        using var tape = new ScalarTape<double>();
        Real x = tape.Input(1);
        Real y = tape.Input(2);
        Real z = Real.Log(x + Real.Exp(y / x));
        tape.Backward(z);
        double e2 = Math.Exp(2);
        Assert.Equal((1 - (2 * e2)) / (1 + e2), tape.Adjoint(x), 1e-15);
        Assert.Equal(e2 / (1 + e2), tape.Adjoint(y), 1e-15);
    }

    [Fact]
    public void Functions_of_one_value_leave_no_record()
    {
        using var tape = new ScalarTape<double>();
        Real x = tape.Input(0.3);
        Real y = 2 * Real.Sin(x * x) + Real.Exp(-x) / 3 - 1;
        Assert.Equal(1, tape.Count);
        _ = y * tape.Input(1);
        Assert.Equal(3, tape.Count);
    }

    [Fact]
    public void A_marked_value_has_a_sensitivity_of_its_own()
    {
        using var tape = new ScalarTape<double>();
        Real x = tape.Input(3);
        Real square = tape.Mark(x * x);
        tape.Backward(square * square);
        Assert.Equal(18, tape.Adjoint(square));
        Assert.Equal(108, tape.Adjoint(x));
    }

    [Fact]
    public void An_unmarked_value_says_how_to_ask_for_its_sensitivity()
    {
        using var tape = new ScalarTape<double>();
        Real x = tape.Input(3);
        Real square = x * x;
        tape.Backward(square);
        Assert.Contains("Mark", Assert.Throws<InvalidOperationException>(() => tape.Adjoint(square)).Message);
    }

    [Fact]
    public void Values_of_a_closed_tape_are_refused()
    {
        Real x;
        Real y;
        using (var closed = new ScalarTape<double>())
        {
            x = closed.Input(1);
            y = closed.Input(2);
        }

        Assert.Throws<ObjectDisposedException>(() => x * y);
        using var other = new ScalarTape<double>();
        Assert.Throws<ObjectDisposedException>(() => x * other.Input(1));
        Assert.Throws<ObjectDisposedException>(() => other.Input(1) * x);
        Assert.Throws<ObjectDisposedException>(() => other.Backward(x));
        Assert.Throws<ObjectDisposedException>(() => other.Mark(x));
    }

    [Fact]
    public void Values_of_a_reset_tape_are_refused_though_the_tape_goes_on()
    {
        using var tape = new ScalarTape<double>();
        Real old = tape.Input(1);
        tape.Reset();
        Real now = tape.Input(1);
        Assert.Throws<ObjectDisposedException>(() => old * now);
        Assert.Throws<ObjectDisposedException>(() => tape.Backward(old));
        tape.Backward(now);
        Assert.Throws<ObjectDisposedException>(() => tape.Adjoint(old));
    }

    [Fact]
    public void Values_of_two_tapes_do_not_mix()
    {
        using var one = new ScalarTape<double>();
        using var two = new ScalarTape<double>();
        Real x = one.Input(1);
        Real y = two.Input(1);
        Assert.Contains("different", Assert.Throws<InvalidOperationException>(() => x * y).Message);
        Assert.Throws<InvalidOperationException>(() => one.Backward(y));
    }

    [Fact]
    public void A_full_tape_says_so_and_can_be_reset()
    {
        using var tape = new ScalarTape<double>(bytes: 32 * 100);
        Assert.Throws<InsufficientBudgetException>(() => Fill(tape));
        Assert.Equal(99, tape.Count);
        tape.Reset();
        Real x = tape.Input(2);
        tape.Backward(x * x);
        Assert.Equal(4, tape.Adjoint(x));

        static void Fill(ScalarTape<double> tape)
        {
            Real x = tape.Input(1);
            Real y = x;
            for (int k = 0; k < 100; k++) y = Real.Sin(y) + y * tape.Mark(x);
        }
    }

    [Fact]
    public void Eight_outputs_in_one_sweep_agree_with_one_at_a_time()
    {
        using var tape = new ScalarTape<double>();
        Real[] inputs = tape.Inputs([0.3, 0.8, -0.4]).ToArray();
        Real[] outputs = Program(inputs, 8);
        tape.BackwardEach(outputs);
        double[,] together = new double[8, 3];
        for (int row = 0; row < 8; row++)
        {
            for (int column = 0; column < 3; column++) together[row, column] = tape.Adjoint(inputs[column], row);
        }

        for (int row = 0; row < 8; row++)
        {
            tape.Backward(outputs[row]);
            for (int column = 0; column < 3; column++) Assert.Equal(tape.Adjoint(inputs[column]), together[row, column], 1e-13);
        }
    }

    [Fact]
    public void Several_outputs_with_seeds_are_one_sweep_of_their_sum()
    {
        using var tape = new ScalarTape<double>();
        Real[] inputs = tape.Inputs([0.3, 0.8, -0.4]).ToArray();
        Real[] outputs = Program(inputs, 4);
        double[] seeds = [1, -2, 0.5, 0];
        tape.Backward(outputs, seeds);
        double[] actual = [.. inputs.Select(x => tape.Adjoint(x))];
        var expected = new double[3];
        for (int row = 0; row < 4; row++)
        {
            tape.Backward(outputs[row]);
            for (int column = 0; column < 3; column++) expected[column] += seeds[row] * tape.Adjoint(inputs[column]);
        }

        for (int column = 0; column < 3; column++) Assert.Equal(expected[column], actual[column], 1e-13);
    }

    [Fact]
    public void Strong_zeros_hold_lane_by_lane()
    {
        using var tape = new ScalarTape<double>();
        Real x = tape.Input(0);
        Real y = tape.Input(0);
        Real root = Real.Sqrt(x + y);
        tape.BackwardEach([tape.Mark(root), x + 2 * y, root + x]);
        Assert.Equal([double.PositiveInfinity, 1, double.PositiveInfinity], [tape.Adjoint(x, 0), tape.Adjoint(x, 1), tape.Adjoint(x, 2)]);
        Assert.Equal(2, tape.Adjoint(y, 1));
    }

    [Fact]
    public void The_plain_sweep_of_several_outputs_is_right_too()
    {
        using var tape = new ScalarTape<Dual<double>>();
        Active<Dual<double>> x = tape.Input(new Dual<double>(0.3, 1));
        Active<Dual<double>> y = tape.Input(0.8);
        tape.BackwardEach([x * y * x, Active<Dual<double>>.Sin(x * y)]);
        Assert.Equal(2 * 0.3 * 0.8, tape.Adjoint(x, 0).Value, 1e-15);
        Assert.Equal(2 * 0.8, tape.Adjoint(x, 0).Tangent, 1e-15);
        Assert.Equal(Math.Cos(0.24) * 0.8, tape.Adjoint(x, 1).Value, 1e-15);
        Assert.Equal(-Math.Sin(0.24) * 0.64, tape.Adjoint(x, 1).Tangent, 1e-15);
    }

    [Fact]
    public void A_jacobian_of_more_rows_than_one_sweep_takes()
    {
        (double[] values, double[,] jacobian) = Jacobian.Of<double>((x, y) => Program(x, 19).CopyTo(y), 19, [0.3, 0.8, -0.4]);
        for (int row = 0; row < 19; row++)
        {
            (double value, double[] gradient) = Gradient.Of<double>(x => Program(x, 19)[row], [0.3, 0.8, -0.4]);
            Assert.Equal(value, values[row]);
            for (int column = 0; column < 3; column++) Assert.Equal(gradient[column], jacobian[row, column], 1e-13);
        }
    }

    [Fact]
    public void Tapes_on_several_threads_are_independent()
    {
        const int Threads = 4;
        var slopes = new double[Threads];
        var threads = new Thread[Threads];
        using var gate = new Barrier(Threads);
        for (int t = 0; t < Threads; t++)
        {
            int own = t;
            threads[t] = new Thread(() =>
            {
                gate.SignalAndWait();
                for (int round = 0; round < 200; round++)
                {
                    slopes[own] = Gradient.Of<double>(
                        v =>
                        {
                            Real y = v[0];
                            for (int k = 0; k < 100; k++) y = Real.Sin(y) * v[1] + v[0];
                            return y;
                        },
                        [0.1 * (own + 1), 0.5]).Gradient[0];
                }
            });
            threads[t].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        for (int t = 0; t < Threads; t++)
        {
            double expected = Derivative.Of(
                x =>
                {
                    Dual<double> y = x;
                    for (int k = 0; k < 100; k++) y = Dual<double>.Sin(y) * 0.5 + x;
                    return y;
                },
                0.1 * (t + 1));
            Assert.Equal(expected, slopes[t], 1e-14);
        }
    }

    [Fact]
    public void A_forgotten_tape_gives_its_slot_back()
    {
        for (int k = 0; k < 10_000; k++)
        {
            Forget();
            if (k % 1000 == 999)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        static void Forget() => _ = new ScalarTape<double>(bytes: 1000).Input(1);
    }

    private static Real[] Program(ReadOnlySpan<Real> x, int results)
    {
        var y = new Real[results];
        Real state = x[0] * x[1];
        for (int k = 0; k < results; k++)
        {
            state = Real.Sin(state + x[k % 3]) * x[(k + 1) % 3] + Real.Exp(x[2] * state);
            y[k] = state * x[1] + k;
        }

        return y;
    }
}
