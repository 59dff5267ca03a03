using AdjointKit.Plotting.Colors;

namespace AdjointKit.Plotting;

/// <summary>Maps a number from 0 to 1 to a colour, and whatever is not finite to a neutral one. Immutable.</summary>
public sealed class ColorMap
{
    private const int TableSize = 1024;
    private readonly Color[] table;

    private ColorMap(string name, Color[] table, Color missing)
    {
        Name = name;
        this.table = table;
        Missing = missing;
    }

    /// <summary>The name of the map.</summary>
    public string Name { get; }

    /// <summary>The colour of values that are not finite.</summary>
    public Color Missing { get; }

    /// <summary>Dark blue over green to yellow, lightness rising evenly: the map for anything that has no natural centre.</summary>
    public static ColorMap Viridis { get; } = Make("viridis", ControlColors.Viridis, Color.Parse("#c4c4c4"), smooth: true);

    /// <summary>Black over purple and orange to pale yellow, lightness rising evenly.</summary>
    public static ColorMap Magma { get; } = Make("magma", ControlColors.Magma, Color.Parse("#9fb3c0"), smooth: true);

    /// <summary>Black to white.</summary>
    public static ColorMap Gray { get; } = Make("gray", ControlColors.Gray, Color.Parse("#a9c6dd"), smooth: false);

    /// <summary>Blue over white to red, white at the centre: for amplitudes about zero.</summary>
    public static ColorMap Seismic { get; } = Make("seismic", ControlColors.Seismic, Color.Parse("#b8b8b8"), smooth: false);

    /// <summary>White over blue, black and red back to white: for phases, whose two ends are one.</summary>
    public static ColorMap Twilight { get; } = Make("twilight", ControlColors.Twilight, Color.Parse("#8ca88c"), smooth: true);

    /// <summary>The maps that have a name.</summary>
    public static IReadOnlyList<ColorMap> All { get; } = [Viridis, Gray, Seismic, Twilight, Magma];

    /// <summary>The map of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ColorMap Named(string name) => All.FirstOrDefault(map => string.Equals(map.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no colour map '{name}': use one of {string.Join(", ", All.Select(map => map.Name))}", nameof(name));

    /// <summary>A map through colours at equal distances, straight lines between them.</summary>
    /// <param name="name">The name of the map.</param>
    /// <param name="colors">Two or more colours, the one of 0 first.</param>
    /// <param name="missing">The colour of values that are not finite; null: a middle gray.</param>
    public static ColorMap FromColors(string name, IReadOnlyList<Color> colors, Color? missing = null)
    {
        ArgumentNullException.ThrowIfNull(colors);
        if (colors.Count < 2) throw new ArgumentException($"a colour map needs at least two colours, not {colors.Count}", nameof(colors));
        (double, Color)[] stops = [.. colors.Select((color, i) => (i / (colors.Count - 1.0), color))];
        return Make(name, stops, missing ?? Color.Parse("#b8b8b8"), smooth: false);
    }

    /// <summary>The same colours in the opposite order.</summary>
    public ColorMap Reversed() => new(Name + " reversed", [.. table.AsEnumerable().Reverse()], Missing);

    /// <summary>The colour of a value between 0 and 1; values outside take the colour of the nearer end, NaN and infinities <see cref="Missing"/>.</summary>
    public Color At(double value) => double.IsFinite(value)
        ? table[(int)((Math.Clamp(value, 0, 1) * (TableSize - 1)) + 0.5)]
        : Missing;

    private static ColorMap Make(string name, IReadOnlyList<(double At, Color Color)> stops, Color missing, bool smooth)
    {
        var colors = new Color[TableSize];
        for (int i = 0; i < TableSize; i++)
        {
            double t = (double)i / (TableSize - 1);
            colors[i] = new Color(
                Channel(stops, t, smooth, static c => c.R),
                Channel(stops, t, smooth, static c => c.G),
                Channel(stops, t, smooth, static c => c.B));
        }

        return new ColorMap(name, colors, missing);
    }

    private static byte Channel(IReadOnlyList<(double At, Color Color)> stops, double t, bool smooth, Func<Color, byte> of)
    {
        int k = 0;
        while (k + 2 < stops.Count && stops[k + 1].At <= t) k++;
        double h = stops[k + 1].At - stops[k].At;
        double s = (t - stops[k].At) / h;
        double from = of(stops[k].Color);
        double to = of(stops[k + 1].Color);
        if (!smooth) return (byte)Math.Round(from + (s * (to - from)));

        // Monotone cubic Hermite interpolation (Fritsch and Carlson 1980, harmonic means): smooth, and never beyond its neighbours.
        double m0 = h * Slope(stops, k, of);
        double m1 = h * Slope(stops, k + 1, of);
        double value = (from * (1 + (2 * s)) * (1 - s) * (1 - s)) + (to * s * s * (3 - (2 * s))) + (m0 * s * (1 - s) * (1 - s)) - (m1 * s * s * (1 - s));
        return (byte)Math.Round(Math.Clamp(value, 0, 255));
    }

    private static double Slope(IReadOnlyList<(double At, Color Color)> stops, int k, Func<Color, byte> of)
    {
        if (k == 0) return Secant(stops, 0, of);
        if (k == stops.Count - 1) return Secant(stops, k - 1, of);
        double before = Secant(stops, k - 1, of);
        double after = Secant(stops, k, of);
        return before * after <= 0 ? 0 : 2 * before * after / (before + after);
    }

    private static double Secant(IReadOnlyList<(double At, Color Color)> stops, int k, Func<Color, byte> of) =>
        (of(stops[k + 1].Color) - of(stops[k].Color)) / (stops[k + 1].At - stops[k].At);
}
