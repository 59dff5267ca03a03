using System.Globalization;
using System.Text;

namespace AdjointKit.IO;

/// <summary>
/// Metadata as the text that image formats have room for: lines of the kind "wavelength: 6.33e-07 m", "pitch: 3.45e-06 3.45e-06 m" (columns, rows)
/// and "distance: 0.05 m", and beside them the description as it is. Units from nm to m are read, with a colon or an equals sign.
/// </summary>
internal static class MetadataText
{
    private const string Wavelength = "wavelength";
    private const string Pitch = "pitch";
    private const string Distance = "distance";

    /// <summary>The text of the metadata; empty where there is none.</summary>
    public static string Write(ImageMetadata metadata)
    {
        var lines = new List<string>();
        if (metadata.Description is string description) lines.Add(description);
        if (metadata.Wavelength is double wavelength) lines.Add($"{Wavelength}: {wavelength:R} m");
        if (metadata.PitchX is double x) lines.Add($"{Pitch}: {x:R} {metadata.PitchY ?? x:R} m");
        if (metadata.Distance is double distance) lines.Add($"{Distance}: {distance:R} m");
        return string.Join('\n', lines);
    }

    /// <summary>Adds what a text says to what is known of an image; the text is the more exact of two statements.</summary>
    public static ImageMetadata Read(string text, ImageMetadata known)
    {
        var words = new StringBuilder(text.Length);
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (TryRead(line, ref known)) continue;
            if (words.Length > 0) words.Append('\n');
            words.Append(line);
        }

        string left = words.ToString().Trim();
        if (left.Length == 0) return known;
        return known with { Description = known.Description is string before ? $"{before}\n{left}" : left };
    }

    private static bool TryRead(ReadOnlySpan<char> line, ref ImageMetadata known)
    {
        int mark = line.IndexOfAny(':', '=');
        if (mark < 0) return false;
        ReadOnlySpan<char> key = line[..mark].Trim();
        ReadOnlySpan<char> value = line[(mark + 1)..].Trim();
        if (key.Equals(Wavelength, StringComparison.OrdinalIgnoreCase) && TryReadLengths(value, out double wavelength, out _) && wavelength > 0) known = known with { Wavelength = wavelength };
        else if (key.Equals(Distance, StringComparison.OrdinalIgnoreCase) && TryReadLengths(value, out double distance, out _)) known = known with { Distance = distance };
        else if (key.Equals(Pitch, StringComparison.OrdinalIgnoreCase) && TryReadLengths(value, out double x, out double y) && x > 0 && y > 0) known = known with { PitchX = x, PitchY = y };
        else return false;
        return true;
    }

    /// <summary>One length or two, with a unit for both or none for metres.</summary>
    private static bool TryReadLengths(ReadOnlySpan<char> text, out double first, out double second)
    {
        first = second = 0;
        int digits = text.LastIndexOfAny("0123456789.") + 1;
        if (!TryReadUnit(text[digits..].Trim(), out int exponent)) return false;
        text = text[..digits];
        int gap = text.IndexOfAny(' ', ',');
        ReadOnlySpan<char> one = gap < 0 ? text : text[..gap];
        ReadOnlySpan<char> other = gap < 0 ? text : text[(gap + 1)..].Trim();
        return TryReadLength(one, exponent, out first) && TryReadLength(other, exponent, out second);
    }

    /// <summary>Divides by the unit's power of ten, which is a whole number: its inverse is rounded.</summary>
    private static bool TryReadLength(ReadOnlySpan<char> text, int exponent, out double metres)
    {
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out metres) && double.IsFinite(metres);
        metres /= Math.Pow(10, exponent);
        return isNumber;
    }

    private static bool TryReadUnit(ReadOnlySpan<char> unit, out int exponent)
    {
        exponent = unit switch
        {
            "" or "m" => 0,
            "cm" => 2,
            "mm" => 3,
            "um" or "\u00b5m" or "\u03bcm" => 6,
            "nm" => 9,
            _ => -1,
        };
        return exponent >= 0;
    }
}
