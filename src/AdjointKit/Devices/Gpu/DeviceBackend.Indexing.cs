using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;

namespace AdjointKit.Devices.Gpu;

/// <content>Weighted reading and its transpose. Scattering adds in the order of the entries, as on the CPU, through indices that are turned round once.</content>
internal sealed unsafe partial class DeviceBackend
{
    private readonly IndexTable indexTable;

    public override void Gather(in UntypedArray source, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into)
    {
        nint taps = CheckTaps(source, indices, weights, into);
        lock (indexTable)
        {
            indexTable.Find(indices).RequireWithin(source.Count);
            into.BeginWrite();
            if (into.Count == 0) return;
            ArgumentList arguments = default;
            arguments.Add((long)into.Count);
            arguments.Add((long)taps);
            arguments.Add(source);
            arguments.Add((UntypedArray)indices);
            arguments.Add(weights);
            arguments.Add(into);
            driver.Launch(Find(PointProgram, into.ElementType, ElementTypes.IsComplex(into.ElementType) ? "gather_complex" : "gather_real"), LaunchSize.Over(into.Count, GridGroup), arguments.Values);
        }
    }

    public override void ScatterAdd(in UntypedArray x, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into)
    {
        nint taps = CheckTaps(into, indices, weights, x);
        lock (indexTable)
        {
            TurnedIndices turned = indexTable.Find(indices);
            turned.RequireWithin(into.Count);
            into.BeginWrite();
            if (indices.Count == 0) return;
            turned.Turn();
            ArgumentList arguments = default;
            arguments.Add((long)turned.Touched);
            arguments.Add((long)taps);
            arguments.Add(KernelArgument.Memory(turned.Targets.Storage.Memory));
            arguments.Add(KernelArgument.Memory(turned.Starts.Storage.Memory));
            arguments.Add(KernelArgument.Memory(turned.Entries.Storage.Memory));
            arguments.Add(weights);
            arguments.Add(x);
            arguments.Add(into);
            driver.Launch(Find(PointProgram, into.ElementType, ElementTypes.IsComplex(into.ElementType) ? "scatter_complex" : "scatter_real"), LaunchSize.Over(turned.Touched, GridGroup), arguments.Values);
        }
    }

    /// <summary>Checks types and shapes; returns the number of taps per entry.</summary>
    private nint CheckTaps(in UntypedArray grid, in NdArray<long> indices, in UntypedArray weights, in UntypedArray entries)
    {
        RequireOneType(grid, grid, entries);
        RequireHere(grid);
        RequireHere(indices);
        RequireHere(weights);
        RequireHere(entries);
        if (weights.ElementType != ElementTypes.RealOf(grid.ElementType)) throw new ArgumentException($"weights {weights} do not have the precision of {grid}", nameof(weights));
        if (indices.Shape != weights.Shape || indices.Rank == 0 || indices.Count != entries.Count * indices.Shape[-1]) throw new ArgumentException($"indices {indices.Shape} and weights {weights.Shape} must both have the shape of the entries {entries.Shape} with one axis of taps behind", nameof(indices));
        if (!grid.IsContiguous || !indices.IsContiguous || !weights.IsContiguous || !entries.IsContiguous) throw new ArgumentException("gather and scatter work on contiguous arrays: copy the views first", nameof(grid));
        return indices.Shape[-1];
    }
}
