using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>A function whose gradient the caller computes.</summary>
internal sealed class DelegateObjective<T>(ObjectiveFunction<T> function, Compute compute) : Objective<T>(compute)
    where T : unmanaged
{
    public override void Dispose()
    {
    }

    internal override double Evaluate(NdArray<T> x, NdArray<T> gradient) => function(x, gradient);
}
