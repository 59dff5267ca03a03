using System.Globalization;

namespace AdjointKit.Plotting.Axes;

/// <summary>Ticks at powers of ten; over less than two decades also at 2 and 5 times a power of ten, over a fraction of one at round values.</summary>
internal static class LogTicks
{
    /// <summary>Ticks of which no more than <paramref name="most"/> are labelled.</summary>
    internal static TickSet Make(double low, double high, int most)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9);
        int last = (int)Math.Floor(Math.Log10(high) + 1e-9);
        int decades = last - first + 1;
        List<double> minor = Minor(low, high, first - 1, last, decades);
        if (decades < 1) return LinearTicks.Make(low, high, most);
        var values = new List<double>();
        if (Math.Log10(high / low) < 2)
        {
            values = Labelled(low, high, first - 1, last, [1, 2, 5]);
            if (values.Count > most) values = Labelled(low, high, first - 1, last, [1]);
            if (values.Count < 2) return LinearTicks.Make(low, high, most);
        }
        else
        {
            int stride = (decades + Math.Max(1, most) - 1) / Math.Max(1, most);
            for (int e = first; e <= last; e++)
            {
                if (e % stride == 0) values.Add(Math.Pow(10, e));
            }

            if (values.Count == 0) values.Add(Math.Pow(10, first));
        }

        bool plain = values[0] >= 0.99e-3 && values[^1] <= 1.01e4;
        return new TickSet([.. values.Select(v => new Tick(v, Label(v, plain)))], minor, "");
    }

    private static List<double> Labelled(double low, double high, int first, int last, ReadOnlySpan<int> digits)
    {
        var values = new List<double>();
        for (int e = first; e <= last; e++)
        {
            foreach (int digit in digits)
            {
                double v = digit * Math.Pow(10, e);
                if (v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9)) values.Add(v);
            }
        }

        return values;
    }

    private static List<double> Minor(double low, double high, int first, int last, int decades) =>
        decades > 10 ? [] : Labelled(low, high, first, last, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

    private static string Label(double value, bool plain)
    {
        if (plain) return value.ToString("0.####", CultureInfo.InvariantCulture);
        int exponent = (int)Math.Floor(Math.Log10(value) + 1e-9);
        int digit = (int)Math.Round(value / Math.Pow(10, exponent));
        string power = $"10^{{{exponent.ToString(CultureInfo.InvariantCulture).Replace('-', '−')}}}";
        return digit == 1 ? power : $"{digit}×{power}";
    }
}
