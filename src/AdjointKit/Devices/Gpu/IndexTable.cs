using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <summary>
/// What is known of the index arrays that gathering and scattering met last: their range, and for scattering the entries ordered by the element that they touch. An
/// array is read to the host when it is seen for the first time or has been written since. Guarded by its owner, from the look-up to the launch.
/// </summary>
internal sealed class IndexTable(Backend backend)
{
    /// <summary>Sources and receivers, forwards and backwards, of a few operators in turn.</summary>
    private const int MostEntries = 8;

    private readonly List<TurnedIndices> entries = new(MostEntries);

    /// <summary>The entry of an index array, the one used last at the end.</summary>
    internal TurnedIndices Find(in NdArray<long> indices)
    {
        for (int position = entries.Count - 1; position >= 0; position--)
        {
            TurnedIndices entry = entries[position];
            if (!entry.AreThose(indices)) continue;
            if (position == entries.Count - 1) return entry;
            entries.RemoveAt(position);
            entries.Add(entry);
            return entry;
        }

        if (entries.Count == MostEntries)
        {
            entries[0].Dispose();
            entries.RemoveAt(0);
        }

        var made = new TurnedIndices(backend, indices);
        entries.Add(made);
        return made;
    }
}
