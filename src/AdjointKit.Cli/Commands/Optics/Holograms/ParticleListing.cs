using System.CommandLine;
using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics.Holograms;

/// <summary><c>--particles</c>: the particles of an in-line hologram as a table.</summary>
internal sealed class ParticleListing
{
    private readonly Option<string?> table = OptionFactory.Text("--particles", $"List the particles of an in-line hologram between the distances of --autofocus, a CSV table with the columns {ParticleTable.Header}; x and y from the middle of the hologram, z from the sensor", "TABLE.csv");

    private readonly Option<string> kind = OptionFactory.Choice("--particle-kind", "What the particles of --particles do: stop the light, or delay it", "opaque", [("opaque", "opaque"), ("transparent", "transparent")]);

    private readonly Option<double?> threshold = OptionFactory.Number("--particle-threshold", "How deep the shadow of a particle is at least, from 0 to 1 where no light passes [default: out of the noise]", "0.4", above: 0);

    internal IReadOnlyList<Option> Options => [table, kind, threshold];

    /// <summary>Refuses a table that cannot be made or written.</summary>
    /// <exception cref="UsageException">Says why.</exception>
    internal void Check(RunContext run, HologramRecording recording, IReadOnlyList<string?> paths)
    {
        if (run.Get(table) is not string path)
        {
            Option? stray = ((Option[])[kind, threshold]).FirstOrDefault(option => run.Parse.GetResult(option) is { Implicit: false });
            if (stray is not null) throw new UsageException($"{stray.Name} is for --particles TABLE.csv: give that too, or leave it out");
            return;
        }

        if (recording.Light.Range is null) throw new UsageException("--particles needs --autofocus z0,z1,n, the distances between which the particles are");
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/dev/", StringComparison.Ordinal)) throw new UsageException($"--particles {path} is a table of text: end its name in .csv");
        OutputPath.Require(path, paths);
        if (paths.Any(other => other is not null && Path.GetFullPath(other) == Path.GetFullPath(path))) throw new UsageException($"--particles {path} is the name of another file of this run: give another one");
    }

    /// <summary>Finds the particles and writes the table, where there shall be one.</summary>
    internal ParticleField? Find<T>(RunContext run, HologramRecording recording, NdArray<T> atSensor)
        where T : unmanaged
    {
        if (run.Get(table) is not string path) return null;
        FocusRange range = recording.Light.Range!;
        var options = new ParticleOptions { Kind = run.Get(kind) == "opaque" ? ParticleKind.Opaque : ParticleKind.Transparent, Threshold = run.Get(threshold) };
        ParticleField found = Found(run, recording, atSensor, range, options);
        ParticleTable.Write(path, found.Particles);
        run.Result["particles"] = found.Particles.Count;
        if (found.Particles.Count == 0) run.Warn(string.Create(CultureInfo.InvariantCulture, $"no particle is deeper than {found.Threshold:0.###} between {range.From} and {range.To} m: are wavelength, pitch and distances right? --particle-threshold says what is deep enough, --particle-kind transparent looks for those that only delay the light"));
        int atBorder = found.Particles.Count(particle => particle.IsAtBorder);
        run.Wrote(path, $"{Count(found.Particles.Count)} deeper than {found.Threshold.ToString("0.###", CultureInfo.InvariantCulture)}{(atBorder > 0 ? $", {atBorder} of them at the border" : "")}{Spread(found.Particles)}");
        return found;
    }

    private static string Count(int count) => count == 1 ? "1 particle" : $"{count} particles";

    private static string Spread(IReadOnlyList<Particle> particles) => particles.Count == 0 ? "" : $", at {Ends(particles.Select(particle => particle.Z * 1e3))} mm, {Ends(particles.Select(particle => particle.Diameter * 1e6))} um wide";

    /// <summary>The smallest and the largest, in four digits.</summary>
    private static string Ends(IEnumerable<double> values) => string.Join(" to ", new[] { values.Min(), values.Max() }.Select(value => value.ToString("G4", CultureInfo.InvariantCulture)).Distinct());

    private static ParticleField Found<T>(RunContext run, HologramRecording recording, NdArray<T> atSensor, FocusRange range, ParticleOptions options)
        where T : unmanaged
    {
        try
        {
            return run.Progress.Run("particles", progress => ParticleFinder.Find(atSensor, recording.Light.Planes(recording.Grid, run.Compute), range.From, range.To, range.Count, options, progress, run.Cancellation));
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--particles: {failure.Message.Split(" (Parameter")[0]}", failure);
        }
    }
}
