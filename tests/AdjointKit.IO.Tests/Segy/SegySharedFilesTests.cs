using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Segy;

/// <summary>The SEG-Y files found in the field and in other projects' tests.</summary>
public class SegySharedFilesTests
{
    private const string Multiformats = "data/seismic/segy/segyio/multiformats";

    [SkippableFact]
    public void Reads_every_file_but_those_that_are_damaged()
    {
        int read = 0;
        foreach (string path in SharedTraceFiles.Segy())
        {
            if (SharedTraceFiles.Refused.Contains(Path.GetFileName(path)))
            {
                var refusal = Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
                Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
                continue;
            }

            using SegyFile file = SegyFile.Read(path);
            using NdArray<double> samples = file.SamplesAs<double>();
            Assert.Equal(new Shape(file.TraceCount, file.SamplesPerTrace), samples.Shape);
            if (!path.EndsWith("ibm_extremes.sgy", StringComparison.Ordinal))
            {
                using AnyArray array = ArrayFile.Read(path);
                Assert.Equal(samples.Shape, array.Shape);
            }

            read++;
        }

        Assert.Equal(53, read);
    }

    [SkippableFact]
    public void Writes_back_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in SharedTraceFiles.Segy().Where(path => !SharedTraceFiles.Refused.Contains(Path.GetFileName(path)) && !path.EndsWith("cut_midtrace.sgy", StringComparison.Ordinal)))
        {
            using SegyFile file = SegyFile.Read(path);
            file.Write(folder["copy.sgy"]);
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(folder["copy.sgy"])), path);
        }
    }

    /// <summary>Samples that were decoded and encoded again, not merely kept: headers say the rest.</summary>
    [SkippableFact]
    public void Encodes_what_it_decoded_to_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        int compared = 0;
        foreach (string path in SharedTraceFiles.Segy().Where(path => !SharedTraceFiles.Refused.Contains(Path.GetFileName(path)) && !path.EndsWith("cut_midtrace.sgy", StringComparison.Ordinal)))
        {
            using SegyFile file = SegyFile.Read(path);

            // Unnormalised IBM numbers and padded traces have other bytes; format 4 is not written.
            if (file.Format == SegySampleFormat.FixedPointGain || !file.HasEqualTraces || path.EndsWith("ibm_extremes.sgy", StringComparison.Ordinal) || path.EndsWith("ieee_marked_ibm.sgy", StringComparison.Ordinal)) continue;
            using AnyArray samples = file.Samples();
            using SegyFile again = file.WithSamples(samples);
            again.Write(folder["copy.sgy"]);
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(folder["copy.sgy"])), path);
            compared++;
        }

        Assert.Equal(48, compared);
    }

    [SkippableFact]
    public void Converting_a_file_to_SEG_Y_keeps_every_byte()
    {
        using var folder = new TemporaryFolder();
        string path = SharedData.Path("data/seismic/field/viking_small.segy");
        using AnyArray array = ArrayFile.Read(path);
        ArrayFile.Write(folder["copy.sgy"], array);
        Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(folder["copy.sgy"])));
        array.View<float>()[0, 0] = 1;
        ArrayFile.Write(folder["copy.sgy"], array);
        using AnyArray changed = ArrayFile.Read(folder["copy.sgy"]);
        Assert.Equal(1, changed.View<float>()[0, 0]);
        Assert.Equal(1, File.ReadAllBytes(path).AsSpan().CommonPrefixLength(File.ReadAllBytes(folder["copy.sgy"])) / 3840);
    }

    [SkippableFact]
    public void The_Viking_Graben_gathers_equal_their_reference_bit_for_bit()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/field/viking_small.segy"));
        using NdArray<float> samples = file.SamplesAs<float>();
        using NdArray<float> reference = NpyFile.Read<float>(SharedData.Path("data/seismic/field/viking_small.npy"));
        Assert.Equal(new Shape(480, 600), samples.Shape);
        AssertSameBits(reference, samples);
        Assert.Equal(0.004, file.SampleInterval, 12);
        Assert.Contains(file.Warnings, warning => warning.Contains("1500", StringComparison.Ordinal));
        Assert.Equal(3237, file.Headers.Scaled(0, TraceField.SourceX));
        double[] offsets = file.Headers.ScaledColumn(TraceField.Offset);
        Assert.Equal(-3237, offsets.Min());
        Assert.Equal(-262, offsets.Max());
        Assert.Equal(120, file.Headers.Column(TraceField.FieldRecord).Count(record => record == file.Headers[0, TraceField.FieldRecord]));
    }

    [SkippableFact]
    public void The_Volve_model_has_its_lines()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/field/volve10-migvel-depth-sub3d.sgy"));
        Assert.Equal(18 * 52, file.TraceCount);
        Assert.Equal(226, file.SamplesPerTrace);
        Assert.Equal(0.02, file.SampleInterval, 12);
        Assert.Equal(SegySampleFormat.Float32, file.Format);
        using NdArray<float> speeds = file.SamplesAs<float>();
        Assert.All(speeds.AsReadOnlySpan().ToArray(), speed => Assert.InRange(speed, 1000, 7000));
    }

    [SkippableTheory]
    [InlineData("example.y_first_trace", false)]
    [InlineData("ld0042_file_00018.sgy_first_trace", false)]
    [InlineData("one_trace_year_99.sgy", false)]
    [InlineData("planes.segy_first_trace", true)]
    public void First_traces_equal_their_reference(string name, bool littleEndian)
    {
        using SegyFile file = SegyFile.Read(SharedData.Path($"data/seismic/segy/obspy_segy/{name}"));
        using NdArray<float> samples = file.SamplesAs<float>();
        using NdArray<float> reference = NpyFile.Read<float>(SharedData.Path($"data/seismic/segy/obspy_segy/{name}.npy"));
        Assert.Equal(littleEndian, !file.IsBigEndian);
        AssertSameBits(reference.Reshape(samples.Shape), samples);
    }

    [SkippableTheory]
    [InlineData("Format1msb", SegySampleFormat.IbmFloat32)]
    [InlineData("Format2msb", SegySampleFormat.Int32)]
    [InlineData("Format3lsb", SegySampleFormat.Int16)]
    [InlineData("Format5msb", SegySampleFormat.Float32)]
    [InlineData("Format6lsb", SegySampleFormat.Float64)]
    [InlineData("Format7lsb", SegySampleFormat.Int24)]
    [InlineData("Format8msb", SegySampleFormat.Int8)]
    [InlineData("Format9lsb", SegySampleFormat.Int64)]
    [InlineData("Format10msb", SegySampleFormat.UInt32)]
    [InlineData("Format11lsb", SegySampleFormat.UInt16)]
    [InlineData("Format12msb", SegySampleFormat.UInt64)]
    [InlineData("Format15lsb", SegySampleFormat.UInt24)]
    [InlineData("Format16msb", SegySampleFormat.UInt8)]
    public void The_same_section_in_every_format_has_the_same_values_where_the_format_holds_them(string name, SegySampleFormat format)
    {
        using SegyFile file = SegyFile.Read(SharedData.Path($"{Multiformats}/{name}.sgy"));
        using SegyFile original = SegyFile.Read(SharedData.Path("data/seismic/segy/segyio/f3.sgy"));
        Assert.Equal(format, file.Format);
        using NdArray<double> samples = file.SamplesAs<double>();
        using NdArray<double> reference = original.SamplesAs<double>();
        Assert.Equal(new Shape(414, 75), samples.Shape);
        (double least, double most) = format switch
        {
            SegySampleFormat.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            SegySampleFormat.UInt8 => (0, byte.MaxValue),
            SegySampleFormat.UInt16 or SegySampleFormat.UInt24 or SegySampleFormat.UInt32 or SegySampleFormat.UInt64 => (0, double.MaxValue),
            _ => (double.MinValue, double.MaxValue),
        };
        int equal = 0;
        int held = 0;
        for (nint index = 0; index < samples.Count; index++)
        {
            double value = reference.AsReadOnlySpan()[(int)index];
            if (value < least || value > most) continue;
            held++;
            if (samples.AsReadOnlySpan()[(int)index] == value) equal++;
        }

        Assert.True(held > 1000);
        Assert.Equal(held, equal);
    }

    [SkippableFact]
    public void Format_4_is_read_and_numbers_that_cannot_be_fixed_point_are_pointed_out()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path($"{Multiformats}/Format4msb.sgy"));
        Assert.Equal(new Shape(414, 75), file.Samples().Shape);
        Assert.Contains(file.Warnings, warning => warning.Contains("state format 5", StringComparison.Ordinal));
        using SegyFile stated = SegyFile.Read(SharedData.Path($"{Multiformats}/Format4msb.sgy"), new SegyReadOptions { Format = SegySampleFormat.Float32 });
        using SegyFile original = SegyFile.Read(SharedData.Path("data/seismic/segy/segyio/f3.sgy"));
        AssertSameBits(original.SamplesAs<float>(), stated.SamplesAs<float>());
    }

    [SkippableFact]
    public void IBM_extremes_are_exact_as_float64_and_refused_as_float32()
    {
        string path = SharedData.Path("data/formats/segy/ibm_extremes.sgy");
        using NdArray<double> reference = NpyFile.Read<double>(SharedData.Path("data/formats/segy/ibm_extremes.npy"));
        using SegyFile file = SegyFile.Read(path);
        using NdArray<double> samples = file.SamplesAs<double>();
        for (int index = 0; index < 16; index++) Assert.Equal(BitConverter.DoubleToInt64Bits(reference[index]), BitConverter.DoubleToInt64Bits(samples[0, index]));
        var refusal = Assert.Throws<FileFormatException>(() => ArrayFile.Read(path));
        Assert.Contains("--precision f64", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3840 + (4 * 4), refusal.ByteOffset);
        using AnyArray wide = ArrayFile.Read(path, new ArrayReadOptions { IbmPrecision = ElementType.Float64 });
        Assert.Equal(ElementType.Float64, wide.ElementType);
        using NdArray<double> direct = ArrayFile.Read<double>(path);
        Assert.Equal(reference[4], direct[0, 4]);
    }

    [SkippableFact]
    public void Traces_of_unequal_length_keep_their_lengths()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/formats/segy/variable_length.sgy"));
        Assert.False(file.HasEqualTraces);
        Assert.Equal([20, 27, 34, 41, 48], Enumerable.Range(0, 5).Select(file.SampleCount));
        using NdArray<float> samples = file.SamplesAs<float>();
        Assert.Equal(new Shape(5, 48), samples.Shape);
        using NdArray<float> second = file.TraceAs<float>(1);
        Assert.Equal(27, second.Count);
        Assert.Equal(second.AsReadOnlySpan().ToArray(), samples.Select(0, 1).Slice(0, 0, 27).AsReadOnlySpan().ToArray());
        Assert.All(samples.Select(0, 1).Slice(0, 27, 21).AsReadOnlySpan().ToArray(), value => Assert.Equal(0, value));
    }

    [SkippableFact]
    public void The_whole_traces_of_a_cut_file_are_read_with_a_warning()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/formats/segy/cut_midtrace.sgy"));
        Assert.Equal(5, file.TraceCount);
        Assert.Contains("ends inside trace 5", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_user_overrides_a_wrong_format_code()
    {
        using NdArray<float> samples = ArrayFile.Read<float>(SharedData.Path("data/formats/segy/ieee_marked_ibm.sgy"), new ArrayReadOptions { Traces = new SegyReadOptions { Format = SegySampleFormat.Float32 } });
        float[] values = samples.AsReadOnlySpan().ToArray();
        Assert.Equal(new Shape(6, 50), samples.Shape);
        Assert.Equal(0, values[0]);
        Assert.Equal(549, values[^1]);
        Assert.Equal(82350, values.Sum());
    }

    [SkippableFact]
    public void Sixteen_bit_lengths_are_unsigned()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/formats/segy/ns_65535.sgy"));
        Assert.Equal(65535, file.SamplesPerTrace);
        using SegyFile other = SegyFile.Read(SharedData.Path("data/seismic/segy/segyio/long.sgy"));
        Assert.Equal(60000, other.SamplesPerTrace);
    }

    [SkippableTheory]
    [InlineData("stanzas-known-count.sgy", 3)]
    [InlineData("stanzas-unknown-count.sgy", 3)]
    public void Extended_text_headers_are_counted_or_searched_for_their_end(string name, int count)
    {
        using SegyFile file = SegyFile.Read(SharedData.Path($"data/seismic/segy/segyio/{name}"));
        Assert.Equal(count, file.ExtendedTexts.Count);
        Assert.StartsWith("((", file.ExtendedTexts[0], StringComparison.Ordinal);
        Assert.Equal((6, 4), (file.TraceCount, file.SamplesPerTrace));
    }

    [SkippableFact]
    public void Further_trace_headers_of_revision_2_are_kept()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/segy/segyio/trace-header-extension1.sgy"));
        Assert.Equal(480, file.Headers.BytesPerTrace);
        Assert.Equal((6, 4), (file.TraceCount, file.SamplesPerTrace));
        Assert.Equal(1.2, file.SamplesAs<double>()[0, 0], 5);
    }

    [SkippableFact]
    public void Text_headers_are_read_from_EBCDIC_and_ASCII()
    {
        using SegyFile ebcdic = SegyFile.Read(SharedData.Path("data/seismic/segy/segysak/f3-ebcidctest.sgy"));
        using SegyFile ascii = SegyFile.Read(SharedData.Path("data/seismic/segy/segypy_shotgather.sgy"));
        Assert.StartsWith("C", ebcdic.Text, StringComparison.Ordinal);
        Assert.True(ebcdic.Text.Split('\n').Length >= 30);
        Assert.Matches("[A-Za-z]{3}", ascii.Text);
    }

    private static void AssertSameBits(NdArray<float> expected, NdArray<float> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        ReadOnlySpan<int> left = System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(expected.AsReadOnlySpan());
        ReadOnlySpan<int> right = System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(actual.AsReadOnlySpan());
        int same = left.CommonPrefixLength(right);
        Assert.True(same == left.Length, $"sample {same} differs");
    }
}
