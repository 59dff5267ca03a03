using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary>What decides the bits of a migration: a run goes on only where all of it is the same.</summary>
internal static class MigrationManifest
{
    internal static RunManifest Of<T>(WaveSession<T> session, MigrationOptions options, NdArray<T> data, DeviceKind device)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Inputs.SurveyInput input = session.Input;
        AcousticOptions numerics = input.Options;
        return new RunManifest("rtm")
            .WithArray("--vp", session.Velocity)
            .WithArray("--wavelet", session.Wavelet)
            .WithArray("--data", data)
            .WithArray("--sources", Positions(input.Survey, shot => shot.Sources))
            .WithArray("--receivers", Positions(input.Survey, shot => shot.Receivers))
            .WithParameter("--spacing", $"{input.Grid.Dx:R},{input.Grid.Dz:R}")
            .WithParameter("--dt", $"{input.Time.Step:R}")
            .WithParameter("--nt", $"{input.Time.Samples}")
            .WithParameter("--precision", ElementTypes.Of<T>().ToString())
            .WithParameter("--device", $"{device}".ToLowerInvariant())
            .WithParameter("--order", $"{numerics.Order}")
            .WithParameter("--pml", $"{numerics.Pml.Left},{numerics.Pml.Right},{numerics.Pml.Top},{numerics.Pml.Bottom}")
            .WithParameter("--free-surface", $"{numerics.FreeSurface}")
            .WithParameter("--step", $"{numerics.Step}")
            .WithParameter("--time", $"{numerics.Time}")
            .WithParameter("--vmax", $"{input.Vmax:R}")
            .WithParameter("--imaging", $"{options.Condition}{(options.Frequencies is FrequencyBand band ? $":{band.First:R},{band.Last:R},{band.Count}" : "")}")
            .WithParameter("--laplacian", $"{options.Laplacian}")
            .WithParameter("--illumination", $"{options.Illumination}")
            .WithParameter("--mute", options.Mute is DirectWaveMute mute ? $"{mute.Velocity:R},{mute.StartTime:R}" : "none")
            .WithParameter("--aperture", options.Aperture is double aperture ? $"{aperture:R}" : "none");
    }

    private static NdArray<double> Positions(Survey survey, Func<Shot, IReadOnlyList<Position>> choose)
    {
        double[] values = [.. survey.Shots.SelectMany(shot => choose(shot)).SelectMany(position => new[] { position.X, position.Z })];
        return NdArray.From<double>(values);
    }
}
