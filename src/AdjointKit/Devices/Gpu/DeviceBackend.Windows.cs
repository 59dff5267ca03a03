using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <content>Pools and interpolation (Sources/windows.cl): an item does a window, an element, a position.</content>
internal sealed partial class DeviceBackend
{
    internal override void PickLargest(in PoolShape shape, in UntypedArray x, in UntypedArray t, in UntypedArray into) => RunPool("pick_largest", shape, x, t, into);

    internal override void PlaceLargest(in PoolShape shape, in UntypedArray x, in UntypedArray y, in UntypedArray into) => RunPool("place_largest", shape, x, y, into);

    internal override void LinearTaps((UntypedArray Rows, UntypedArray Columns) positions, (nint Rows, nint Columns) grid, (bool Rows, bool Columns) slope, in NdArray<long> indices, in UntypedArray weights)
    {
        bool planar = !positions.Rows.IsDefault;
        UntypedArray rows = planar ? positions.Rows : positions.Columns;
        RequireHere(rows);
        RequireHere(positions.Columns);
        indices.ToUntyped().BeginWrite();
        weights.BeginWrite();
        if (positions.Columns.Count == 0) return;
        ArgumentList arguments = default;
        arguments.Add((long)positions.Columns.Count);
        arguments.Add(planar ? 1 : 0);
        arguments.Add((long)grid.Rows);
        arguments.Add((long)grid.Columns);
        arguments.Add(slope.Rows ? 1 : 0);
        arguments.Add(slope.Columns ? 1 : 0);
        arguments.Add(rows);
        arguments.Add(positions.Columns);
        arguments.Add(indices.ToUntyped());
        arguments.Add(weights);
        driver.Launch(Find(WindowProgram, weights.ElementType, "linear_taps"), LaunchSize.Over(positions.Columns.Count, LineGroup), arguments.Values);
    }

    private void RunPool(string kernel, in PoolShape shape, in UntypedArray x, in UntypedArray other, in UntypedArray into)
    {
        RequireHere(x);
        RequireHere(other);
        RequireHere(into);
        into.BeginWrite();
        if (into.Count == 0) return;
        ArgumentList arguments = default;
        arguments.Add((long)into.Count);
        arguments.Add((long)shape.Y.Length);
        arguments.Add((long)shape.X.Length);
        arguments.Add((long)shape.Y.Windows);
        arguments.Add((long)shape.X.Windows);
        arguments.Add((long)shape.Y.Taps);
        arguments.Add((long)shape.X.Taps);
        arguments.Add((long)shape.Y.Stride);
        arguments.Add((long)shape.X.Stride);
        arguments.Add((long)shape.Y.Padding);
        arguments.Add((long)shape.X.Padding);
        arguments.Add(x);
        arguments.Add(other);
        arguments.Add(into);
        driver.Launch(Find(WindowProgram, into.ElementType, kernel), LaunchSize.Over(into.Count, LineGroup), arguments.Values);
    }
}
