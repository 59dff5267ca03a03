using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>A function that has run once at arrays, on a tape that stays until it is disposed; sweeps over it take turns.</summary>
internal sealed class TracedRun : IDisposable
{
    private readonly Lock gate = new();
    private readonly Compute? own;
    private readonly Tape tape;
    private readonly Traced run;
    private readonly Var[] scratch;

    internal TracedRun(Compute? compute, Func<Tape, Var[], Var> f, params ReadOnlySpan<UntypedArray> at)
    {
        own = compute is null ? new Compute(threads: 1) : null;
        tape = new Tape(compute ?? own!);
        scratch = new Var[at.Length];
        try
        {
            Tape recording = tape;
            run = Traced.On(tape, v => f(recording, v), at);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal Compute Compute => tape.Compute;

    internal Shape OutputShape => run.Output.Shape;

    internal Shape InputShape(int k) => run.Inputs[k].Shape;

    internal UntypedArray Value()
    {
        lock (gate) return tape.CopyOut(run.Output);
    }

    /// <summary>into = A dx.</summary>
    internal void Push(ReadOnlySpan<UntypedArray> dx, in UntypedArray into)
    {
        lock (gate)
        {
            int mark = tape.SweepMark;
            for (int k = 0; k < scratch.Length; k++) scratch[k] = tape.AddNode(dx[k], owned: false, active: false);
            Compute.Backend.Copy(tape.PushForward(run.Output, run.Inputs, scratch, record: false).Value, into);
            tape.ReleaseSweep(mark);
        }
    }

    /// <summary>into = A^H ybar.</summary>
    internal void Pull(in UntypedArray cotangent, ReadOnlySpan<UntypedArray> into)
    {
        lock (gate)
        {
            int mark = tape.SweepMark;
            tape.Gradients(run.Output, tape.AddNode(cotangent, owned: false, active: false), run.Inputs, scratch, record: false);
            for (int k = 0; k < scratch.Length; k++) Compute.Backend.Copy(scratch[k].Value, into[k]);
            tape.ReleaseSweep(mark);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            tape.Dispose();
            own?.Dispose();
        }
    }
}
