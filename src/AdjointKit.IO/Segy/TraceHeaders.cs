using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The headers of all traces of a SEG-Y or SU file: the raw bytes, and typed access to them. Owned by the file that it came with.</summary>
public sealed class TraceHeaders
{
    /// <summary>The length of the standard header in bytes.</summary>
    public const int StandardLength = 240;

    private readonly NdArray<byte> bytes;

    internal TraceHeaders(NdArray<byte> bytes, bool bigEndian)
    {
        this.bytes = bytes;
        IsBigEndian = bigEndian;
        Count = (int)bytes.Shape[0];
        BytesPerTrace = (int)bytes.Shape[1];
    }

    /// <summary>The number of traces.</summary>
    public int Count { get; }

    /// <summary>The length of the header of one trace: 240, or a multiple of it where revision 2 adds further headers.</summary>
    public int BytesPerTrace { get; }

    /// <summary>Whether the numbers have their most significant byte first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>A field of the header of a trace, as stored.</summary>
    /// <param name="trace">The trace, from 0.</param>
    /// <param name="field">The field, such as <see cref="TraceField.SourceX"/>.</param>
    public int this[int trace, TraceField field]
    {
        get => HeaderBytes.Get(Raw(trace), field.Byte - 1, field.Width, field.Signed, IsBigEndian);
        set => HeaderBytes.Set(Writable(trace), field.Byte - 1, field.Width, field.Signed, IsBigEndian, value, field.Name);
    }

    /// <summary>A field with the scalar of the trace's header applied: a positive scalar multiplies, a negative one divides, 0 counts as 1.</summary>
    /// <param name="trace">The trace, from 0.</param>
    /// <param name="field">The field; one without a scalar is given as it is.</param>
    /// <returns>The value in the unit of the file: metres or feet, as <see cref="BinaryField.MeasurementSystem"/> says.</returns>
    public double Scaled(int trace, TraceField field)
    {
        int stored = this[trace, field];
        int scalar = field.Scaling switch
        {
            TraceScaling.Coordinate => this[trace, TraceField.CoordinateScalar],
            TraceScaling.Elevation => this[trace, TraceField.ElevationScalar],
            _ => 1,
        };
        return scalar switch
        {
            0 => stored,
            > 0 => (double)stored * scalar,
            _ => stored / -(double)scalar,
        };
    }

    /// <summary>A field of every trace, as stored.</summary>
    public int[] Column(TraceField field)
    {
        var column = new int[Count];
        for (int trace = 0; trace < Count; trace++) column[trace] = this[trace, field];
        return column;
    }

    /// <summary>A field of every trace with its scalar applied; see <see cref="Scaled"/>.</summary>
    public double[] ScaledColumn(TraceField field)
    {
        var column = new double[Count];
        for (int trace = 0; trace < Count; trace++) column[trace] = Scaled(trace, field);
        return column;
    }

    /// <summary>The raw header of a trace.</summary>
    public unsafe ReadOnlySpan<byte> Raw(int trace)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)trace, (uint)Count, nameof(trace));
        return new ReadOnlySpan<byte>(bytes.Pointer + ((nint)trace * BytesPerTrace), BytesPerTrace);
    }

    internal unsafe Span<byte> Writable(int trace)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)trace, (uint)Count, nameof(trace));
        return new Span<byte>(bytes.Pointer + ((nint)trace * BytesPerTrace), BytesPerTrace);
    }

    internal TraceHeaders Copy() => new(bytes.Copy(), IsBigEndian);

    internal void Release() => bytes.Dispose();
}
