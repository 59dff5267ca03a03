using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <summary>An index array on a device: its range, and once it is scattered through, for each element that is touched the entries that touch it, in order.</summary>
internal sealed class TurnedIndices : IDisposable
{
    private readonly Backend backend;
    private readonly NdArray<long> indices;
    private readonly int version;
    private readonly nint smallestPosition;
    private readonly nint largestPosition;
    private readonly long smallest;
    private readonly long largest;
    private bool isTurned;

    /// <summary>Reads the indices to the host for their range.</summary>
    internal TurnedIndices(Backend backend, in NdArray<long> indices)
    {
        this.backend = backend;
        this.indices = indices;
        version = indices.Storage.Version;
        using NdArray<long> read = Read();
        ReadOnlySpan<long> values = read.AsReadOnlySpan();
        for (int j = 0; j < values.Length; j++)
        {
            if (j == 0 || values[j] < smallest) (smallest, smallestPosition) = (values[j], j);
            if (j == 0 || values[j] > largest) (largest, largestPosition) = (values[j], j);
        }
    }

    /// <summary>How many elements are touched.</summary>
    internal nint Touched { get; private set; }

    /// <summary>[touched]: the elements, ascending.</summary>
    internal NdArray<long> Targets { get; private set; }

    /// <summary>[touched + 1]: where the entries of each begin.</summary>
    internal NdArray<long> Starts { get; private set; }

    /// <summary>The positions in the indices, ordered by element, then by position.</summary>
    internal NdArray<long> Entries { get; private set; }

    /// <summary>Whether these are the indices that an array holds, unchanged since.</summary>
    internal bool AreThose(in NdArray<long> others) => !indices.IsReleased && indices == others && version == others.Storage.Version;

    /// <summary>Refuses indices that leave an array of a number of elements.</summary>
    internal void RequireWithin(nint count)
    {
        if (indices.Count == 0) return;
        if (smallest < 0) throw new ArgumentOutOfRangeException(nameof(indices), smallest, $"index {smallest} at position {smallestPosition} is outside an array of {count} elements");
        if (largest >= count) throw new ArgumentOutOfRangeException(nameof(indices), largest, $"index {largest} at position {largestPosition} is outside an array of {count} elements");
    }

    /// <summary>Orders the entries by the element that they touch, once.</summary>
    internal void Turn()
    {
        if (isTurned) return;
        using NdArray<long> read = Read();
        long[] keys = read.AsReadOnlySpan().ToArray();
        var order = new long[keys.Length];
        for (int j = 0; j < order.Length; j++) order[j] = j;
        Array.Sort(keys, order);
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
        Targets = OnDevice([.. targets]);
        Starts = OnDevice([.. starts]);
        Entries = OnDevice(order);
        isTurned = true;
    }

    public void Dispose()
    {
        Targets.Dispose();
        Starts.Dispose();
        Entries.Dispose();
    }

    private NdArray<long> Read()
    {
        NdArray<long> read = NdArray.Empty<long>(indices.Shape);
        backend.CopyToHost(indices, read);
        return read;
    }

    private NdArray<long> OnDevice(long[] values)
    {
        NdArray<long> array = backend.Allocate(ElementType.Int64, new Shape(values.Length), null).As<long>();
        using NdArray<long> host = NdArray.From<long>(values);
        backend.CopyFromHost(host, array);
        return array;
    }
}
