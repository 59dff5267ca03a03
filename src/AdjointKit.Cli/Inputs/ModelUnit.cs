using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Inputs;

/// <summary>What the numbers of a model file measure, and in which unit. A unit is never guessed: numbers that look like another unit are refused.</summary>
internal sealed class ModelUnit
{
    /// <summary>No rock and no water is slower than 20 m/s or faster than 20 km/s: such numbers are another unit.</summary>
    internal const double SlowestPlausible = 20;

    private const double FastestPlausible = 20_000;

    private static readonly (string Unit, string Quantity, double Scale)[] Known =
    [
        ("m/s", "velocity", 1), ("km/s", "velocity", 1000),
        ("s/m", "slowness", 1), ("s/km", "slowness", 1e-3),
        ("s2/m2", "squared-slowness", 1), ("s2/km2", "squared-slowness", 1e-6),
    ];

    private readonly string unit;
    private readonly string quantity;
    private readonly double scale;
    private readonly bool isStated;

    private ModelUnit(string unit, string quantity, double scale, bool isStated)
    {
        this.unit = unit;
        this.quantity = quantity;
        this.scale = scale;
        this.isStated = isStated;
    }

    internal static ModelUnit Parse(string? quantity, string? unit)
    {
        if (quantity is not (null or "velocity" or "slowness" or "squared-slowness")) throw new UsageException($"--model-quantity takes velocity, slowness or squared-slowness, not '{quantity}'");
        foreach ((string name, string measured, double scale) in Known)
        {
            if (unit is null ? scale == 1 && measured == (quantity ?? "velocity") : name == unit)
            {
                if (quantity is not null && quantity != measured) throw new UsageException($"--model-unit {name} measures {measured}, not --model-quantity {quantity}");
                return new ModelUnit(name, measured, scale, unit is not null);
            }
        }

        throw new UsageException($"--model-unit '{unit}' is unknown: m/s, km/s, s/m, s/km, s2/m2 or s2/km2");
    }

    /// <summary>Turns the file's numbers into velocities in m/s, in place; refuses what no velocity can be, naming the node.</summary>
    internal void ConvertToVelocity(string file, Span<double> values, int depthNodes)
    {
        double slowest = double.PositiveInfinity;
        double fastest = 0;
        for (int node = 0; node < values.Length; node++)
        {
            double stored = values[node];
            if (!double.IsFinite(stored) || stored <= 0)
            {
                string kind = double.IsFinite(stored) ? (stored == 0 ? "zero" : "negative") : "no number";
                throw new UsageException($"{file}: the {quantity.Replace('-', ' ')} at node ({node / depthNodes}, {node % depthNodes}) [x,z] is {stored} {unit}, which is {kind}: every node needs a positive one");
            }

            double inSi = stored * scale;
            double velocity = quantity switch { "velocity" => inSi, "slowness" => 1 / inSi, _ => 1 / Math.Sqrt(inSi) };
            slowest = Math.Min(slowest, velocity);
            fastest = Math.Max(fastest, velocity);
            values[node] = velocity;
        }

        RefuseAnotherUnit(file, slowest, fastest);
    }

    /// <summary>A unit that the user stated is taken at its word.</summary>
    private void RefuseAnotherUnit(string file, double slowest, double fastest)
    {
        if (isStated) return;
        string kilo = quantity switch { "velocity" => "km/s", "slowness" => "s/km", _ => "s2/km2" };
        if (fastest < SlowestPlausible)
        {
            throw new UsageException($"{file} holds velocities from {slowest:G6} to {fastest:G6} {(quantity == "velocity" ? "" : "m/s ")}and these look like {kilo}: use --model-unit {kilo} (or --model-unit {unit} if they are what they are)");
        }

        if (slowest > FastestPlausible)
        {
            throw new UsageException($"{file} gives velocities from {slowest:G6} to {fastest:G6} m/s, faster than any rock: state its --model-quantity and --model-unit (--model-unit {unit} if they are what they are)");
        }
    }
}
