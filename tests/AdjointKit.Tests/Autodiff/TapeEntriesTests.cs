using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

public sealed class TapeEntriesTests
{
    [Fact]
    public void The_entries_are_the_program_as_it_ran()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(1.0));
        Var<double> y = tape.Input(NdArray.From(2.0));
        Var<double> f = Ops.Log(x + Ops.Exp(y / x));
        TapeEntry[] entries = [.. tape.Entries];
        Assert.Equal(["divide", "exp", "add", "log"], entries.Select(entry => entry.Op));
        Assert.Equal([y.ToVar().Id, x.ToVar().Id], entries[0].Inputs.Select(input => input.Id));
        Assert.Equal([x.ToVar().Id, entries[1].Outputs[0].Id], entries[2].Inputs.Select(input => input.Id));
        Assert.Equal(f.ToVar().Id, Assert.Single(entries[3].Outputs).Id);
        Assert.Equal(Math.Exp(2), entries[1].Outputs[0].As<double>().Value[0], 1e-15);
    }

    [Fact]
    public void The_sensitivity_of_an_intermediate_value_is_kept_where_asked_for()
    {
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        Var<double> x = tape.Input(NdArray.From(0.6));
        Var<double> inner = Ops.Sin(x);
        Var<double> outer = Ops.Exp(inner);
        tape.KeepGradient(inner);
        Var<double> f = Ops.Sum(outer * outer);

        // Twice: the second sweep starts from nothing.
        for (int sweep = 0; sweep < 2; sweep++)
        {
            tape.Backward(f);
            double slope = 2 * Math.Exp(2 * Math.Sin(0.6));
            Assert.Equal(slope, tape.Gradient(inner)[0], 1e-14);
            Assert.Equal(slope * Math.Cos(0.6), tape.Gradient(x)[0], 1e-14);
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(outer));
        }

        tape.Reset();
        Assert.Throws<ArgumentException>(() => tape.KeepGradient(inner));
    }
}
