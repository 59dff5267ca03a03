using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Throughput;
using AdjointKit.Operators;
using AdjointKit.Optimization;

namespace AdjointKit.Cli.Checks;

/// <summary>The speed of ISTA and FISTA on many samples of which a tenth is not zero: the two products of a step are counted as if nothing were left out.</summary>
internal static class SparseThroughput
{
    internal const string Group = "sparse";
    private const int Rows = 250;
    private const int Columns = 500;
    private const int Samples = 1000;
    private const int Steps = 50;

    /// <summary>The cases.</summary>
    internal static IReadOnlyList<ThroughputCase> All { get; } = [Recovery<float>("float", accelerated: false), Recovery<float>("float", accelerated: true), Recovery<double>("double", accelerated: true)];

    private static ThroughputCase Recovery<T>(string type, bool accelerated)
        where T : unmanaged => new(Group, $"{(accelerated ? "FISTA" : "ISTA")}, {Rows} x {Columns} {type}, {Samples} samples, {Steps} steps from 0", "Gflop/s", compute =>
    {
        NdArray<T> matrix = compute.Empty<T>(Rows, Columns);
        NdArray<T> truth = compute.Empty<T>(Samples, Columns);
        NdArray<T> support = compute.Empty<T>(Samples, Columns);
        NdArray<T> data = compute.Empty<T>(Samples, Rows);
        compute.Backend.FillNormal(matrix, new CounterRandom(1));
        compute.Backend.Affine(1 / Math.Sqrt(Rows), matrix, 0, matrix);
        compute.Backend.FillNormal(truth, new CounterRandom(2));
        compute.Backend.FillBernoulli(support, 0.1, new CounterRandom(3));
        compute.Backend.Binary(BinaryOp.Multiply, truth, support, truth);
        var a = new MatrixOperator<T>(compute, matrix, Samples);
        a.Apply(truth, data);
        truth.Dispose();
        support.Dispose();
        var solver = new ProximalGradient<T, T>(a, new L1Norm<T>(compute, 0.1), new ProximalGradientOptions { Accelerated = accelerated, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Steps } });
        return new Work(4.0 * Rows * Columns * Samples * Steps, 0, () =>
        {
            solver.Start(data);
            solver.Run();
        }, () =>
        {
            solver.Dispose();
            matrix.Dispose();
            data.Dispose();
        });
    });
}
