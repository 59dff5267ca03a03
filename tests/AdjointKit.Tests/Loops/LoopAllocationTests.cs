using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Loops;
using Xunit;

namespace AdjointKit.Tests.Loops;

[Collection("Alone")]
public sealed class LoopAllocationTests
{
    [Fact]
    public void Steps_allocate_no_managed_memory()
    {
        using var compute = new Compute(threads: 1);
        Assert.Equal(Allocated(compute, 300, active: false), Allocated(compute, 600, active: false));
    }

    [Fact]
    public void A_sweep_over_more_steps_allocates_no_more_managed_memory()
    {
        using var compute = new Compute(threads: 1);
        Assert.Equal(Allocated(compute, 300, active: true), Allocated(compute, 600, active: true));
    }

    [Fact]
    public void Plan_and_reports_of_many_small_steps_tell_what_the_process_takes()
    {
        const int steps = 100_000;
        using var compute = new Compute(threads: 1);
        using NdArray<double> x = NdArray.From(0.5, 0.7);
        StoragePool.Trim();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var tape = new Tape(compute);
        Var<double> v = tape.Input(x);
        LoopPlan? plan = null;
        LoopResult result = Scan.Run(frame => frame.Next[0] = Ops.Sin(frame.State[0].As<double>()) * frame.Parameters[0].As<double>(), [v], default, [v], steps: steps, planned: made => plan = made);
        Var<double> loss = Ops.Sum(result.State[0].As<double>());
        long forward = GC.GetTotalMemory(forceFullCollection: true) - before + compute.Memory.Used;
        tape.Backward(loss);
        long swept = GC.GetTotalMemory(forceFullCollection: true) - before + compute.Memory.Used;
        foreach (long told in new[] { plan!.Bytes, result.Report!.Value.Bytes, tape.Report().Bytes })
        {
            Assert.InRange(told, 0.8 * forward, 1.2 * forward);
            Assert.InRange(told, 0.8 * swept, 1.2 * swept);
        }
    }

    /// <summary>What a loop, or a sweep over a recorded one, allocates: the least of many rounds, for the test runner allocates now and then.</summary>
    private static long Allocated(Compute compute, int steps, bool active)
    {
        using var tape = new Tape(compute);
        using NdArray<double> h = NdArray.From(0.5, 0.7);
        using NdArray<double> x = NdArray.Zeros<double>(steps, 2);
        using NdArray<double> p = NdArray.From(0.3, 0.1);
        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            tape.Reset();
            Var<double> state = active ? tape.Input(h) : tape.Constant(h);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            (Var<double> last, Var<double> all) = Scan.Run<double>(static (s, u, q) => Step(s, u, q), state, tape.Constant(x), [tape.Constant(p)]);
            if (active)
            {
                Var<double> loss = Ops.Sum(last) + Ops.Sum(all);
                tape.Backward(loss);
                Thread.Sleep(5);
                before = GC.GetTotalAllocatedBytes(precise: true);
                tape.Backward(loss);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    private static (Var<double> State, Var<double> Output) Step(Var<double> s, Var<double> u, IReadOnlyList<Var<double>> q)
    {
        Var<double> next = Ops.Tanh((s * q[0]) + u);
        return (next, next * s);
    }
}
