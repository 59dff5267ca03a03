namespace AdjointKit.IO;

/// <summary>What a SEG-Y or SU file says wrongly, or not at all.</summary>
public sealed record SegyReadOptions
{
    /// <summary>The sample format, in place of the binary header's.</summary>
    public SegySampleFormat? Format { get; init; }

    /// <summary>Whether numbers have their most significant byte first; null: found out from the file.</summary>
    public bool? BigEndian { get; init; }

    /// <summary>The number of samples of every trace, in place of the headers'.</summary>
    public int? SamplesPerTrace { get; init; }
}
