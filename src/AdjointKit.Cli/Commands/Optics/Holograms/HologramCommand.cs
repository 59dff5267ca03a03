using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary><c>optics hologram</c>: the light at an object from a recorded hologram.</summary>
internal sealed class HologramCommand : CliCommand
{
    private readonly IReadOnlyList<HologramKind> kinds = HologramKinds.Create();
    private readonly Option<string?> hologram = OptionFactory.Text("--hologram", "What was recorded: an intensity [y, x], or [frame, y, x]", "I", required: true);
    private readonly Option<string?> background = OptionFactory.Text("--background", "The same without the object [default: the mean of I]", "B");
    private readonly ChoiceOption<HologramKind> kind;
    private readonly HologramLightOptions light = new();
    private readonly HeaderlessOptions headerless = new();

    internal HologramCommand()
        : base("hologram", "Reconstruct a recorded hologram", "adjointkit optics hologram --hologram I.tif --background B.tif --wavelength 660e-9 --pitch 1.67e-6 --autofocus 0.5e-3,1.5e-3,50 --out U.npy --report focus")
    {
        kind = OptionFactory.Choice("--kind", $"How it was recorded: {string.Join("; ", kinds.Select(each => $"{each.Name}, {each.Summary}"))}", kinds[0].Name, [.. kinds.Select(each => (each.Name, each))]);
        foreach (Option option in (Option[])[hologram, background, kind]) Command.Options.Add(option);
        light.AddTo(Command);
        foreach (Option option in kinds.SelectMany(each => each.Options)) Command.Options.Add(option);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out | CommonUse.Report;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<Complex, double>(run) : Execute<ComplexF, float>(run);

    private int Execute<T, TReal>(RunContext run)
        where T : unmanaged
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        HologramKind chosen = Kind(run);
        string path = run.RequireOut();
        HologramRecording recording = Read(run, chosen, path);
        double reading = run.Seconds;
        using NdArray<T> atSensor = chosen.FieldAtSensor<T, TReal>(run, recording);
        FocusResult? focus = recording.Light.Range is FocusRange range ? Focus(run, atSensor, recording, range) : null;
        double distance = focus?.Distance ?? recording.Light.Distance!.Value;
        chosen.WarnOf(run, distance);
        double focusing = run.Seconds;
        ParticleField? particles = chosen.FindParticles(run, recording, atSensor);
        double finding = run.Seconds;
        Propagator<T> way = recording.Light.Way<T>(recording.Grid, distance, run.Compute);
        using NdArray<T> atObject = chosen.FieldAtObject(run, way, atSensor);
        using NdArray<T> field = run.Compute.ToHost(atObject);
        WarnOfPlanning(run, way, field, distance);
        ArrayFile.Write(path, field);
        int padding = way.Method.Padding ?? way.Method.DefaultPadding;
        run.Result["kind"] = chosen.Name;
        run.Result["distance"] = JsonText.Number(distance);
        run.Result["method"] = way.Method.Name;
        run.Result["padding"] = padding;
        run.Result["outputPitch"] = new JsonArray(JsonText.Number(way.Grid.Dx), JsonText.Number(way.Grid.Dy));
        if (focus is not null) run.Result["focus"] = FocusJson.Of(focus, recording.Light.Metric);
        if (focus is not null) run.Say($"in focus at {distance * 1e3:0.######} mm by {recording.Light.Metric.Name}, known to {focus.Tolerance * 1e6:0.###} um");
        run.Wrote(path, $"{chosen.WhatItGives} [y, x], {way.Grid}, {distance * 1e3:0.######} mm in front of the sensor, by {way.Method.Name} with padding {padding}");
        if (run.Common.Report is not string folder) return ExitCode.Done;
        (string, double)[] search = particles is null ? [] : [("finding particles", finding - focusing)];
        HologramPage.Write(run, folder, chosen.Name, recording, field, distance, focus, particles, [("reading", reading), ("focusing", focusing - reading), .. search, ("going back", run.Seconds - finding)]);
        return ExitCode.Done;
    }

    private HologramKind Kind(RunContext run)
    {
        HologramKind chosen = run.Get(kind);
        foreach (HologramKind other in kinds)
        {
            Option? stray = other == chosen ? null : other.Options.FirstOrDefault(option => run.Parse.GetResult(option) is { Implicit: false });
            if (stray is not null) throw new UsageException($"{stray.Name} is for --kind {other.Name}: leave it out");
        }

        return chosen;
    }

    private HologramRecording Read(RunContext run, HologramKind chosen, string path)
    {
        string source = run.Get(hologram)!;
        OutputPath.RequireArray(path, [.. HologramFiles.Of(source), run.Get(background)]);
        if (run.Common.Report is string folder) OutputPath.RequireFolder(folder);
        HeaderlessLayout? layout = headerless.Read(run);
        Intensities read = HologramFiles.Read(run, "--hologram", source, layout);
        HologramLight stated = light.Read(run, source, read.Metadata);
        var grid = new FieldGrid(read.Values.Shape[1], read.Values.Shape[2], stated.Pitch.Y, stated.Pitch.X);
        Intensities? without = ReadBackground(run, source, grid, layout);
        var recording = new HologramRecording(source, read.Values, without?.Values.Select(0, 0), stated, grid);
        chosen.Require(run, recording, [path, .. HologramFiles.Of(source), run.Get(background)]);
        stated.Check(run, grid);
        foreach (string saturation in ((string?[])[read.Saturation, without?.Saturation]).OfType<string>()) run.Warn(saturation);
        return recording;
    }

    private Intensities? ReadBackground(RunContext run, string source, FieldGrid grid, HeaderlessLayout? layout)
    {
        if (run.Get(background) is not string file) return null;
        Intensities read = IntensityInput.Read(run, "--background", file, layout);
        NdArray<double> values = read.Values;
        if (values.Shape != new Shape(1, grid.Ny, grid.Nx)) throw new UsageException($"--background {file} has {values.Shape[1]} x {values.Shape[2]} points{(values.Shape[0] > 1 ? $" in {values.Shape[0]} frames" : "")}, but --hologram {source} has {grid.Ny} x {grid.Nx}");
        ReadOnlySpan<double> numbers = values.AsReadOnlySpan();
        int dark = numbers.IndexOf(0);
        if (dark >= 0) throw new UsageException($"--background {file} is 0 at {FiniteValues.Place(grid.Shape, dark)}: the hologram is divided by it, so it must be above 0 everywhere");
        return read;
    }

    private static FocusResult Focus<T>(RunContext run, NdArray<T> atSensor, HologramRecording recording, FocusRange range)
        where T : unmanaged
    {
        FocusResult found = run.Progress.Run("optics hologram", progress =>
            Autofocus.Find(atSensor, recording.Light.Planes(recording.Grid, run.Compute), range.From, range.To, range.Count, recording.Light.Metric, progress, run.Cancellation));
        if (found.IsAtEnd) run.Warn($"{recording.Light.Metric.Name} is largest at the end of --autofocus {range.From},{range.To}: the focus may lie beyond it");
        return found;
    }

    /// <summary>What the planner expects of the method for this object.</summary>
    private static void WarnOfPlanning<T>(RunContext run, Propagator<T> way, NdArray<T> field, double distance)
        where T : unmanaged
    {
        // Unpadded, the boundaries are periodic because that was asked for: nothing to be warned of.
        if (!PropagationPlanner.CanPredict(way.Method) || way.Method.Padding == 1) return;
        PropagationChoice judged = PropagationPlanner.Predict(way.Method, field, way.Grid, way.Numbers.Wavelength, distance, way.Numbers.Index, run.Compute.Host);
        foreach (string warning in judged.Warnings) run.Warn(warning);
    }
}
