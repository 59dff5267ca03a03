namespace AdjointKit.IO;

/// <summary>
/// The pitch behind a resolution in pixels per metre. Programs fill that field with the 72, 96 or 300 dots per inch of screens and printers,
/// which say nothing about a sensor: only a pitch below 25 um is taken for one.
/// </summary>
internal static class PixelDensity
{
    private const double LargestPitch = 25e-6;

    /// <summary>Adds the pitch of a resolution to what is known, where it is that of a sensor.</summary>
    public static ImageMetadata Read(double perMetreX, double perMetreY, ImageMetadata known)
    {
        double x = 1 / perMetreX;
        double y = 1 / perMetreY;
        return x is > 0 and < LargestPitch && y is > 0 and < LargestPitch ? known with { PitchX = x, PitchY = y } : known;
    }

    /// <summary>Pixels per metre, rounded to what a field of 32 bits holds; 0 where the pitch is not stated or does not fit.</summary>
    public static (uint X, uint Y) Write(ImageMetadata? metadata)
    {
        uint x = PerMetre(metadata?.PitchX);
        uint y = PerMetre(metadata?.PitchY ?? metadata?.PitchX);
        return x == 0 || y == 0 ? (0, 0) : (x, y);
    }

    private static uint PerMetre(double? pitch) => 1 / pitch is double density and >= 1 and <= int.MaxValue ? (uint)Math.Round(density) : 0;
}
