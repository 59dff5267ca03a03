using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>
/// Transform, transfer function, inverse transform. Where a group holds a line of the first axis, it does all three for it: the grid is read and written once
/// per axis and once more. Otherwise the last step of the transform multiplies.
/// </summary>
internal sealed class FilterSteps
{
    private readonly GridSteps whole;
    private readonly GridSteps? others;
    private readonly FourierStep? first;

    internal FilterSteps(FourierBuilder builder, Shape grid, GridSteps whole)
    {
        this.whole = whole;
        first = builder.TryFilter(DeviceGridFourierPlan.Axes(grid, 0, 1)[0]);
        if (first is not null) others = new GridSteps(builder, DeviceGridFourierPlan.Axes(grid, 1, grid.Rank));
    }

    internal void Run(in Reals x, in Reals into, long batch, in FourierFactor factor, double scale)
    {
        FourierEnds product = FourierEnds.Plain with { Factor = factor };
        (first is null ? whole : others!).Forward.Run(x, into, batch, first is null ? product : FourierEnds.Plain);
        first?.Launch(into, into, batch, product);
        (first is null ? whole : others!).Inverse.Run(into, into, batch, FourierEnds.Inverse(scale));
    }
}
