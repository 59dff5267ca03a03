using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <summary>The indices of the last gather or scatter, checked and turned round: for each element that is touched, the entries that touch it, in order. Guarded by its owner.</summary>
internal sealed class TurnedIndices
{
    private NdArray<long> indices;
    private int version;
    private long smallest;
    private long largest;
    private nint smallestPosition;
    private nint largestPosition;

    /// <summary>How many elements are touched.</summary>
    internal nint Touched { get; private set; }

    /// <summary>[touched]: the elements, ascending.</summary>
    internal NdArray<long> Targets { get; private set; }

    /// <summary>[touched + 1]: where the entries of each begin.</summary>
    internal NdArray<long> Starts { get; private set; }

    /// <summary>The positions in the indices, ordered by element, then by position.</summary>
    internal NdArray<long> Entries { get; private set; }

    /// <summary>Whether these are the indices that were turned round, unchanged since.</summary>
    internal bool AreThose(in NdArray<long> others) => !indices.IsReleased && indices == others && version == others.Storage.Version;

    /// <summary>Refuses indices that leave an array of a number of elements.</summary>
    internal void RequireWithin(nint count)
    {
        if (smallest < 0) throw new ArgumentOutOfRangeException(nameof(indices), smallest, $"index {smallest} at position {smallestPosition} is outside an array of {count} elements");
        if (largest >= count) throw new ArgumentOutOfRangeException(nameof(indices), largest, $"index {largest} at position {largestPosition} is outside an array of {count} elements");
    }

    /// <summary>Turns indices round.</summary>
    /// <param name="onDevice">The indices on the device.</param>
    /// <param name="read">The same in host memory.</param>
    /// <param name="backend">The device.</param>
    internal void Take(in NdArray<long> onDevice, NdArray<long> read, Backend backend)
    {
        Targets.Dispose();
        Starts.Dispose();
        Entries.Dispose();
        ReadOnlySpan<long> values = read.AsReadOnlySpan();
        var order = new long[values.Length];
        for (int j = 0; j < order.Length; j++) order[j] = j;
        long[] keys = values.ToArray();
        Array.Sort(keys, order, Comparer<long>.Default);
        (smallest, smallestPosition) = keys.Length == 0 ? (0, 0) : (keys[0], (nint)order[0]);
        (largest, largestPosition) = keys.Length == 0 ? (0, 0) : (keys[^1], (nint)order[^1]);
        var targets = new List<long>();
        var starts = new List<long>();
        for (int j = 0; j < keys.Length; j++)
        {
            if (j > 0 && keys[j] == keys[j - 1]) continue;
            targets.Add(keys[j]);
            starts.Add(j);
        }

        starts.Add(keys.Length);

        // Sorting does not keep the order of equal keys.
        for (int t = 0; t < targets.Count; t++) Array.Sort(order, (int)starts[t], (int)(starts[t + 1] - starts[t]));
        Touched = targets.Count;
        Targets = OnDevice([.. targets], backend);
        Starts = OnDevice([.. starts], backend);
        Entries = OnDevice(order, backend);
        indices = onDevice;
        version = onDevice.Storage.Version;
    }

    private static NdArray<long> OnDevice(long[] values, Backend backend)
    {
        NdArray<long> array = backend.Allocate(ElementType.Int64, new Shape(values.Length), null).As<long>();
        backend.CopyFromHost(NdArray.From<long>(values), array);
        return array;
    }
}
