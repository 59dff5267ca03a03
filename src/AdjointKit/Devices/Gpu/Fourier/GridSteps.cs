namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>The transforms along axes of a grid: forward from the last one to the first, back the other way.</summary>
internal sealed class GridSteps(FourierBuilder builder, FourierAxis[] axes)
{
    internal FourierChain Forward { get; } = builder.Chain([.. axes.Reverse()]);

    internal FourierChain Inverse { get; } = builder.Chain(axes);
}
