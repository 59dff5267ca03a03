using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Waves.Tests.Surveys;

public class SurveyFromSegyTests
{
    [SkippableFact]
    public void The_Viking_Graben_gathers_are_four_shots_of_a_towed_cable()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/field/viking_small.segy"));
        SegyGathers gathers = Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 1 });
        Survey survey = gathers.Survey;
        Assert.Equal(4, survey.Shots.Count);
        Assert.Equal(120, survey.ReceiversPerShot);
        Assert.Equal([3237.0, 3262, 3287, 3312], survey.Shots.Select(shot => shot.Sources[0].X));
        Assert.All(survey.Shots, shot => Assert.Equal(6, shot.Sources[0].Z));
        Assert.Equal(new Position(0, 10), survey.Shots[0].Receivers[0]);
        Assert.Equal(new Position(3050, 10), survey.Shots[3].Receivers[119]);
        Assert.All(survey.Shots, shot => Assert.Equal(-262, shot.Receivers[119].X - shot.Sources[0].X));
        Assert.Equal(0, gathers.OffLine);

        using NdArray<float> data = gathers.Data<float>(file);
        using NdArray<float> expected = NpyFile.Read<float>(SharedData.Path("data/seismic/field/viking_small.npy"));
        Assert.Equal(new Shape(4, 120, 600), data.Shape);
        Assert.Equal(expected.AsReadOnlySpan().ToArray(), data.AsReadOnlySpan().ToArray());
    }

    [SkippableFact]
    public void A_unit_that_the_headers_contradict_must_be_stated()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/field/viking_small.segy"));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Survey.FromSegy(file));
        Assert.Contains("MetresPerUnit", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Scalars_apply_and_elevations_may_count_downwards()
    {
        using SegyFile file = SegyFile.Read(SharedData.Path("data/seismic/segy/judi/unit_test_shot_records_2.segy"));
        Survey survey = Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 1, Elevations = ElevationDirection.Down }).Survey;
        Assert.Equal(2, survey.Shots.Count);
        Assert.Equal(new Position(100, 20), survey.Shots[0].Sources[0]);
        Assert.Equal(new Position(1100, 20), survey.Shots[1].Sources[0]);
        Assert.Equal(59.244, survey.Shots[0].Receivers[1].X, 1e-9);
        Assert.Equal(50, survey.Shots[0].Receivers[1].Z);
    }

    [Fact]
    public void Traces_are_sorted_into_shots_and_projected_onto_a_line()
    {
        // Traces of two shots in turn, on a line that runs north-east, in feet.
        using SegyFile file = Made(4, (headers, trace) =>
        {
            headers[trace, TraceField.FieldRecord] = 7 + (trace % 2);
            headers[trace, TraceField.CoordinateScalar] = -10;
            headers[trace, TraceField.SourceX] = 30_000 * (trace % 2);
            headers[trace, TraceField.SourceY] = 40_000 * (trace % 2);
            headers[trace, TraceField.GroupX] = 3000 * trace;
            headers[trace, TraceField.GroupY] = 4000 * trace;
            headers[trace, TraceField.SourceDepth] = 12;
        });
        SegyGathers gathers = Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 0.3048, Direction = LineDirection.Line, LineStart = (0, 0), LineEnd = (3, 4), OriginX = -100 });
        Assert.Equal(2, gathers.Survey.Shots.Count);
        Assert.Equal((5000 * 0.3048) + 100, gathers.Survey.Shots[1].Sources[0].X, 1e-9);
        Assert.Equal(12 * 0.3048, gathers.Survey.Shots[1].Sources[0].Z, 1e-9);
        Assert.Equal((1500 * 0.3048) + 100, gathers.Survey.Shots[1].Receivers[1].X, 1e-9);
        Assert.Equal([0, 2, 1, 3], [gathers.TraceOf(0, 0), gathers.TraceOf(0, 1), gathers.TraceOf(1, 0), gathers.TraceOf(1, 1)]);
        Assert.Equal(0, gathers.OffLine, 1e-9);
        using NdArray<float> data = gathers.Data<float>(file);
        Assert.Equal([0f, 2, 1, 3], data.AsReadOnlySpan().ToArray().Where((_, n) => n % 5 == 0));
    }

    [Fact]
    public void Shots_of_different_numbers_of_traces_are_refused()
    {
        using SegyFile file = Made(3, (headers, trace) => headers[trace, TraceField.FieldRecord] = trace == 2 ? 5 : 4);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 1 }));
        Assert.Contains("field record 5 (trace 2 on) has 1 traces and the first shot 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_record_with_two_sources_is_refused_and_grouping_by_source_accepted()
    {
        using SegyFile file = Made(4, (headers, trace) =>
        {
            headers[trace, TraceField.FieldRecord] = 1;
            headers[trace, TraceField.SourceX] = 100 * (trace / 2);
        });
        Assert.Throws<ArgumentException>(() => Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 1 }));
        Assert.Equal(2, Survey.FromSegy(file, new SegyGeometry { MetresPerUnit = 1, Grouping = ShotGrouping.SourcePosition }).Survey.Shots.Count);
    }

    /// <summary>Traces of five samples that hold the trace's number.</summary>
    private static SegyFile Made(int traces, Action<TraceHeaders, int> fill)
    {
        using NdArray<float> samples = NdArray.Fill<float>(traces, 5, (trace, _) => trace);
        SegyFile file = SegyFile.Create(samples, 0.004);
        for (int trace = 0; trace < traces; trace++) fill(file.Headers, trace);
        return file;
    }
}
