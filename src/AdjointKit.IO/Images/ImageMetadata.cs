namespace AdjointKit.IO;

/// <summary>What an image file says of its pixels besides their values: how far apart they are, and how they were taken.</summary>
public sealed record ImageMetadata
{
    /// <summary>The distance of neighbouring columns in m; null: not stated.</summary>
    public double? PitchX { get; init; }

    /// <summary>The distance of neighbouring rows in m; null: not stated.</summary>
    public double? PitchY { get; init; }

    /// <summary>The wavelength of the light in vacuum in m; null: not stated.</summary>
    public double? Wavelength { get; init; }

    /// <summary>The distance from the object to the plane of the image in m; null: not stated.</summary>
    public double? Distance { get; init; }

    /// <summary>What else the file says in words; null: nothing.</summary>
    public string? Description { get; init; }
}
