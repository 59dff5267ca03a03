namespace AdjointKit.Plotting.Drawing;

/// <summary>How a line is drawn along a path. Ends and corners are round unless <paramref name="Square"/> asks for mitred corners and flat ends.</summary>
/// <param name="Color">The colour.</param>
/// <param name="Width">The width in logical pixels.</param>
/// <param name="Dashes">Lengths of dash, gap, dash, ...; empty: a solid line.</param>
/// <param name="Square">Flat ends and mitred corners: frames and ticks.</param>
internal sealed record Stroke(Color Color, double Width, IReadOnlyList<double> Dashes, bool Square = false)
{
    internal static Stroke Solid(Color color, double width, bool square = false) => new(color, width, [], square);
}
