namespace AdjointKit.IO;

/// <summary>
/// A field of the 240-byte trace header that SEG-Y and SU share: its place as the standard counts (first byte is 1), its width, whether it is signed,
/// and which other field scales it. The static members are the catalogue; a file that keeps something elsewhere is read with a field of your own.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Byte">Its first byte, from 1.</param>
/// <param name="Width">2 or 4 bytes.</param>
/// <param name="Signed">Whether it can be negative.</param>
/// <param name="Scaling">Which scalar of the header applies to it.</param>
public readonly partial record struct TraceField(string Name, int Byte, int Width, bool Signed = true, TraceScaling Scaling = TraceScaling.None)
{
    /// <summary>The name and the place, "SourceX (bytes 73-76)".</summary>
    public override string ToString() => $"{Name} (bytes {Byte}-{Byte + Width - 1})";
}

/// <summary>Which scalar of a trace header applies to a field.</summary>
public enum TraceScaling
{
    /// <summary>None: the number is the value.</summary>
    None,

    /// <summary>The scalar of coordinates (bytes 71-72).</summary>
    Coordinate,

    /// <summary>The scalar of elevations and depths (bytes 69-70).</summary>
    Elevation,
}
