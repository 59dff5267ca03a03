using System.Globalization;

namespace AdjointKit.Plotting;

/// <summary>A colour: red, green, blue and opacity, 8 bits each, not premultiplied (sRGB).</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Opacity, 255 for opaque.</param>
public readonly record struct Color(byte R, byte G, byte B, byte A = 255)
{
    /// <summary>Opaque black.</summary>
    public static Color Black => new(0, 0, 0);

    /// <summary>Opaque white.</summary>
    public static Color White => new(255, 255, 255);

    /// <summary>Reads "#rrggbb" or "#rrggbbaa".</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static Color Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is not (7 or 9) || text[0] != '#' || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits))
        {
            throw new FormatException($"'{text}' is not a colour: write #rrggbb or #rrggbbaa");
        }

        if (text.Length == 7) bits = (bits << 8) | 0xFF;
        return new Color((byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits);
    }

    /// <summary>The colour as "#rrggbb", without its opacity.</summary>
    public string ToHex() => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>The same colour with another opacity, from 0 to 1.</summary>
    public Color WithOpacity(double opacity) => this with { A = (byte)Math.Round(255 * Math.Clamp(opacity, 0, 1)) };

    /// <summary>How light the colour appears, from 0 to 1: CIE 1976 lightness L* / 100 of the sRGB colour.</summary>
    public double Lightness
    {
        get
        {
            double y = (0.2126 * Linear(R)) + (0.7152 * Linear(G)) + (0.0722 * Linear(B));
            return y > 216.0 / 24389 ? (1.16 * Math.Cbrt(y)) - 0.16 : y * 243.89 / 27;
        }
    }

    private static double Linear(byte channel)
    {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
