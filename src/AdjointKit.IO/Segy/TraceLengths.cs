namespace AdjointKit.IO;

/// <summary>How many samples each trace has: one number for all, or one per trace.</summary>
internal sealed class TraceLengths
{
    private readonly int[]? samples;
    private readonly long[]? starts;

    /// <summary>All traces have the same length.</summary>
    public TraceLengths(int count, int samplesPerTrace)
    {
        Count = count;
        Longest = samplesPerTrace;
        Total = (long)count * samplesPerTrace;
    }

    /// <summary>One length per trace.</summary>
    public TraceLengths(IReadOnlyList<int> lengths)
        : this(lengths.Count, lengths.Count == 0 ? 0 : lengths.Max())
    {
        if (lengths.All(length => length == Longest)) return;
        samples = [.. lengths];
        starts = new long[Count];
        Total = 0;
        for (int trace = 0; trace < Count; trace++)
        {
            starts[trace] = Total;
            Total += samples[trace];
        }
    }

    public int Count { get; }

    public int Longest { get; }

    public long Total { get; }

    public bool AreEqual => samples is null;

    public int this[int trace] => samples is null ? Longest : samples[trace];

    /// <summary>How many samples come before a trace.</summary>
    public long Start(int trace) => starts is null ? (long)trace * Longest : starts[trace];
}
