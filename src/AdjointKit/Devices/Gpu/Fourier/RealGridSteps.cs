using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Transforms of real grids: real along the last axis, complex along the others.</summary>
internal sealed class RealGridSteps
{
    private readonly DeviceBackend backend;
    private readonly RealLines lines;
    private readonly GridSteps others;
    private readonly nint halfGrid;
    private readonly double scale;

    internal RealGridSteps(DeviceBackend backend, ElementType type, Shape grid)
    {
        this.backend = backend;
        Shape half = grid.With(grid.Rank - 1, (grid[-1] / 2) + 1);
        lines = new RealLines(backend, type, (int)grid[-1]);
        others = new GridSteps(new FourierBuilder(backend, type), DeviceGridFourierPlan.Axes(half, 0, grid.Rank - 1));
        halfGrid = half.Count;
        scale = (double)grid[-1] / grid.Count;
    }

    internal void Forward(in UntypedArray x, in UntypedArray into)
    {
        lines.Forward(x, into);
        others.Forward.Run(Reals.Of(into), Reals.Of(into), into.Count / halfGrid, FourierEnds.Plain);
    }

    internal void Inverse(in UntypedArray x, in UntypedArray into)
    {
        UntypedArray work = backend.Allocate(x.ElementType, x.Shape, null);
        others.Inverse.Run(Reals.Of(x), Reals.Of(work), x.Count / halfGrid, FourierEnds.Inverse(scale));
        lines.Inverse(work, into);
        work.Release();
    }
}
