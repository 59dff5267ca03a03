namespace AdjointKit.IO;

/// <summary>Where the traces of a SEG-Y file lie. Headers lie about it often: what they say is believed where it fits the file's size.</summary>
/// <param name="FirstTrace">Where the first trace header stands.</param>
/// <param name="HeaderBytes">The length of a trace's headers.</param>
/// <param name="Lengths">The samples of each trace.</param>
/// <param name="End">Where the last whole trace ends.</param>
/// <param name="Warnings">What was not as the headers say.</param>
internal sealed record SegyLayout(long FirstTrace, int HeaderBytes, TraceLengths Lengths, long End, IReadOnlyList<string> Warnings)
{
    private const int MostExtraHeaders = 64;
    private const long LongestTrailer = 1 << 30;

    /// <summary>Finds the layout.</summary>
    /// <exception cref="FileFormatException">No layout fits the file's size.</exception>
    public static SegyLayout Find(FileStream stream, string path, BinaryHeader header, int width, int? statedSamples)
    {
        int extended = header[BinaryField.ExtendedTextHeaders];
        long afterTexts = extended == -1 ? EndOfTexts(stream, path) : SegyFile.HeadLength + (Math.Max(0, extended) * (long)TextHeader.Length);
        int usual = statedSamples ?? SamplesOf(header);
        if (stream.Length < SegyFile.HeadLength + TraceHeaders.StandardLength) throw new FileFormatException(path, stream.Length, "the file has no traces after its headers", "write it again with its traces");
        SegyLayout? best = null;
        foreach ((long first, int headerBytes, long end) in Candidates(stream, header, afterTexts))
        {
            SegyLayout? fit = Fit(stream, header, width, usual, statedSamples is not null, first, headerBytes, end);
            if (fit is null) continue;
            best = first == afterTexts ? fit : fit with { Warnings = [.. fit.Warnings, $"The binary header states {extended} extended text headers, which the file does not have."] };
            break;
        }

        return best ?? FitCut(stream, path, header, width, usual, statedSamples is not null, afterTexts, extended);
    }

    private static int SamplesOf(BinaryHeader header)
    {
        int extended = header.MajorRevision == 2 ? header[BinaryField.ExtendedSamples] : 0;
        return extended > 0 ? extended : header[BinaryField.Samples];
    }

    /// <summary>The places to try, the most trustworthy first: with the further trace headers and trailers that revision 2 states, without, and without extended texts.</summary>
    private static IEnumerable<(long First, int HeaderBytes, long End)> Candidates(FileStream stream, BinaryHeader header, long afterTexts)
    {
        long end = stream.Length;
        foreach (long first in new[] { afterTexts, SegyFile.HeadLength }.Distinct())
        {
            if (header.MajorRevision == 2)
            {
                long trailer = Math.Max(0, header[new BinaryField("Trailers", 3529, 4)]) * (long)TextHeader.Length;
                int extra = header[BinaryField.ExtraTraceHeaders];

                // Revision 2.0 has 4 bytes for this number, revision 2.1 has 2.
                if (extra == 0) extra = header[new BinaryField("ExtraTraceHeaders", 3509, 2)];
                if (extra is > 0 and <= MostExtraHeaders && trailer <= LongestTrailer) yield return (first, (1 + extra) * TraceHeaders.StandardLength, end - trailer);
                if (trailer is > 0 and <= LongestTrailer) yield return (first, TraceHeaders.StandardLength, end - trailer);
            }

            yield return (first, TraceHeaders.StandardLength, end);
        }
    }

    private static SegyLayout? Fit(FileStream stream, BinaryHeader header, int width, int usual, bool stated, long first, int headerBytes, long end)
    {
        if (end - first < headerBytes) return null;
        long traceBytes = headerBytes + ((long)usual * width);
        bool equalFits = usual > 0 && traceBytes <= int.MaxValue && (end - first) % traceBytes == 0 && (end - first) / traceBytes <= int.MaxValue;
        SegyLayout? equal = equalFits ? new SegyLayout(first, headerBytes, new TraceLengths((int)((end - first) / traceBytes), usual), end, []) : null;
        if (stated || (equalFits && header[BinaryField.FixedLength] == 1)) return equal;

        // Where both fit, lengths that lead exactly to the end of the file are no accident.
        TraceWalk walk = TraceWalk.Run(stream, first, end, headerBytes, width, header.IsBigEndian, usual);
        return walk.IsComplete ? new SegyLayout(first, headerBytes, new TraceLengths(walk.Lengths), end, []) : equal;
    }

    private static SegyLayout FitCut(FileStream stream, string path, BinaryHeader header, int width, int usual, bool stated, long first, int extended)
    {
        if (first + TraceHeaders.StandardLength > stream.Length)
        {
            throw new FileFormatException(path, BinaryField.ExtendedTextHeaders.Byte - 1, $"the binary header states {extended} extended text headers and the file has no room for them and a trace", "the file is cut or damaged, copy it again");
        }

        if (usual > 0 && stated) return CutAt(path, stream.Length, first, width, usual);
        TraceWalk walk = TraceWalk.Run(stream, first, stream.Length, TraceHeaders.StandardLength, width, header.IsBigEndian, usual);
        if (walk.AgreesWithFile && usual > 0) return CutAt(path, stream.Length, first, width, usual);
        string trace = walk.Lengths.Count > 0 && walk.Lengths[0] != usual ? $"the header of trace 0 states {walk.Lengths[0]}"
            : walk.FailedLength > 0 ? $"the header of trace {walk.Lengths.Count} states {walk.FailedLength}"
            : $"trace {walk.Lengths.Count} is not whole";
        throw new FileFormatException(path, walk.End, $"the binary header states {usual} samples per trace and {trace}; neither fits the file's {stream.Length} bytes", "the file is cut or damaged, copy it again or state the samples per trace (--samples)");
    }

    /// <summary>The file ends inside a trace, but all that is there agrees: the whole traces are read.</summary>
    private static SegyLayout CutAt(string path, long length, long first, int width, int usual)
    {
        long traceBytes = TraceHeaders.StandardLength + ((long)usual * width);
        long count = (length - first) / traceBytes;
        long end = first + (count * traceBytes);
        if (count is 0 or > int.MaxValue || traceBytes > int.MaxValue) throw new FileFormatException(path, length, $"the first trace of {usual} samples needs {traceBytes} bytes and {length - first} are here", "the file is cut, copy it again");
        return new SegyLayout(first, TraceHeaders.StandardLength, new TraceLengths((int)count, usual), end, [$"The file ends inside trace {count} (byte {length}, whole traces end at byte {end}): {count} whole traces are read."]);
    }

    private static long EndOfTexts(FileStream stream, string path)
    {
        var block = new byte[TextHeader.Length];
        for (long at = SegyFile.HeadLength; ; at += block.Length)
        {
            stream.Position = at;
            if (stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length) throw new FileFormatException(path, at, "the extended text headers do not end with ((SEG: EndText))", "state their number in bytes 3505-3506");
            if (TextHeader.IsEnd(block)) return at + block.Length;
        }
    }
}
