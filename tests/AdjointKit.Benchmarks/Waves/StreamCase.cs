using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;

namespace AdjointKit.Benchmarks.Waves;

/// <summary>What the memory system allows: the traffic of a step, 20 bytes a point, on arrays as large as those of a case.</summary>
internal sealed unsafe class StreamCase : IDisposable
{
    private readonly NdArray<float>[] arrays;
    private readonly nint points;

    internal StreamCase(long points)
    {
        this.points = (nint)points;
        arrays = [.. Enumerable.Range(0, 4).Select(_ => NdArray.Zeros<float>(this.points))];
    }

    internal Contestant Contestant(CompiledBaseline baseline, int threads) =>
        new("stream", steps => baseline.Stream(arrays[0].Pointer, arrays[1].Pointer, arrays[2].Pointer, arrays[3].Pointer, points, threads, steps));

    public void Dispose()
    {
        foreach (NdArray<float> array in arrays) array.Dispose();
    }
}
