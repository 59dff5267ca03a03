using System.CommandLine;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary>The options that say what light recorded a hologram, and where its object is. What a file says of itself serves where the user says nothing.</summary>
internal sealed class HologramLightOptions
{
    private const string Auto = "auto";
    private const int FewestDistances = 3;
    private const int MostDistances = 100_000;

    /// <summary>Those that keep the grid.</summary>
    private static readonly string[] MethodNames = ["asm", "blasm", "fresnel-tf", "fresnel-ir", "rs"];

    private readonly Option<double?> wavelength = OptionFactory.Number("--wavelength", "Wavelength in vacuum, m [default: what the file says]", "633e-9", above: 0);
    private readonly Option<double[]?> pitch = OptionFactory.Numbers("--pitch", "Pitch of the hologram, m: one number, or along x and y [default: what the file says]", "dx,dy", required: false, 1, 2);
    private readonly Option<double?> distance = OptionFactory.Number("--distance", "Where the object is, m in front of the sensor [default: what the file says]", "Z");
    private readonly Option<double[]?> autofocus = OptionFactory.Numbers("--autofocus", "Find the distance: the sharpest of n planes from z0 to z1, m, refined between its neighbours", "z0,z1,n", required: false, 3);
    private readonly ChoiceOption<FocusMetric> metric = OptionFactory.Choice("--focus-metric", "What is largest in focus", FocusMetrics.All[0].Name, [.. FocusMetrics.All.Select(known => (known.Name, known))]);
    private readonly Option<double?> index = OptionFactory.Number("--index", "Refractive index, which divides the wavelength [default: 1]", "1.0", above: 0);
    private readonly Option<string?> pad = OptionFactory.Text("--pad", "By how much the grid is enlarged for the transforms; 1 is periodic, auto what is right for the method [default: auto]", "auto|k");
    private readonly ChoiceOption<string> method = OptionFactory.Choice("--method", "How light is taken back", Auto, [Auto, .. MethodNames]);

    internal void AddTo(Command command)
    {
        Option[] all = [wavelength, pitch, distance, autofocus, metric, index, pad, method];
        foreach (Option option in all) command.Options.Add(option);
    }

    /// <summary>What was stated, by the user or else by the file.</summary>
    /// <exception cref="UsageException">Part of it is missing or impossible.</exception>
    internal HologramLight Read(RunContext run, string source, ImageMetadata? said)
    {
        double? z = run.Get(distance);
        double[]? range = run.Get(autofocus);
        if (z is not null && range is not null) throw new UsageException("--distance says where the object is, --autofocus finds it: give one of them");
        if (range is null && run.Parse.GetResult(metric) is { Implicit: false }) throw new UsageException("--focus-metric is for --autofocus: give that too, or leave the metric out");
        double length = run.Get(wavelength) ?? Said(said?.Wavelength) ?? throw new UsageException($"--wavelength is required, m: {source} does not say it");
        if (range is null) z ??= Said(said?.Distance) ?? throw new UsageException($"--distance or --autofocus is required: {source} does not say where its object is");
        return new HologramLight(
            length,
            Pitch(run, source, said),
            run.Get(index) ?? 1,
            Padding(run),
            PropagationMethods.All.FirstOrDefault(known => known.Name == run.Get(method)),
            z,
            range is null ? null : Range(range),
            run.Get(metric));
    }

    private static double? Said(double? value) => value is double number && double.IsFinite(number) && number > 0 ? number : null;

    private (double Y, double X) Pitch(RunContext run, string source, ImageMetadata? said)
    {
        if (run.Get(pitch) is not double[] stated)
        {
            return Said(said?.PitchX ?? said?.PitchY) is double x ? (Said(said?.PitchY) ?? x, x) : throw new UsageException($"--pitch is required, m: {source} does not say it");
        }

        (double dy, double dx) = LightOptions.Pair(stated);
        return dy > 0 && dx > 0 ? (dy, dx) : throw new UsageException("--pitch takes positive numbers, m");
    }

    private int? Padding(RunContext run)
    {
        string text = run.Get(pad) ?? Auto;
        return text == Auto ? null : NumberText.TryWhole(text, out long k) && k is >= 1 and <= 64 ? (int)k : throw new UsageException($"--pad takes auto or a whole number from 1 to 64, not '{text}'");
    }

    private static FocusRange Range(double[] range)
    {
        (double from, double to, double count) = (range[0], range[1], range[2]);
        if (count != Math.Floor(count) || count < FewestDistances || count > MostDistances) throw new UsageException($"--autofocus takes a whole number of distances from {FewestDistances} to {MostDistances}, not {count}");
        if (from == to) throw new UsageException($"--autofocus from {from} to {to} is no range: z0 and z1 must differ");
        return new FocusRange(from, to, (int)count);
    }
}

/// <summary>Where to look for the plane in focus.</summary>
/// <param name="From">The first distance, m.</param>
/// <param name="To">The last distance, m.</param>
/// <param name="Count">How many distances.</param>
internal sealed record FocusRange(double From, double To, int Count);

/// <summary>What light recorded a hologram, and where its object is.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Pitch">Of the hologram, m.</param>
/// <param name="Index">The refractive index.</param>
/// <param name="Padding">By how much the grid is enlarged; null: what is right for the method.</param>
/// <param name="Method">The method; null: the planner picks it.</param>
/// <param name="Distance">Where the object is, m; null: it is to be found.</param>
/// <param name="Range">Where to look for it; null: it is known.</param>
/// <param name="Metric">What is largest in focus.</param>
internal sealed record HologramLight(double Wavelength, (double Y, double X) Pitch, double Index, int? Padding, PropagationMethod? Method, double? Distance, FocusRange? Range, FocusMetric Metric)
{
    /// <summary>Refuses and warns of numbers that look as if one were in another unit.</summary>
    /// <exception cref="UsageException">One must be in another unit.</exception>
    internal void Check(RunContext run, FieldGrid grid)
    {
        double farthest = Range is FocusRange range ? Math.Max(Math.Abs(range.From), Math.Abs(range.To)) : Math.Abs(Distance!.Value);
        LightUnits.Require(Wavelength, Index, grid, farthest);
        double pitch = Math.Min(grid.Dy, grid.Dx);
        double spread = LightUnits.Spread(Wavelength, Index, grid, farthest);
        if (farthest > 0 && spread < pitch) run.Warn($"over {farthest} m light of {Wavelength} m spreads by {spread:0.##e0} m, less than one point of {pitch} m: the hologram stays as it is; are pitch, wavelength and distance in metres?");
    }

    /// <summary>The way from the object to the sensor.</summary>
    internal Propagator<T> Way<T>(FieldGrid grid, double distance, Compute compute)
        where T : unmanaged
    {
        PropagationMethod way = new PropagationChoices(Method, Padding, Wavelength, Pitch, distance, Index).For(grid, compute);
        try
        {
            return way.Plan<T>(grid, Wavelength, distance, Index, compute: compute);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--method {way.Name}, distance {distance}: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }

    /// <summary>The planes in which the object is looked for. The band-limited angular spectrum serves near and far with one padding.</summary>
    internal FocusPlanes Planes(FieldGrid grid, Compute compute)
    {
        PropagationMethod way = Method ?? new BandLimitedAngularSpectrum();
        return new FocusPlanes(compute, grid, Wavelength, Index, Padding is null ? way : way with { Padding = Padding });
    }
}
