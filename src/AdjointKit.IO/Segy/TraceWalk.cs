namespace AdjointKit.IO;

/// <summary>Goes from trace to trace by the lengths that the trace headers state, as far as they lead.</summary>
internal sealed class TraceWalk
{
    private const int SamplesAt = 114;

    private TraceWalk(List<int> lengths, long end, bool complete, bool allStatedAs, int failedLength)
    {
        Lengths = lengths;
        End = end;
        IsComplete = complete;
        AgreesWithFile = allStatedAs;
        FailedLength = failedLength;
    }

    /// <summary>The lengths of the whole traces that were met.</summary>
    public List<int> Lengths { get; }

    /// <summary>Where the last whole trace ends.</summary>
    public long End { get; }

    /// <summary>Whether the last trace ends where the traces shall end.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether every header that was met states the length of the binary header, or none; also that of a trace that is not whole.</summary>
    public bool AgreesWithFile { get; }

    /// <summary>The length that the header of the trace that is not whole states; 0: that header is not whole either, or states none.</summary>
    public int FailedLength { get; }

    /// <summary>Walks from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="start">Where the first trace header stands.</param>
    /// <param name="end">Where the traces shall end.</param>
    /// <param name="headerBytes">The length of a trace's headers.</param>
    /// <param name="width">The bytes of a sample.</param>
    /// <param name="bigEndian">The byte order.</param>
    /// <param name="usual">The length of a trace whose header states none; 0: such a trace ends the walk.</param>
    public static TraceWalk Run(FileStream stream, long start, long end, int headerBytes, int width, bool bigEndian, int usual)
    {
        Span<byte> field = stackalloc byte[2];
        var lengths = new List<int>();
        long at = start;
        bool agrees = true;
        int stated = 0;
        while (end - at >= headerBytes)
        {
            stream.Position = at + SamplesAt;
            if (stream.ReadAtLeast(field, 2, throwOnEndOfStream: false) < 2) break;
            stated = HeaderBytes.Get(field, 0, 2, signed: false, bigEndian);
            int length = stated == 0 ? usual : stated;
            agrees &= length == usual;
            long next = at + headerBytes + ((long)length * width);
            if (length == 0 || next > end || next - at > int.MaxValue) return new TraceWalk(lengths, at, complete: false, agrees, stated);
            lengths.Add(length);
            at = next;
        }

        return new TraceWalk(lengths, at, at == end && lengths.Count > 0, agrees, failedLength: 0);
    }
}
