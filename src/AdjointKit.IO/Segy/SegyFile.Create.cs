using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <content>Files made in memory: from samples alone, or from the headers of another file and new samples.</content>
public sealed unsafe partial class SegyFile
{
    private const int LargestInterval = ushort.MaxValue;
    private const int MostShortSamples = ushort.MaxValue;

    /// <summary>Makes a file of samples with the headers that the standard demands: revision 1, or 2 where the format, length or interval needs it.</summary>
    /// <param name="samples">[..., time]: each row along the last axis is a trace. With three axes they are [field record, trace in it, time].</param>
    /// <param name="sampleInterval">The sample interval in seconds.</param>
    /// <param name="format">How samples are stored; null: the format that stores the element type without loss.</param>
    /// <exception cref="ArgumentException">No axis, no sample, an interval that is not positive, or a sample that the format cannot hold.</exception>
    public static SegyFile Create<T>(NdArray<T> samples, double sampleInterval, SegySampleFormat? format = null)
        where T : unmanaged => Create(AnyArray.Of(samples), sampleInterval, format);

    /// <inheritdoc cref="Create{T}(NdArray{T}, double, SegySampleFormat?)"/>
    public static SegyFile Create(AnyArray samples, double sampleInterval, SegySampleFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        (int count, int length) = TraceMaker.Rows(samples.Shape);
        double microseconds = TraceMaker.Microseconds(sampleInterval);
        SegySampleFormat stored = format ?? SegySampleFormats.For(samples.ElementType);
        BinaryHeader binary = MakeBinary(length, microseconds, stored, bigEndian: true);
        NdArray<byte> raw = TraceMaker.Encode(samples, stored, bigEndian: true);
        TraceHeaders headers = TraceMaker.Headers(samples.Shape, count, length, binary[BinaryField.SampleInterval], bigEndian: true);
        return new SegyFile("", MakeText(binary, count, length, microseconds), binary, [], [], headers, raw, new TraceLengths(count, length), stored);
    }

    /// <summary>A new file with the headers of this one and other samples.</summary>
    /// <param name="samples">[trace, sample] for as many traces as this file has.</param>
    /// <param name="format">How samples are stored; null: as in this file.</param>
    /// <exception cref="ArgumentException">The number of traces differs, or a sample does not fit the format.</exception>
    public SegyFile WithSamples<T>(NdArray<T> samples, SegySampleFormat? format = null)
        where T : unmanaged => WithSamples(AnyArray.Of(samples), format);

    /// <inheritdoc cref="WithSamples{T}(NdArray{T}, SegySampleFormat?)"/>
    public SegyFile WithSamples(AnyArray samples, SegySampleFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        (int count, int length) = TraceMaker.Rows(samples.Shape);
        if (count != TraceCount) throw new ArgumentException($"{count} traces do not fit the headers of {TraceCount} traces", nameof(samples));
        SegySampleFormat stored = format ?? Format;
        NdArray<byte> raw = TraceMaker.Encode(samples, stored, IsBigEndian);
        BinaryHeader binary = Binary.Copy();
        TraceHeaders headers = Headers.Copy();
        binary[BinaryField.Format] = (int)stored;
        if (length != SamplesPerTrace || !HasEqualTraces)
        {
            if (length > MostShortSamples) throw new ArgumentException($"traces of {length} samples do not fit the headers of this file (limit {MostShortSamples}): make a new file (Create)", nameof(samples));
            binary[BinaryField.Samples] = length;
            if (binary.MajorRevision == 2) binary[BinaryField.ExtendedSamples] = length;
            for (int trace = 0; trace < count; trace++) headers[trace, TraceField.Samples] = length;
        }

        return new SegyFile(Path, (byte[])text.Clone(), binary, extension, trailer, headers, raw, new TraceLengths(count, length), stored);
    }

    /// <summary>A file with the traces and trace headers of a Seismic Un*x file, in its byte order.</summary>
    /// <param name="traces">The file with the headers.</param>
    /// <param name="samples">The samples, [trace, sample].</param>
    /// <param name="format">How samples are stored; null: IEEE float32.</param>
    internal static SegyFile From(SuFile traces, AnyArray samples, SegySampleFormat? format)
    {
        (int count, int length) = TraceMaker.Rows(samples.Shape);
        SegySampleFormat stored = format ?? SegySampleFormat.Float32;
        double microseconds = traces.SampleInterval > 0 ? TraceMaker.Microseconds(traces.SampleInterval) : 0;
        BinaryHeader binary = MakeBinary(length, microseconds, stored, traces.IsBigEndian);
        NdArray<byte> raw = TraceMaker.Encode(samples, stored, traces.IsBigEndian);
        TraceHeaders headers = traces.Headers.Copy();
        for (int trace = 0; trace < count; trace++) headers[trace, TraceField.Samples] = length;
        return new SegyFile(traces.Path, MakeText(binary, count, length, microseconds), binary, [], [], headers, raw, new TraceLengths(count, length), stored);
    }

    /// <summary>The fields that the standard demands. Revision 2 where the format, the length, the interval or the byte order needs it.</summary>
    private static BinaryHeader MakeBinary(int length, double microseconds, SegySampleFormat format, bool bigEndian)
    {
        int interval = microseconds <= LargestInterval ? (int)Math.Round(microseconds) : 0;
        bool first = format is SegySampleFormat.IbmFloat32 or SegySampleFormat.Int32 or SegySampleFormat.Int16 or SegySampleFormat.Float32 or SegySampleFormat.Int8;
        bool second = !first || !bigEndian || interval != microseconds || length > MostShortSamples;
        int shortLength = length <= MostShortSamples ? length : 0;
        var binary = new BinaryHeader(new byte[BinaryHeader.Length], bigEndian)
        {
            [BinaryField.SampleInterval] = interval,
            [BinaryField.OriginalSampleInterval] = interval,
            [BinaryField.Samples] = shortLength,
            [BinaryField.OriginalSamples] = shortLength,
            [BinaryField.Format] = (int)format,
            [BinaryField.MeasurementSystem] = 1,
            [BinaryField.FixedLength] = 1,
        };
        binary.SetMajorRevision(second ? 2 : 1);
        if (!second) return binary;
        binary[BinaryField.ByteOrder] = 0x01020304;
        binary[BinaryField.ExtendedSamples] = length;
        binary.ExtendedInterval = microseconds;
        return binary;
    }

    private static byte[] MakeText(BinaryHeader binary, int count, int length, double microseconds)
    {
        const int blankLines = 37;
        string first = $"WRITTEN BY ADJOINTKIT: {count} TRACES OF {length} SAMPLES, INTERVAL {microseconds:R} US";
        return TextHeader.Encode([first, .. Enumerable.Repeat("", blankLines), binary.MajorRevision == 2 ? "SEG-Y REV2.0" : "SEG Y REV1", "END TEXTUAL HEADER"]);
    }
}
