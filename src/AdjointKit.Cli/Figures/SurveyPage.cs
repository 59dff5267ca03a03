using System.Numerics;
using AdjointKit.Cli.Commands.Waves;
using AdjointKit.Cli.Hosting;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Figures;

/// <summary>The page of <c>--report</c> of a seismic run.</summary>
internal static class SurveyPage
{
    /// <summary>Writes DIR/index.html and DIR/config.json.</summary>
    internal static void Write<T>(RunContext run, string folder, string title, WaveSession<T> session, IReadOnlyList<(Figure Figure, string Caption)> figures, IReadOnlyList<(string Stage, double Seconds)> timings)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Inputs.SurveyInput input = session.Input;
        Figure model = SurveyFigures.Model(session.Velocity, input.Grid, input.Survey, "Velocity model");
        RunPage.Write(
            run,
            folder,
            title,
            $"{RunPage.Count(input.Survey.Shots.Count, "shot")}, {RunPage.Count(input.Survey.ReceiversPerShot, "receiver")}, {input.Grid.Nx} x {input.Grid.Nz} nodes",
            [(model, "The velocity model with sources (stars) and receivers (triangles)."), .. figures],
            Parameters(run, session),
            timings);
    }

    /// <summary>What was run, in words.</summary>
    internal static List<(string Name, string Value)> Parameters<T>(RunContext run, WaveSession<T> session)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Inputs.SurveyInput input = session.Input;
        Waves.AcousticOptions numerics = input.Options;
        return
        [
            ("grid", $"{input.Grid.Nx} x {input.Grid.Nz} nodes, {input.Grid.Dx:G6} x {input.Grid.Dz:G6} m"),
            ("time", $"{input.Time.Samples} samples of {input.Time.Step:G6} s, {RunPage.Count(session.Propagator.Substeps, "inner step")} each"),
            ("survey", $"{RunPage.Count(input.Survey.Shots.Count, "shot")} of {RunPage.Count(input.Survey.SourcesPerShot, "source")}, {RunPage.Count(input.Survey.ReceiversPerShot, "receiver")}"),
            ("order in space", $"{numerics.Order}"),
            ("time scheme", numerics.Time == Waves.TimeScheme.Corrected ? "leapfrog, dispersion corrected" : "leapfrog"),
            ("absorbing layers", $"{numerics.Pml.Left}, {numerics.Pml.Right}, {(numerics.FreeSurface ? "free surface" : numerics.Pml.Top)}, {numerics.Pml.Bottom} points (left, right, top, bottom)"),
            .. RunPage.Resources(run),
        ];
    }
}
