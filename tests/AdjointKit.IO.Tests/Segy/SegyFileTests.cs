using AdjointKit.Arrays;
using Xunit;

namespace AdjointKit.IO.Tests.Segy;

public class SegyFileTests
{
    [Theory]
    [InlineData(SegySampleFormat.IbmFloat32)]
    [InlineData(SegySampleFormat.Int32)]
    [InlineData(SegySampleFormat.Int16)]
    [InlineData(SegySampleFormat.Float32)]
    [InlineData(SegySampleFormat.Float64)]
    [InlineData(SegySampleFormat.Int24)]
    [InlineData(SegySampleFormat.Int8)]
    [InlineData(SegySampleFormat.Int64)]
    [InlineData(SegySampleFormat.UInt32)]
    [InlineData(SegySampleFormat.UInt16)]
    [InlineData(SegySampleFormat.UInt64)]
    [InlineData(SegySampleFormat.UInt24)]
    [InlineData(SegySampleFormat.UInt8)]
    public void Every_format_that_is_written_comes_back(SegySampleFormat format)
    {
        using var folder = new TemporaryFolder();
        float[] values = [0, 1, 2, 100, 127, 64];
        using (SegyFile made = SegyFile.Create(NdArray.From<float>(values, new Shape(2, 3)), 0.004, format)) made.Write(folder["a.sgy"]);
        using SegyFile file = SegyFile.Read(folder["a.sgy"]);
        Assert.Equal(format, file.Format);
        Assert.Empty(file.Warnings);
        Assert.Equal(values, file.SamplesAs<float>().AsReadOnlySpan().ToArray());
        Assert.Equal(0.004, file.SampleInterval, 15);
        Assert.Contains("END TEXTUAL HEADER", file.Text, StringComparison.Ordinal);
        Assert.Equal(1, file.Binary[BinaryField.FixedLength]);
    }

    [Fact]
    public void Integers_and_doubles_round_trip_without_loss()
    {
        RoundTrip(int.MinValue, 0, int.MaxValue, SegySampleFormat.Int32);
        RoundTrip(short.MinValue, (short)0, short.MaxValue, SegySampleFormat.Int16);
        RoundTrip(-(1 << 23), 1, (1 << 23) - 1, SegySampleFormat.Int24);
        RoundTrip(sbyte.MinValue, (sbyte)0, sbyte.MaxValue, SegySampleFormat.Int8);
        RoundTrip(long.MinValue, 0L, long.MaxValue, SegySampleFormat.Int64);
        RoundTrip(0u, 1u, uint.MaxValue, SegySampleFormat.UInt32);
        RoundTrip((ushort)0, (ushort)1, ushort.MaxValue, SegySampleFormat.UInt16);
        RoundTrip(0UL, 1UL, ulong.MaxValue, SegySampleFormat.UInt64);
        RoundTrip(0u, 1u, (1u << 24) - 1, SegySampleFormat.UInt24);
        RoundTrip((byte)0, (byte)1, byte.MaxValue, SegySampleFormat.UInt8);
        RoundTrip(double.MinValue, Math.PI, double.Epsilon, SegySampleFormat.Float64);
        RoundTrip(float.MinValue, MathF.PI, float.Epsilon, SegySampleFormat.Float32);
    }

    [Fact]
    public void A_sample_that_the_format_cannot_hold_is_refused_and_named()
    {
        string message = Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.From<double>([1, 2, 3, 40000], new Shape(2, 2)), 0.004, SegySampleFormat.Int16)).Message;
        Assert.Contains("Sample 1 of trace 1 is 40000", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.From<double>([8e75], new Shape(1, 1)), 0.004, SegySampleFormat.IbmFloat32));
        Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.From<float>([float.NaN], new Shape(1, 1)), 0.004, SegySampleFormat.IbmFloat32));
        Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.From<int>([1 << 23], new Shape(1, 1)), 0.004, SegySampleFormat.Int24));
        Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.From<float>([1], new Shape(1, 1)), 0.004, SegySampleFormat.FixedPointGain));
        Assert.Throws<ArgumentException>(() => SegyFile.Create(NdArray.Zeros<ComplexF>(2, 2), 0.004));
        Assert.Throws<ArgumentException>(() => ArrayFile.Write("x.sgy", NdArray.Zeros<float>(2, 2)));
    }

    [Fact]
    public void Long_traces_and_odd_intervals_are_written_as_revision_2()
    {
        using var folder = new TemporaryFolder();
        using (SegyFile made = SegyFile.Create(NdArray.Zeros<float>(2, 70000), 0.00012345)) made.Write(folder["a.sgy"]);
        using SegyFile file = SegyFile.Read(folder["a.sgy"]);
        Assert.Equal((2, 70000), (file.TraceCount, file.SamplesPerTrace));
        Assert.Equal(0.00012345, file.SampleInterval, 15);
        Assert.Equal(2, file.Binary.MajorRevision);
    }

    [Fact]
    public void A_shot_receiver_time_array_numbers_its_records()
    {
        using SegyFile made = SegyFile.Create(NdArray.Zeros<float>(2, 3, 5), 0.004);
        Assert.Equal([1, 1, 1, 2, 2, 2], made.Headers.Column(TraceField.FieldRecord));
        Assert.Equal([1, 2, 3, 1, 2, 3], made.Headers.Column(TraceField.TraceNumber));
    }

    [Theory]
    [InlineData(0, 1234)]
    [InlineData(1, 1234)]
    [InlineData(10, 12340)]
    [InlineData(-10, 123.4)]
    [InlineData(-1000, 1.234)]
    public void Scalars_multiply_or_divide(int scalar, double expected)
    {
        using SegyFile made = SegyFile.Create(NdArray.Zeros<float>(1, 5), 0.004);
        made.Headers[0, TraceField.SourceX] = 1234;
        made.Headers[0, TraceField.ReceiverElevation] = 1234;
        made.Headers[0, TraceField.CoordinateScalar] = scalar;
        made.Headers[0, TraceField.ElevationScalar] = -scalar;
        Assert.Equal(expected, made.Headers.Scaled(0, TraceField.SourceX), 12);
        Assert.Equal(scalar == 0 ? 1234 : 1234 * 1234 / expected, made.Headers.Scaled(0, TraceField.ReceiverElevation), 9);
    }

    [Fact]
    public void Every_field_of_the_catalogue_stands_apart()
    {
        int at = 1;
        foreach (TraceField field in TraceField.All)
        {
            Assert.True(field.Byte >= at, field.ToString());
            at = field.Byte + field.Width;
        }

        Assert.True(at <= TraceHeaders.StandardLength + 1);
        Assert.Equal(TraceField.All.Count, TraceField.All.Select(field => field.Name).Distinct().Count());
        Assert.Equal("SourceX (bytes 73-76)", TraceField.SourceX.ToString());
    }

    private static void RoundTrip<T>(T first, T second, T third, SegySampleFormat format)
        where T : unmanaged
    {
        using var folder = new TemporaryFolder();
        using (SegyFile made = SegyFile.Create(NdArray.From<T>([first, second, third], new Shape(1, 3)), 0.004, format)) made.Write(folder["a.sgy"]);
        using AnyArray back = ArrayFile.Read(folder["a.sgy"]);
        Assert.Equal([first, second, third], back.View<T>().AsReadOnlySpan().ToArray());
    }
}
