using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Loops;

namespace AdjointKit.Benchmarks.Training;

/// <summary>A recurrent network h = tanh(x_t + h W^T) of 100 steps, 64 units, batch 32: its loss, and the gradient with respect to W and all x_t.</summary>
internal sealed class RecurrentCase : IDisposable
{
    private const int Steps = 100;
    private const int Units = 64;
    private const int BatchSize = 32;

    private readonly Tape tape;
    private readonly NdArray<float> inputs;
    private readonly NdArray<float> weights;
    private readonly NdArray<float> start;
    private readonly NdArray<float> inputGradient;
    private readonly NdArray<float> weightGradient;

    internal RecurrentCase(Compute compute)
    {
        tape = new Tape(compute);
        inputs = compute.Empty<float>(Steps, BatchSize, Units);
        new CounterRandom(1).FillNormal(inputs);
        weights = compute.Empty<float>(Units, Units);
        new CounterRandom(2).FillNormal(weights);
        compute.Backend.Affine(1 / Math.Sqrt(Units), weights, 0, weights);
        start = compute.Zeros<float>(BatchSize, Units);
        inputGradient = compute.Empty<float>(inputs.Shape);
        weightGradient = compute.Empty<float>(weights.Shape);
    }

    internal Contestant Forward() => new("AdjointKit", count =>
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int k = 0; k < count; k++)
        {
            tape.Reset();
            Loss(tape.Constant(inputs), tape.Constant(weights));
        }
    });

    internal Contestant Gradient() => new("AdjointKit", count =>
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int k = 0; k < count; k++)
        {
            tape.Reset();
            Var<float> x = tape.Input(inputs);
            Var<float> w = tape.Input(weights);
            tape.Backward(Loss(x, w));
            tape.Gradient(x, inputGradient);
            tape.Gradient(w, weightGradient);
        }
    });

    internal Contestant ScanForward() => new("AdjointKit", count =>
    {
        for (int k = 0; k < count; k++)
        {
            tape.Reset();
            ScanLoss(tape.Constant(inputs), tape.Constant(weights), Schedule.StoreAll);
        }
    });

    internal Contestant ScanGradient(Schedule schedule) => new("AdjointKit", count =>
    {
        for (int k = 0; k < count; k++)
        {
            tape.Reset();
            Var<float> x = tape.Input(inputs);
            Var<float> w = tape.Input(weights);
            tape.Backward(ScanLoss(x, w, schedule));
            tape.Gradient(x, inputGradient);
            tape.Gradient(w, weightGradient);
        }
    });

    public void Dispose()
    {
        tape.Dispose();
        inputs.Dispose();
        weights.Dispose();
        start.Dispose();
        inputGradient.Dispose();
        weightGradient.Dispose();
    }

    private Var<float> Loss(Var<float> x, Var<float> w)
    {
        Var<float> h = tape.Constant(start);
        for (int step = 0; step < Steps; step++) h = Ops.Tanh(Ops.Select(x, 0, step) + Ops.MatMul(h, w, formB: MatrixForm.Transposed));
        return Ops.Mean(Ops.Square(h));
    }

    private Var<float> ScanLoss(Var<float> x, Var<float> w, Schedule schedule)
    {
        LoopResult result = Scan.Run(
            static frame => frame.Next[0] = Ops.Tanh(frame.Inputs[0].As<float>() + Ops.MatMul(frame.State[0].As<float>(), frame.Parameters[0].As<float>(), formB: MatrixForm.Transposed)),
            [tape.Constant(start)],
            [x],
            [w],
            schedule: schedule);
        return Ops.Mean(Ops.Square(result.State[0].As<float>()));
    }
}
