using System.Globalization;

namespace AdjointKit.Plotting.Axes;

/// <summary>Ticks at multiples of 1, 2 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    private const double LeastPlain = 0.99e-2;
    private const double MostPlain = 1e5;
    private const int MostDigits = 6;

    /// <summary>The finest such ticks of which no more than <paramref name="most"/> lie in the range.</summary>
    internal static TickSet Make(double low, double high, int most)
    {
        double step = Step(low, high, Math.Max(1, most));
        long first = (long)Math.Ceiling((low / step) - 1e-9);
        long last = (long)Math.Floor((high / step) + 1e-9);
        var multiples = new List<long>();
        for (long k = first; k <= last; k++) multiples.Add(k);
        return Label(multiples, step);
    }

    /// <summary>The smallest step of the form 1, 2, 5 times a power of ten that gives at most <paramref name="most"/> ticks.</summary>
    internal static double Step(double low, double high, int most)
    {
        int exponent = (int)Math.Floor(Math.Log10((high - low) / most)) - 1;
        while (true)
        {
            foreach (int digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                double step = exponent >= 0 ? digit * Math.Pow(10, exponent) : digit / Math.Pow(10, -exponent);
                if (Math.Floor((high / step) + 1e-9) - Math.Ceiling((low / step) - 1e-9) + 1 <= most) return step;
            }

            exponent++;
        }
    }

    private static TickSet Label(List<long> multiples, double step)
    {
        double reach = multiples.Count == 0 ? step : Math.Max(Math.Abs(multiples[0]), Math.Abs(multiples[^1])) * step;
        double offset = 0;
        double spread = multiples.Count == 0 ? step : Math.Max(1, multiples[^1] - multiples[0]) * step;
        if (reach / step >= Math.Pow(10, MostDigits) && multiples.Count > 0)
        {
            // So many digits are equal in all labels that they are written once.
            double round = Math.Pow(10, Math.Ceiling(Math.Log10(spread)));
            offset = Math.Floor(multiples[0] * step / round) * round;
            reach = Math.Max(Math.Abs((multiples[0] * step) - offset), Math.Abs((multiples[^1] * step) - offset));
        }

        int exponent = reach >= MostPlain || (reach < LeastPlain && reach > 0) ? (int)Math.Floor(Math.Log10(reach) + 1e-9) : 0;
        double unit = Math.Pow(10, exponent);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step / unit) + 1e-9));
        var ticks = new Tick[multiples.Count];
        for (int i = 0; i < ticks.Length; i++)
        {
            double value = multiples[i] * step;
            ticks[i] = new Tick(value, Format((value - offset) / unit, decimals));
        }

        string note = exponent == 0 ? "" : $"×10^{{{Minus(exponent.ToString(CultureInfo.InvariantCulture))}}}";
        if (offset != 0) note += (note.Length > 0 ? " " : "") + (offset > 0 ? "+" : "−") + Math.Abs(offset).ToString("R", CultureInfo.InvariantCulture);
        return new TickSet(ticks, [], note);
    }

    private static string Format(double value, int decimals)
    {
        string text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return text.Trim('-', '0', '.').Length == 0 ? text.TrimStart('-') : Minus(text);
    }

    private static string Minus(string text) => text.Replace('-', '−');
}
