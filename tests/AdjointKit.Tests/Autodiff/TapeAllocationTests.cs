using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

[Collection("Alone")]
public sealed class TapeAllocationTests
{
    [Fact]
    public void A_step_on_a_reset_tape_allocates_no_managed_memory() => AssertAllocatesNothing(Step);

    [Fact]
    public void Choices_thresholds_and_special_functions_allocate_no_managed_memory() => AssertAllocatesNothing(ElementwiseStep);

    private static void AssertAllocatesNothing(Action<Tape, NdArray<float>, NdArray<float>, NdArray<float>> step)
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> a = NdArray.Zeros<float>(40, 1000);
        using NdArray<float> b = NdArray.Zeros<float>(1000);
        using NdArray<float> gradient = NdArray.Zeros<float>(40, 1000);
        compute.Backend.Fill(a, 0.3);
        compute.Backend.Fill(b, 0.7);
        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) step(tape, a, b, gradient);
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int k = 0; k < 10; k++) step(tape, a, b, gradient);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Step(Tape tape, NdArray<float> a, NdArray<float> b, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(a);
        Var<float> y = tape.Input(b);
        Var<float> z = Ops.Tanh((x * y) + 1) / (Ops.Exp(x) + Ops.Square(y));
        Var<float> loss = Ops.Sum(Ops.Sin(z)) + Ops.HalfSquaredNorm(z - x) + Ops.InnerProduct(z, x) + Ops.Mean(Ops.Slice(z, 0, 3, 5));
        tape.Backward(loss);
        tape.Gradient(x, gradient);
    }

    private static void ElementwiseStep(Tape tape, NdArray<float> a, NdArray<float> b, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(a);
        Var<float> y = tape.Input(b);
        Var<float> chosen = Ops.Where(Ops.Greater(x, y), Ops.Maximum(x, y), Ops.Clamp(x, 0.1, 0.6)) + Ops.SoftThreshold(x, y) + Ops.Hypot(x, y) + Ops.Remainder(x, y);
        Var<float> functions = Ops.Gelu(Ops.Relu(x)) + Ops.Softplus(Ops.Elu(y)) + Ops.LogGamma(x + 1) + Ops.Sinc(x) + Ops.Tan(x) + Ops.Asin(x) + Ops.Power(x, 3) + Ops.Floor(y) + Ops.StopGradient(x);
        Var<double> wide = Ops.ToDouble(Ops.Real(Ops.Polar(chosen, functions)));
        tape.Backward(Ops.Sum(wide));
        tape.Gradient(x, gradient);
    }
}
