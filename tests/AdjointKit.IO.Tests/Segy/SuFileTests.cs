using AdjointKit.Arrays;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.IO.Tests.Segy;

public class SuFileTests
{
    [SkippableFact]
    public void Reads_every_file_by_its_content_and_writes_back_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        int read = 0;
        foreach (string path in SharedTraceFiles.Su())
        {
            using AnyArray array = ArrayFile.Read(path);
            Assert.IsType<SuFile>(array.Traces);
            ArrayFile.Write(folder["copy.su"], array);
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(folder["copy.su"])), path);
            read++;
        }

        Assert.Equal(5, read);
    }

    [SkippableTheory]
    [InlineData("data/seismic/seg2/329.su", "data/seismic/seg2/329.sgy", true)]
    [InlineData("data/seismic/segy/segyio/small.su", "data/seismic/segy/segyio/small.sgy", true)]
    [InlineData("data/seismic/segy/obspy_segy/one_trace_year_99.su", "data/seismic/segy/obspy_segy/one_trace_year_99.sgy", false)]
    public void The_same_record_as_SU_and_as_SEG_Y_has_the_same_samples(string su, string segy, bool bigEndian)
    {
        using SuFile traces = SuFile.Read(SharedData.Path(su));
        using NdArray<float> samples = traces.SamplesAs<float>();
        using NdArray<float> reference = ArrayFile.Read<float>(SharedData.Path(segy));
        Assert.Equal(bigEndian, traces.IsBigEndian);
        Assert.Equal(reference.Shape, samples.Shape);
        Assert.Equal(reference.AsReadOnlySpan().ToArray(), samples.AsReadOnlySpan().ToArray());
    }

    [SkippableFact]
    public void Headers_pass_between_SU_and_SEG_Y()
    {
        using var folder = new TemporaryFolder();
        using AnyArray viking = ArrayFile.Read(SharedData.Path("data/seismic/field/viking_small.segy"));
        ArrayFile.Write(folder["v.su"], viking);
        using AnyArray su = ArrayFile.Read(folder["v.su"]);
        ArrayFile.Write(folder["v.sgy"], su);
        using AnyArray back = ArrayFile.Read(folder["v.sgy"]);
        Assert.Equal(viking.View<float>().AsReadOnlySpan().ToArray(), back.View<float>().AsReadOnlySpan().ToArray());
        Assert.Equal(viking.Traces!.Headers.Column(TraceField.SourceX), back.Traces!.Headers.Column(TraceField.SourceX));
        Assert.Equal(viking.Traces.SampleInterval, back.Traces.SampleInterval, 12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_made_file_comes_back_in_either_byte_order(bool bigEndian)
    {
        using var folder = new TemporaryFolder();
        using (SuFile made = SuFile.Create(NdArray.From<float>([1, 2, 3, 4, 5, 6], new Shape(2, 3)), 0.002, bigEndian)) made.Write(folder["a.su"]);
        using SuFile file = SuFile.Read(folder["a.su"]);
        Assert.Equal(bigEndian, file.IsBigEndian);
        Assert.Equal(0.002, file.SampleInterval, 12);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], file.SamplesAs<float>().AsReadOnlySpan().ToArray());
        Assert.Equal([1, 2], file.Headers.Column(TraceField.TraceNumber));
    }

    [Fact]
    public void A_little_endian_record_keeps_its_byte_order_as_SEG_Y()
    {
        using var folder = new TemporaryFolder();
        using (SuFile made = SuFile.Create(NdArray.From<float>([1, 2, 3, 4, 5, 6], new Shape(2, 3)), 0.002, bigEndian: false)) made.Write(folder["a.su"]);
        using AnyArray su = ArrayFile.Read(folder["a.su"]);
        ArrayFile.Write(folder["a.sgy"], su);
        using AnyArray segy = ArrayFile.Read(folder["a.sgy"]);
        Assert.False(Assert.IsType<SegyFile>(segy.Traces).IsBigEndian);
        Assert.Equal(2, ((SegyFile)segy.Traces).Binary.MajorRevision);
        Assert.Equal(0.002, segy.Traces.SampleInterval, 12);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], segy.View<float>().AsReadOnlySpan().ToArray());
        Assert.Equal([1, 2], segy.Traces.Headers.Column(TraceField.TraceNumber));
    }

    [Fact]
    public void A_cut_file_gives_its_whole_traces_and_a_warning()
    {
        using var folder = new TemporaryFolder();
        using (SuFile made = SuFile.Create(NdArray.Zeros<float>(3, 100), 0.002)) made.Write(folder["a.su"]);
        byte[] bytes = File.ReadAllBytes(folder["a.su"]);
        using SuFile cut = SuFile.Read(folder.Write("cut.su", bytes.AsSpan(0, bytes.Length - 30)));
        Assert.Equal(2, cut.TraceCount);
        Assert.Single(cut.Warnings);
        Assert.Throws<FileFormatException>(() => SuFile.Read(folder.Write("short.su", bytes.AsSpan(0, 300))));
        Assert.Throws<FileFormatException>(() => SuFile.Read(folder.Write("empty.su", [])));
    }

    [Fact]
    public void What_SU_cannot_hold_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SuFile.Create(NdArray.Zeros<float>(1, 70000), 0.002));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuFile.Create(NdArray.Zeros<float>(1, 10), 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuFile.Create(NdArray.Zeros<float>(1, 10), 0.0000005));
        Assert.Throws<ArgumentException>(() => SuFile.Create(NdArray.From<double>([1e40], new Shape(1, 1)), 0.002));
    }
}
