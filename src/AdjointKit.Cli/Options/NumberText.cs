using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AdjointKit.Cli.Options;

/// <summary>Numbers as text, the same in every culture. NaN and infinity are no numbers here.</summary>
internal static class NumberText
{
    internal static bool TryDouble([NotNullWhen(true)] string? text, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    internal static bool TryWhole([NotNullWhen(true)] string? text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value);

    /// <summary>A list "a,b,c"; null where an entry is not a finite number.</summary>
    internal static double[]? TryList(string text)
    {
        string[] parts = text.Split(',');
        var values = new double[parts.Length];
        for (int k = 0; k < parts.Length; k++)
        {
            if (!TryDouble(parts[k], out values[k])) return null;
        }

        return values;
    }
}
