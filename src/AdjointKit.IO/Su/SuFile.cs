using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>A Seismic Un*x file: traces with the headers of SEG-Y and 4-byte IEEE samples, nothing before them, in the byte order of the machine that wrote it.</summary>
public sealed unsafe class SuFile : TraceFile
{
    private const int ReadBuffer = 1 << 16;
    private const int Width4 = sizeof(float);
    private const double Microsecond = 1e-6;

    private SuFile(string path, TraceHeaders headers, NdArray<byte> raw, TraceLengths lengths)
        : base(path, headers, raw, lengths, SegySampleFormat.Float32, 0)
    {
    }

    /// <inheritdoc/>
    public override double SampleInterval => Headers[0, TraceField.SampleInterval] * Microsecond;

    /// <summary>Reads a file in either byte order: the one in which the lengths that the headers state lead to the file's end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file says wrongly or not at all.</param>
    /// <exception cref="FileFormatException">The headers' lengths fit the file in neither byte order.</exception>
    public static SuFile Read(string path, SegyReadOptions? options = null)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadBuffer);
        SegyLayout layout = FindLayout(stream, path, options ?? new SegyReadOptions(), out bool bigEndian);
        (TraceHeaders headers, NdArray<byte> raw) = ReadTraces(stream, path, 0, TraceHeaders.StandardLength, layout.Lengths, Width4, bigEndian);
        return new SuFile(path, headers, raw, layout.Lengths) { Warnings = layout.Warnings };
    }

    /// <summary>Makes a file of samples; headers number the traces and state length and interval.</summary>
    /// <param name="samples">[..., time]: each row along the last axis is a trace. With three axes they are [field record, trace in it, time].</param>
    /// <param name="sampleInterval">The sample interval in seconds; stored in whole microseconds up to 65535.</param>
    /// <param name="bigEndian">The byte order; Seismic Un*x of today writes the most significant byte first (XDR).</param>
    /// <exception cref="ArgumentException">No axis, no sample, more than 65535 samples in a trace, an interval that the header cannot hold, or a sample that float32 cannot hold.</exception>
    public static SuFile Create<T>(NdArray<T> samples, double sampleInterval, bool bigEndian = true)
        where T : unmanaged => Create(AnyArray.Of(samples), sampleInterval, bigEndian);

    /// <inheritdoc cref="Create{T}(NdArray{T}, double, bool)"/>
    public static SuFile Create(AnyArray samples, double sampleInterval, bool bigEndian = true)
    {
        ArgumentNullException.ThrowIfNull(samples);
        (int count, int length) = TraceMaker.Rows(samples.Shape);
        if (length > ushort.MaxValue) throw new ArgumentException($"A trace of an SU file has at most {ushort.MaxValue} samples, not {length}: write it as .sgy or .npy.", nameof(samples));
        double microseconds = TraceMaker.Microseconds(sampleInterval);
        if (microseconds > ushort.MaxValue || Math.Round(microseconds) != microseconds) throw new ArgumentOutOfRangeException(nameof(sampleInterval), sampleInterval, $"SU stores whole microseconds up to {ushort.MaxValue}: write the traces as .sgy or .npy");
        NdArray<byte> raw = TraceMaker.Encode(samples, SegySampleFormat.Float32, bigEndian);
        return new SuFile("", TraceMaker.Headers(samples.Shape, count, length, (int)microseconds, bigEndian), raw, new TraceLengths(count, length));
    }

    /// <summary>A file with the traces and headers of another.</summary>
    /// <exception cref="FileFormatException">A sample does not fit float32.</exception>
    public static SuFile From(TraceFile traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        using NdArray<float> samples = traces.SamplesAs<float>();
        (_, int length) = TraceMaker.Rows(samples.Shape);
        if (length > ushort.MaxValue) throw new ArgumentException($"A trace of an SU file has at most {ushort.MaxValue} samples, not {length}: write it as .sgy or .npy.", nameof(traces));
        NdArray<byte> bytes = NdArray.Empty<byte>(new Shape(traces.TraceCount, TraceHeaders.StandardLength));
        var headers = new TraceHeaders(bytes, traces.IsBigEndian);
        for (int trace = 0; trace < traces.TraceCount; trace++)
        {
            traces.Headers.Raw(trace)[..TraceHeaders.StandardLength].CopyTo(headers.Writable(trace));
            headers[trace, TraceField.Samples] = length;
            if (headers[trace, TraceField.SampleInterval] == 0) headers[trace, TraceField.SampleInterval] = (int)Math.Min(ushort.MaxValue, Math.Round(traces.SampleInterval / Microsecond));
        }

        NdArray<byte> raw = TraceMaker.Encode(AnyArray.Of(samples), SegySampleFormat.Float32, traces.IsBigEndian);
        return new SuFile(traces.Path, headers, raw, new TraceLengths(traces.TraceCount, length));
    }

    internal override void WriteTo(Stream stream) => WriteTraces(stream);

    /// <summary>Whether the lengths that the trace headers state lead exactly to the file's end.</summary>
    internal static bool IsLikely(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, ReadBuffer);
        return Walk(stream, bigEndian: true).IsComplete || Walk(stream, bigEndian: false).IsComplete;
    }

    private static TraceWalk Walk(FileStream stream, bool bigEndian) => TraceWalk.Run(stream, 0, stream.Length, TraceHeaders.StandardLength, Width4, bigEndian, usual: 0);

    private static SegyLayout FindLayout(FileStream stream, string path, SegyReadOptions options, out bool bigEndian)
    {
        if (options.SamplesPerTrace is int stated)
        {
            long traceBytes = TraceHeaders.StandardLength + ((long)stated * Width4);
            bigEndian = options.BigEndian ?? Walk(stream, bigEndian: true).Lengths.Count >= Walk(stream, bigEndian: false).Lengths.Count;
            return stated > 0 && stream.Length > 0 && stream.Length % traceBytes == 0 && traceBytes <= int.MaxValue && stream.Length / traceBytes <= int.MaxValue
                ? new SegyLayout(0, TraceHeaders.StandardLength, new TraceLengths((int)(stream.Length / traceBytes), stated), stream.Length, [])
                : throw new FileFormatException(path, stream.Length, $"the file's {stream.Length} bytes are no whole number of traces of {stated} samples ({traceBytes} bytes)", "state the samples per trace that the file has (--samples)");
        }

        TraceWalk big = Walk(stream, bigEndian: true);
        TraceWalk little = Walk(stream, bigEndian: false);
        bigEndian = options.BigEndian ?? (big.IsComplete == little.IsComplete ? IsPlainer(big, little) : big.IsComplete);
        TraceWalk walk = bigEndian ? big : little;
        if (walk.IsComplete) return new SegyLayout(0, TraceHeaders.StandardLength, new TraceLengths(walk.Lengths), walk.End, []);
        bool cut = walk.Lengths.Count > 0 && walk.Lengths.All(length => length == walk.Lengths[0]) && (walk.FailedLength == walk.Lengths[0] || stream.Length - walk.End < TraceHeaders.StandardLength);
        string problem = $"the file ends inside trace {walk.Lengths.Count} (whole traces end at byte {walk.End} of {stream.Length})";
        return cut
            ? new SegyLayout(0, TraceHeaders.StandardLength, new TraceLengths(walk.Lengths), walk.End, [$"Of an SU file, {problem}: the whole traces are read."])
            : throw new FileFormatException(path, walk.End, walk.Lengths.Count == 0 ? $"the first trace header states {walk.FailedLength} samples, which fits the file's {stream.Length} bytes in neither byte order" : problem, "copy the file again, or state the samples per trace (--samples)");
    }

    /// <summary>Where both orders lead as far, the one whose first trace is shorter: the wrong order makes small numbers large.</summary>
    private static bool IsPlainer(TraceWalk big, TraceWalk little)
    {
        if (big.Lengths.Count == 0 || little.Lengths.Count == 0) return big.Lengths.Count >= little.Lengths.Count;
        return big.Lengths[0] <= little.Lengths[0];
    }
}
