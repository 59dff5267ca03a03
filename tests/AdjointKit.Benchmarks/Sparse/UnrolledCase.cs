using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Optimization;
using AdjointKit.Sparse;

namespace AdjointKit.Benchmarks.Sparse;

/// <summary>Training steps of an unrolled network of 16 layers on a batch of 64 signals of a matrix 250 x 500 in float32: forward, backward, Adam.</summary>
internal sealed class UnrolledCase : IDisposable
{
    internal const int Samples = 64;
    private const int Rows = 250;
    private const int Columns = 500;
    private const int Layers = 16;

    private readonly Compute compute;
    private readonly Dictionary<float> dictionary;
    private readonly UnrolledNetwork<float> network;
    private readonly SparseSignals<float> signals;
    private readonly Tape tape;
    private readonly Optimizer optimizer;

    internal UnrolledCase(Compute compute, string model)
    {
        this.compute = compute;
        using NdArray<float> matrix = compute.Host.Empty<float>(new Shape(Rows, Columns));
        compute.Host.Backend.FillNormal(matrix, new CounterRandom(1));
        using NdArray<float> norms = compute.Host.Empty<float>(new Shape(1, Columns));
        compute.Host.Backend.Norm(matrix, norms, account: null);
        compute.Host.Backend.Binary(BinaryOp.Divide, matrix, norms, matrix);
        dictionary = new Dictionary<float>(matrix, compute);
        network = NetworkModel.Create(model, dictionary, Layers);
        signals = new SparseSignals<float>(dictionary, Samples, seed: 1);
        signals.Fill(0);
        tape = new Tape(compute);
        optimizer = new Optimizer(network.Parameters.Trained, new OptimizerOptions { Rule = new Adam(), LearningRate = 1e-4 }, compute);
    }

    internal Contestant Steps() => new("AdjointKit", count =>
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int step = 0; step < count; step++) Step();
        compute.Finish();
    });

    public void Dispose()
    {
        optimizer.Dispose();
        tape.Dispose();
        signals.Dispose();
        network.Dispose();
        dictionary.Dispose();
    }

    private void Step()
    {
        Var<float> difference = network.Run(tape.Constant(signals.Y)) - tape.Constant(signals.X);
        tape.Backward(new Var<float>(UntypedOps.HalfSquaredNorm(difference)));
        network.Parameters.ReadGradients(tape);
        tape.Reset();
        optimizer.Step(network.Parameters.Trained, network.Parameters.TrainedGradients);
    }
}
