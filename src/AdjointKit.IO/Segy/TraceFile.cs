using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.IO;

/// <summary>
/// A file of seismic traces (<see cref="SegyFile"/>, <see cref="SuFile"/>): headers and samples as stored, decoded on demand. What was read is
/// written back with the same bytes. Owns its memory; dispose of it.
/// </summary>
public abstract unsafe class TraceFile : IDisposable
{
    // A gather of traces of unequal length is padded with zeros; a file that would grow by more than this is read trace by trace.
    private const long MostPadding = 16;
    private const long FreePadding = 1 << 16;

    private readonly NdArray<byte> raw;

    private protected TraceFile(string path, TraceHeaders headers, NdArray<byte> raw, TraceLengths lengths, SegySampleFormat format, long firstTrace)
    {
        Path = path;
        Headers = headers;
        this.raw = raw;
        Lengths = lengths;
        Format = format;
        FirstTrace = firstTrace;
    }

    /// <summary>Where the file was read from; empty for one made in memory.</summary>
    public string Path { get; }

    /// <summary>The trace headers.</summary>
    public TraceHeaders Headers { get; }

    /// <summary>How the samples are stored.</summary>
    public SegySampleFormat Format { get; }

    /// <summary>The element type that the samples have where none is asked for; float32 for IBM numbers.</summary>
    public ElementType ElementType => SegySampleFormats.Native(Format);

    /// <summary>Whether numbers have their most significant byte first.</summary>
    public bool IsBigEndian => Headers.IsBigEndian;

    /// <summary>The number of traces.</summary>
    public int TraceCount => Lengths.Count;

    /// <summary>The number of samples of the longest trace.</summary>
    public int SamplesPerTrace => Lengths.Longest;

    /// <summary>Whether all traces have the same number of samples.</summary>
    public bool HasEqualTraces => Lengths.AreEqual;

    /// <summary>The sample interval in seconds as the headers state it (for depth sections: the headers' number times 10^-6); 0 where they state none.</summary>
    public abstract double SampleInterval { get; }

    /// <summary>What was not as the headers say, and could be mended; one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private protected init; } = [];

    internal TraceLengths Lengths { get; }

    private protected long FirstTrace { get; }

    private protected int Width => SegySampleFormats.Width(Format);

    /// <summary>The number of samples of a trace.</summary>
    public int SampleCount(int trace)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)trace, (uint)TraceCount, nameof(trace));
        return Lengths[trace];
    }

    /// <summary>All samples as a new array [trace, sample] owned by the caller; shorter traces end in zeros.</summary>
    /// <typeparam name="T">The element type; float and double hold every format but for the range of float.</typeparam>
    /// <exception cref="FileFormatException">A sample does not fit <typeparamref name="T"/>: the message names it.</exception>
    public NdArray<T> SamplesAs<T>()
        where T : unmanaged
    {
        long padded = (long)TraceCount * SamplesPerTrace;
        if (padded > FreePadding + (MostPadding * Lengths.Total))
        {
            throw new FileFormatException(Path, FirstTrace, $"the traces differ so much in length ({Lengths.Total} samples in all, {SamplesPerTrace} in the longest of {TraceCount}) that padding them is no use", "read them one by one (TraceAs)");
        }

        NdArray<T> samples = NdArray.Empty<T>(new Shape(TraceCount, SamplesPerTrace));
        try
        {
            for (int trace = 0; trace < TraceCount; trace++)
            {
                T* row = samples.Pointer + ((nint)trace * SamplesPerTrace);
                Decode(trace, row);
                new Span<T>(row + Lengths[trace], SamplesPerTrace - Lengths[trace]).Clear();
            }

            return samples;
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <summary>The samples of one trace as a new array owned by the caller.</summary>
    /// <exception cref="FileFormatException">A sample does not fit <typeparamref name="T"/>.</exception>
    public NdArray<T> TraceAs<T>(int trace)
        where T : unmanaged
    {
        NdArray<T> samples = NdArray.Empty<T>(new Shape(SampleCount(trace)));
        try
        {
            Decode(trace, samples.Pointer);
            return samples;
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <summary>All samples as a new array [trace, sample] with the element type nearest to the format, or the one asked for.</summary>
    /// <exception cref="FileFormatException">A sample does not fit the element type.</exception>
    public AnyArray Samples(ElementType? type = null) => Samples(type ?? ElementType, owner: null);

    /// <summary>As <see cref="Samples(ElementType?)"/>; the array owns this file and gives it with its headers.</summary>
    internal AnyArray IntoArray(ElementType? type) => Samples(type ?? ElementType, owner: this);

    private AnyArray Samples(ElementType type, TraceFile? owner)
    {
        IReadOnlyList<string> warnings = HasEqualTraces ? Warnings : [.. Warnings, $"The traces differ in length: those shorter than {SamplesPerTrace} samples end in zeros."];
        return Samples(type, warnings, owner);
    }

    private AnyArray Samples(ElementType type, IReadOnlyList<string> warnings, TraceFile? owner) => type switch
    {
        ElementType.Int8 => AnyArray.Of(SamplesAs<sbyte>(), warnings, owner),
        ElementType.UInt8 => AnyArray.Of(SamplesAs<byte>(), warnings, owner),
        ElementType.Int16 => AnyArray.Of(SamplesAs<short>(), warnings, owner),
        ElementType.UInt16 => AnyArray.Of(SamplesAs<ushort>(), warnings, owner),
        ElementType.Int32 => AnyArray.Of(SamplesAs<int>(), warnings, owner),
        ElementType.UInt32 => AnyArray.Of(SamplesAs<uint>(), warnings, owner),
        ElementType.Int64 => AnyArray.Of(SamplesAs<long>(), warnings, owner),
        ElementType.UInt64 => AnyArray.Of(SamplesAs<ulong>(), warnings, owner),
        ElementType.Float32 => AnyArray.Of(SamplesAs<float>(), warnings, owner),
        ElementType.Float64 => AnyArray.Of(SamplesAs<double>(), warnings, owner),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "traces are read as an integer type, float32 or float64"),
    };

    /// <summary>Writes the file; it appears whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, WriteTo);

    /// <summary>Releases headers and samples.</summary>
    public void Dispose()
    {
        Headers.Release();
        raw.Dispose();
        GC.SuppressFinalize(this);
    }

    internal abstract void WriteTo(Stream stream);

    private protected static (TraceHeaders Headers, NdArray<byte> Raw) ReadTraces(FileStream stream, string path, long firstTrace, int headerBytes, TraceLengths lengths, int width, bool bigEndian)
    {
        NdArray<byte> headers = NdArray.Empty<byte>(new Shape(lengths.Count, headerBytes));
        NdArray<byte> samples = NdArray.Empty<byte>(new Shape((nint)(lengths.Total * width)));
        try
        {
            stream.Position = firstTrace;
            for (int trace = 0; trace < lengths.Count; trace++)
            {
                Fill(stream, path, new Span<byte>(headers.Pointer + ((nint)trace * headerBytes), headerBytes));
                Fill(stream, path, new Span<byte>(samples.Pointer + (nint)(lengths.Start(trace) * width), checked(lengths[trace] * width)));
            }

            return (new TraceHeaders(headers, bigEndian), samples);
        }
        catch
        {
            headers.Dispose();
            samples.Dispose();
            throw;
        }
    }

    private protected void WriteTraces(Stream stream)
    {
        for (int trace = 0; trace < TraceCount; trace++)
        {
            stream.Write(Headers.Raw(trace));
            stream.Write(RawTrace(trace));
        }
    }

    private protected ReadOnlySpan<byte> RawTrace(int trace) => new(raw.Pointer + (nint)(Lengths.Start(trace) * Width), Lengths[trace] * Width);

    private protected static void Fill(FileStream stream, string path, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw new FileFormatException(path, stream.Position, "the file became shorter while it was read", "read it again when nothing writes to it");
    }

    private void Decode<T>(int trace, T* target)
        where T : unmanaged
    {
        fixed (byte* bytes = RawTrace(trace))
        {
            ElementType type = ElementTypes.Of<T>();
            nint failed = SampleCodec.Decode(bytes, Format, IsBigEndian, (byte*)target, type, Lengths[trace]);
            if (failed < 0) return;
            double value = 0;
            SampleCodec.Decode(bytes + (failed * Width), Format, IsBigEndian, (byte*)&value, ElementType.Float64, 1);
            throw new FileFormatException(Path, FirstTrace + ((trace + 1L) * Headers.BytesPerTrace) + ((Lengths.Start(trace) + failed) * Width), $"sample {failed} of trace {trace} is {value}, which {type} cannot hold", ElementConversion.WayOut(type));
        }
    }
}
