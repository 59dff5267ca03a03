using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Optimization;

namespace AdjointKit.Benchmarks.Training;

/// <summary>Steps of Adam on as many numbers as the untied LISTA of 16 layers has: bounded by memory, 28 bytes a number.</summary>
internal sealed class AdamCase : IDisposable
{
    private const nint Count = 6_000_000;

    private readonly NdArray<float> parameter;
    private readonly NdArray<float> gradient;
    private readonly Optimizer optimizer;

    internal AdamCase(Compute compute)
    {
        parameter = compute.Empty<float>(Count);
        gradient = compute.Empty<float>(Count);
        new CounterRandom(1).FillNormal(parameter);
        new CounterRandom(2).FillNormal(gradient);
        optimizer = new Optimizer([parameter], new OptimizerOptions { Rule = new Adam(), LearningRate = 1e-3 }, compute);
    }

    internal Contestant Steps() => new("AdjointKit", count =>
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int step = 0; step < count; step++) optimizer.Step(parameter, gradient);
    });

    public void Dispose()
    {
        optimizer.Dispose();
        parameter.Dispose();
        gradient.Dispose();
    }
}
