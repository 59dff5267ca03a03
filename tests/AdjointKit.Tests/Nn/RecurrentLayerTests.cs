using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>The recurrent layers: values against the equations step by step, gradients against differences, schedules and states.</summary>
public sealed class RecurrentLayerTests : IDisposable
{
    private const int Time = 5;
    private const int Batch = 2;
    private const int Inputs = 3;
    private const int Units = 4;

    private readonly Compute compute = new(threads: 1);
    private readonly ParameterSet set;
    private readonly Tape tape;
    private readonly NdArray<double> x = LayerCheck.Normal(new Shape(Time, Batch, Inputs), 1);

    public RecurrentLayerTests()
    {
        set = new ParameterSet(compute);
        tape = new Tape(compute);
    }

    public void Dispose()
    {
        tape.Dispose();
        set.Dispose();
        x.Dispose();
        compute.Dispose();
    }

    [Fact]
    public void Rnn_follows_its_equation()
    {
        var layer = new Rnn<double>(set, "r", Inputs, Units);
        Draw();
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        var h = new double[Batch, Units];
        for (int t = 0; t < Time; t++)
        {
            var next = new double[Batch, Units];
            for (int n = 0; n < Batch; n++)
            {
                for (int k = 0; k < Units; k++) Close(next[n, k] = Math.Tanh(FromInput(t, n, k) + FromState(h, n, k)), y[t, n, k]);
            }

            h = next;
        }

        Gradients(x, v => layer.Apply(v));
    }

    [Fact]
    public void Lstm_follows_its_equations()
    {
        var layer = new Lstm<double>(set, "r", Inputs, Units);
        Assert.Equal([.. new double[Units], 1, 1, 1, 1, .. new double[2 * Units]], set.Get<double>("r.bias").AsReadOnlySpan().ToArray());
        Draw();
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        var h = new double[Batch, Units];
        var c = new double[Batch, Units];
        for (int t = 0; t < Time; t++)
        {
            var next = new double[Batch, Units];
            for (int n = 0; n < Batch; n++)
            {
                for (int k = 0; k < Units; k++)
                {
                    double[] z = [.. Enumerable.Range(0, 4).Select(part => FromInput(t, n, k + (part * Units)) + FromState(h, n, k + (part * Units)))];
                    c[n, k] = (Logistic(z[1]) * c[n, k]) + (Logistic(z[0]) * Math.Tanh(z[2]));
                    Close(next[n, k] = Logistic(z[3]) * Math.Tanh(c[n, k]), y[t, n, k]);
                }
            }

            h = next;
        }

        Gradients(x, v => layer.Apply(v));
        Gradients(x, v => layer.Run(v).Cell);
    }

    [Fact]
    public void Steps_of_an_Lstm_are_its_run()
    {
        var layer = new Lstm<double>(set, "r", Inputs, Units, seed: 2);
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        (Var<double> h, Var<double> c) = (tape.Constant(compute.Zeros<double>(Batch, Units)), tape.Constant(compute.Zeros<double>(Batch, Units)));
        for (int t = 0; t < Time; t++)
        {
            (h, c) = layer.Step(Ops.Reshape(tape.Constant(x.Slice(0, t, 1)), Batch, Inputs), h, c);
            for (int n = 0; n < Batch; n++)
            {
                for (int k = 0; k < Units; k++) Assert.Equal(y[t, n, k], h.Value[n, k]);
            }
        }

        Assert.Contains("[batch, ", Assert.Throws<ArgumentException>(() => layer.Step(tape.Constant(x), h, c)).Message, StringComparison.Ordinal);
        Assert.Contains("does not fit inputs", Assert.Throws<ArgumentException>(() => layer.Step(tape.Constant(compute.Zeros<double>(Batch + 1, Inputs)), h, c)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gru_follows_its_equations()
    {
        var layer = new Gru<double>(set, "r", Inputs, Units);
        Draw();
        NdArray<double> d = set.Get<double>("r.stateBias");
        NdArray<double> y = layer.Apply(tape.Constant(x)).Value;
        var h = new double[Batch, Units];
        for (int t = 0; t < Time; t++)
        {
            var next = new double[Batch, Units];
            for (int n = 0; n < Batch; n++)
            {
                for (int k = 0; k < Units; k++)
                {
                    double r = Logistic(FromInput(t, n, k) + FromState(h, n, k));
                    double z = Logistic(FromInput(t, n, k + Units) + FromState(h, n, k + Units));
                    double candidate = Math.Tanh(FromInput(t, n, k + (2 * Units)) + (r * (FromState(h, n, k + (2 * Units)) + d[k])));
                    Close(next[n, k] = ((1 - z) * candidate) + (z * h[n, k]), y[t, n, k]);
                }
            }

            h = next;
        }

        Gradients(x, v => layer.Apply(v));
    }

    [Fact]
    public void A_sequence_in_two_parts_with_the_state_handed_on_is_the_whole()
    {
        var rnn = new Rnn<double>(set, "r", Inputs, Units, seed: 2);
        var lstm = new Lstm<double>(set, "l", Inputs, Units, seed: 2);
        var gru = new Gru<double>(set, "g", Inputs, Units, seed: 2);
        Var<double> v = tape.Constant(x);
        Var<double> early = v[..2];
        Var<double> late = v[2..];
        LayerCheck.Close(at => rnn.Run(v).Outputs.Value[at[0] + 2, at[1], at[2]], rnn.Run(late, rnn.Run(early).State).Outputs.Value);
        LayerCheck.Close(at => gru.Run(v).Outputs.Value[at[0] + 2, at[1], at[2]], gru.Run(late, gru.Run(early).State).Outputs.Value);
        (_, Var<double> state, Var<double> cell) = lstm.Run(early);
        LayerCheck.Close(at => lstm.Run(v).Outputs.Value[at[0] + 2, at[1], at[2]], lstm.Run(late, state, cell).Outputs.Value);
        Assert.Contains("does not fit", Assert.Throws<ArgumentException>(() => rnn.Run(v, v[0])).Message, StringComparison.Ordinal);
        Assert.Contains("[time, batch, 3]", Assert.Throws<ArgumentException>(() => gru.Run(v[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exact_schedule_keeps_the_bits_of_the_gradient_and_a_truncated_one_cuts_it()
    {
        double[] whole = Gradient(Schedule.StoreAll);
        Assert.Equal(whole, Gradient(Schedule.ByteBudget(6000)));
        Assert.Equal(whole, Gradient(Schedule.Truncated(Time, Time)));
        Assert.NotEqual(whole, Gradient(Schedule.Truncated(1, 2)));

        double[] Gradient(Schedule schedule)
        {
            using var own = new ParameterSet(compute);
            var layer = new Lstm<double>(own, "l", Inputs, Units, seed: 3) { Schedule = schedule };
            using var on = new Tape(compute);
            on.Backward(Ops.Sum(layer.Apply(on.Constant(x))));
            own.ReadGradients(on);
            return own.Gradient<double>("l.stateWeight").AsReadOnlySpan().ToArray();
        }
    }

    private void Gradients(NdArray<double> x, Func<Var<double>, Var<double>> layer)
    {
        // The parameters are moved: no tape may need them any more.
        tape.Reset();
        LayerCheck.Gradients(set, x, layer);
    }

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    private static void Close(double expected, double actual) => Assert.True(Math.Abs(expected - actual) < 1e-13, $"{actual} and not {expected}");

    private double FromInput(int t, int n, int row) => set.Get<double>("r.bias")[row] + Enumerable.Range(0, Inputs).Sum(k => set.Get<double>("r.inputWeight")[row, k] * x[t, n, k]);

    private double FromState(double[,] h, int n, int row) => Enumerable.Range(0, Units).Sum(k => set.Get<double>("r.stateWeight")[row, k] * h[n, k]);

    private void Draw()
    {
        foreach (string name in set.Names)
        {
            new CounterRandom(3, (ulong)set.NumberOf(name)).FillNormal(set.Get<double>(name));
            compute.Backend.Affine(0.5, set.Get<double>(name), 0, set.Get<double>(name));
        }
    }
}
