using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>Fourier transforms over a grid on a device.</summary>
internal sealed class DeviceGridFourierPlan : GridFourierPlan
{
    private readonly DeviceBackend backend;
    private readonly PerPrecision<GridSteps> complex;
    private readonly PerPrecision<FilterSteps> filters;
    private readonly PerPrecision<RealGridSteps> real;

    internal DeviceGridFourierPlan(DeviceBackend backend, in Shape grid)
        : base(grid)
    {
        this.backend = backend;
        complex = new PerPrecision<GridSteps>(type => new GridSteps(new FourierBuilder(backend, type), Axes(Grid, 0, Grid.Rank)));
        filters = new PerPrecision<FilterSteps>(type => new FilterSteps(new FourierBuilder(backend, type), Grid, complex.Of(type)));
        real = new PerPrecision<RealGridSteps>(type => new RealGridSteps(backend, type, Grid));
    }

    public override void Forward(in UntypedArray x, in UntypedArray into)
    {
        CheckComplex(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) complex.Of(into.ElementType).Forward.Run(Reals.Of(x), Reals.Of(into), into.Count / Grid.Count, FourierEnds.Plain);
        KeepAlive(x, into);
    }

    public override void Inverse(in UntypedArray x, in UntypedArray into)
    {
        CheckComplex(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) complex.Of(into.ElementType).Inverse.Run(Reals.Of(x), Reals.Of(into), into.Count / Grid.Count, FourierEnds.Inverse(1.0 / Grid.Count));
        KeepAlive(x, into);
    }

    public override void Filter(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        CheckFilter(x, transfer, into);
        backend.RequireHere(transfer);
        backend.BeginTransform(x, into);
        var factor = new FourierFactor(Reals.Of(transfer), conjugate ? -1 : 1, OfAxis: false);
        if (into.Count > 0) filters.Of(into.ElementType).Run(Reals.Of(x), Reals.Of(into), into.Count / Grid.Count, factor, 1.0 / Grid.Count);
        GC.KeepAlive(transfer.Storage);
        KeepAlive(x, into);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        CheckForwardReal(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) real.Of(into.ElementType).Forward(x, into);
        KeepAlive(x, into);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        CheckInverseReal(x, into);
        backend.BeginTransform(x, into);
        if (into.Count > 0) real.Of(into.ElementType).Inverse(x, into);
        KeepAlive(x, into);
    }

    private protected override void FilterSmaller(in UntypedArray x, in UntypedArray transfer, bool conjugate, in UntypedArray into)
    {
        int rank = x.Rank;
        UntypedArray whole = backend.Allocate(x.ElementType, x.Shape.With(rank - 2, Grid[0]).With(rank - 1, Grid[1]), null);
        UntypedArray middle = whole;
        for (int axis = -2; axis < 0; axis++) middle = middle.Slice(axis, (Grid[axis] / 2) - (x.Shape[axis] / 2), x.Shape[axis], 1);
        backend.Fill(whole, 0);
        backend.Copy(x, middle);
        Filter(whole, transfer, conjugate, whole);
        backend.Copy(middle, into);
        whole.Release();
    }

    /// <summary>Axes of a grid, some of them, from the first to the last.</summary>
    internal static FourierAxis[] Axes(Shape grid, int from, int to)
    {
        var axes = new FourierAxis[to - from];
        for (int axis = from; axis < to; axis++)
        {
            long leading = 1;
            for (int other = 0; other < axis; other++) leading *= grid[other];
            axes[axis - from] = new FourierAxis(leading, (int)grid[axis], grid.Count / leading / grid[axis]);
        }

        return axes;
    }
}
