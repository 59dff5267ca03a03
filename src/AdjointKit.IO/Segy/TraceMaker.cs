using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>Makes the traces of a new file from an array.</summary>
internal static unsafe class TraceMaker
{
    /// <summary>How many traces an array holds, and how long they are.</summary>
    public static (int Count, int Length) Rows(Shape shape)
    {
        if (shape.Rank == 0 || shape.Count == 0) throw new ArgumentException($"An array of shape {shape} holds no trace: give [..., time] with at least one sample.", nameof(shape));
        nint length = shape[-1];
        nint count = shape.Count / length;
        if (count > int.MaxValue || length > int.MaxValue) throw new ArgumentException($"An array of shape {shape} has more traces or samples than a file of traces can hold ({int.MaxValue}).", nameof(shape));
        return ((int)count, (int)length);
    }

    /// <summary>An interval in microseconds, freed of the rounding of its unit.</summary>
    public static double Microseconds(double sampleInterval)
    {
        if (!(double.IsFinite(sampleInterval) && sampleInterval > 0)) throw new ArgumentOutOfRangeException(nameof(sampleInterval), sampleInterval, "traces need a sample interval above 0, in seconds");
        double microseconds = sampleInterval * 1e6;
        double whole = Math.Round(microseconds);
        return Math.Abs(microseconds - whole) <= 1e-9 * microseconds && whole > 0 ? whole : microseconds;
    }

    /// <summary>The samples as the file stores them.</summary>
    public static NdArray<byte> Encode(AnyArray samples, SegySampleFormat format, bool bigEndian)
    {
        if (format == SegySampleFormat.FixedPointGain) throw new ArgumentException("Samples cannot be written in format 4 (fixed point with gain), which is obsolete: use format 1 or 5.", nameof(format));
        if (samples.ElementType is ElementType.Complex64 or ElementType.Complex128) throw new ArgumentException($"Traces cannot hold {samples.ElementType}: write the real part, the modulus or the phase.", nameof(samples));
        nint count = samples.Shape.Count;
        NdArray<byte> raw = NdArray.Empty<byte>(new Shape(checked(count * SegySampleFormats.Width(format))));
        using AnyArray? contiguous = samples.IsContiguous ? null : samples.Copy();
        byte* elements = (contiguous ?? samples).Pointer;
        nint failed = SampleCodec.Encode(elements, samples.ElementType, raw.Pointer, format, bigEndian, count);
        if (failed < 0) return raw;
        raw.Dispose();
        (int _, int length) = Rows(samples.Shape);
        throw new ArgumentException($"Sample {failed % length} of trace {failed / length} is {ElementConversion.Describe(elements, samples.ElementType, failed)}, which format {(int)format} ({format}) cannot hold: scale the samples, or choose another format.", nameof(samples));
    }

    /// <summary>Headers that number the traces and state length and interval.</summary>
    public static TraceHeaders Headers(Shape shape, int count, int length, int microseconds, bool bigEndian)
    {
        var headers = new TraceHeaders(NdArray.Zeros<byte>(count, TraceHeaders.StandardLength), bigEndian);
        int perRecord = shape.Rank == 3 ? (int)shape[1] : count;
        for (int trace = 0; trace < count; trace++)
        {
            headers[trace, TraceField.TraceSequenceLine] = trace + 1;
            headers[trace, TraceField.TraceSequenceFile] = trace + 1;
            headers[trace, TraceField.FieldRecord] = (trace / perRecord) + 1;
            headers[trace, TraceField.TraceNumber] = (trace % perRecord) + 1;
            headers[trace, TraceField.TraceIdentification] = 1;
            headers[trace, TraceField.DataUse] = 1;
            headers[trace, TraceField.CoordinateUnits] = 1;
            headers[trace, TraceField.Samples] = length <= ushort.MaxValue ? length : 0;
            headers[trace, TraceField.SampleInterval] = microseconds;
        }

        return headers;
    }
}
