using AdjointKit.Arrays;
using AdjointKit.TestKit;
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
    public void Lengths_that_lead_to_the_end_of_the_file_win_over_an_equal_length_that_fits_too()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Assemble(usual: 20, fixedLength: 0, stated: [20, 30, 10], lengths: [20, 30, 10]);
        using (SegyFile file = SegyFile.Read(folder.Write("a.sgy", bytes)))
        {
            Assert.Equal([20, 30, 10], Enumerable.Range(0, 3).Select(file.SampleCount));
            using NdArray<float> last = file.TraceAs<float>(2);
            Assert.Equal(2, last[0]);
        }

        using SegyFile equal = SegyFile.Read(folder.Write("b.sgy", Assemble(usual: 20, fixedLength: 1, stated: [99, 0, 20], lengths: [20, 20, 20])));
        Assert.True(equal.HasEqualTraces);
        Assert.Equal((3, 20), (equal.TraceCount, equal.SamplesPerTrace));
        Assert.Contains("99", Assert.Single(equal.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_that_fit_nothing_are_refused_with_both_numbers()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.sgy", Assemble(usual: 20, fixedLength: 0, stated: [33, 33], lengths: [25, 25]));
        string message = Assert.Throws<FileFormatException>(() => SegyFile.Read(path)).Message;
        Assert.Contains("states 20 samples", message, StringComparison.Ordinal);
        Assert.Contains("states 33", message, StringComparison.Ordinal);
        using SegyFile stated = SegyFile.Read(path, new SegyReadOptions { SamplesPerTrace = 25 });
        Assert.Equal((2, 25), (stated.TraceCount, stated.SamplesPerTrace));
    }

    [Fact]
    public void A_wrong_number_of_extended_texts_is_mended_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Assemble(usual: 20, fixedLength: 0, stated: [20, 20], lengths: [20, 20]);
        bytes[3504] = 3;
        using SegyFile file = SegyFile.Read(folder.Write("a.sgy", bytes));
        Assert.Equal(2, file.TraceCount);
        Assert.Contains("extended text headers", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_samples_under_the_same_headers_may_have_another_length_and_format()
    {
        using var folder = new TemporaryFolder();
        using SegyFile made = SegyFile.Create(NdArray.Zeros<float>(2, 5), 0.004);
        made.Headers[1, TraceField.SourceX] = 77;
        using (SegyFile other = made.WithSamples(NdArray.From<double>([1, 2, 3, 4, 5, 6], new Shape(2, 3)), SegySampleFormat.IbmFloat32)) other.Write(folder["a.sgy"]);
        using SegyFile file = SegyFile.Read(folder["a.sgy"]);
        Assert.Equal(SegySampleFormat.IbmFloat32, file.Format);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], file.SamplesAs<float>().AsReadOnlySpan().ToArray());
        Assert.Equal(77, file.Headers[1, TraceField.SourceX]);
        Assert.Empty(file.Warnings);
        Assert.Throws<ArgumentException>(() => made.WithSamples(NdArray.Zeros<float>(3, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => made.Headers[0, TraceField.CoordinateScalar] = 40000);
    }

    [Fact]
    public void Padding_traces_of_very_unequal_length_is_refused()
    {
        using var folder = new TemporaryFolder();
        int[] lengths = [60000, .. Enumerable.Repeat(1, 100)];
        using SegyFile file = SegyFile.Read(folder.Write("a.sgy", Assemble(usual: 7, fixedLength: 0, stated: lengths, lengths: lengths)));
        Assert.Contains("one by one", Assert.Throws<FileFormatException>(() => file.SamplesAs<float>()).Message, StringComparison.Ordinal);
        Assert.Equal(60000, file.TraceAs<float>(0).Count);
    }

    /// <summary>A little SEG-Y by hand: IEEE samples that hold the number of their trace.</summary>
    private static byte[] Assemble(int usual, int fixedLength, int[] stated, int[] lengths)
    {
        var bytes = new List<byte>(new byte[3600]);
        Put(bytes, 3220, usual);
        Put(bytes, 3224, 5);
        Put(bytes, 3502, fixedLength);
        for (int trace = 0; trace < lengths.Length; trace++)
        {
            int at = bytes.Count;
            bytes.AddRange(new byte[240]);
            Put(bytes, at + 114, stated[trace]);
            byte[] sample = BitConverter.GetBytes((float)trace);
            Array.Reverse(sample);
            for (int i = 0; i < lengths[trace]; i++) bytes.AddRange(sample);
        }

        return [.. bytes];
    }

    private static void Put(List<byte> bytes, int at, int value)
    {
        bytes[at] = (byte)(value >> 8);
        bytes[at + 1] = (byte)value;
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
