using AdjointKit.Plotting.Colors;

namespace AdjointKit.Plotting;

/// <summary>Which values the two ends of a colour map stand for. Immutable.</summary>
public sealed record ColorLimits
{
    private ColorLimits()
    {
    }

    /// <summary>The smallest to the largest finite value.</summary>
    public static ColorLimits Full { get; } = new();

    internal double Percent { get; private init; } = 100;

    internal bool IsSymmetric { get; private init; }

    internal (double Low, double High)? Fixed { get; private init; }

    /// <summary>From one given value to another.</summary>
    /// <exception cref="ArgumentException">A limit is not finite, or the lower is not below the upper.</exception>
    public static ColorLimits Between(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low >= high) throw new ArgumentException($"colour limits {low} to {high} are no range: give two finite values, the lower first", nameof(low));
        return new ColorLimits { Fixed = (low, high) };
    }

    /// <summary>Leaves out the extreme values: the central <paramref name="percent"/> percent of the values span the colours (99 cuts half a percent at either end).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 100.</exception>
    public static ColorLimits Percentile(double percent) => new() { Percent = Checked(percent) };

    /// <summary>From -a to a, where <paramref name="percent"/> percent of the magnitudes are at most a: zero has the colour of the centre.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 100.</exception>
    public static ColorLimits Symmetric(double percent = 100) => new() { Percent = Checked(percent), IsSymmetric = true };

    /// <summary>The limits for given values; a constant array gets a range around its value, one without finite values 0 to 1.</summary>
    internal (double Low, double High) Resolve(SampledField field)
    {
        if (Fixed is (double, double) given) return given;
        (double low, double high) = IsSymmetric ? SymmetricRange(field) : field.Quantiles((100 - Percent) / 200, (100 + Percent) / 200);
        if (!double.IsFinite(low) || !double.IsFinite(high)) return (0, 1);
        if (high - low > 1e-14 * Math.Max(Math.Abs(low), Math.Abs(high))) return (low, high);

        // The clip may have cut all that differs (a few spikes in zeros): fall back to the full range before giving up on contrast.
        (double least, double most) = field.Quantiles(0, 1);
        double reach = Math.Max(Math.Abs(least), Math.Abs(most));
        if (IsSymmetric) return reach > 0 ? (-reach, reach) : (-1, 1);
        if (most - least > 1e-14 * reach) return (least, most);
        double margin = reach > 0 ? 0.05 * reach : 1;
        return (least - margin, least + margin);
    }

    private static double Checked(double percent) => percent is > 0 and <= 100
        ? percent
        : throw new ArgumentOutOfRangeException(nameof(percent), percent, "a percentile lies above 0 and at most at 100");

    private (double Low, double High) SymmetricRange(SampledField field)
    {
        double reach = field.MagnitudeQuantile(Percent / 100);
        return (-reach, reach);
    }
}
