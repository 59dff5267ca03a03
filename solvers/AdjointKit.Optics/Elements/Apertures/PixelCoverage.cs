using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The part of each pixel, the rectangle of the pitch around a point, that a shape covers: exact, so that it changes smoothly with size and place, and a sum over the pixels is the area.
/// </summary>
internal static class PixelCoverage
{
    /// <summary>Of a disc.</summary>
    internal static Var<double> Disc(FieldPoints at, Quantity centreY, Quantity centreX, Quantity radius)
    {
        // What of the disc lies between the edges of a column and beyond an edge c of the rows is an odd function of c, but for a number that falls out of differences.
        Var<double> r = at[radius];
        Var<double> edgesX = at.EdgesX - at[centreX];
        Var<double> c = at.EdgesY - at[centreY];
        Var<double> sign = (2 * (c >= 0)) - 1;
        Var<double> between = sign * (Cap(0 * Ops.Slice(c, 0, 0, 1), edgesX, r) - Cap(sign * c, edgesX, r));
        return Ops.Difference(between, axis: 0) / (at.Variables.PitchY * at.Variables.PitchX);
    }

    /// <summary>Of an upright rectangle.</summary>
    internal static Var<double> Rectangle(FieldPoints at, Quantity centreY, Quantity centreX, Quantity height, Quantity width) =>
        Interval(at.EdgesY - at[centreY], at[height], axis: 0) / at.Variables.PitchY * (Interval(at.EdgesX - at[centreX], at[width], axis: 1) / at.Variables.PitchX);

    /// <summary>The length of what of -length/2 to length/2 lies between neighbouring edges.</summary>
    private static Var<double> Interval(Var<double> edges, Var<double> length, int axis) => Ops.Difference(Ops.Clamp(edges, -0.5 * length, 0.5 * length), axis);

    /// <summary>
    /// The area above a line y = c of what of the disc x^2 + y^2 at most r^2 lies between neighbouring edges, for c at least 0: under the chord between the two points of the circle a trapezoid,
    /// above it a segment, (r^2 t - p) / 2 with the angle t between the two and p their cross product. Differences that would cancel are taken by h_a - h_b = (b - a)(a + b) / (h_a + h_b).
    /// </summary>
    private static Var<double> Cap(Var<double> c, Var<double> edges, Var<double> r)
    {
        Var<double> squared = Ops.Square(r) - Ops.Square(c);
        Var<double> half = Ops.Where(squared > 0, Ops.Sqrt(Ops.Where(squared > 0, squared, 1)), 0);
        Var<double> within = Ops.Abs(edges) < half;
        Var<double> x = Ops.Clamp(edges, -half, half);
        Var<double> h = Ops.Where(within, Ops.Sqrt(Ops.Where(within, Ops.Square(r) - Ops.Square(edges), 1)), c);
        nint columns = edges.Shape[1] - 1;
        Var<double> a = Ops.Slice(x, 1, 0, columns);
        Var<double> b = Ops.Slice(x, 1, 1, columns);
        Var<double> ha = Ops.Slice(h, 1, 0, columns);
        Var<double> hb = Ops.Slice(h, 1, 1, columns);
        Var<double> heights = ha + hb;
        Var<double> cross = 0.5 * (b - a) * (heights + (Ops.Square(a + b) / Ops.Where(heights > 0, heights, 1)));
        Var<double> angle = Ops.Atan2(cross, (ha * hb) + (a * b));
        return ((b - a) * ((0.5 * heights) - c)) + (0.5 * ((Ops.Square(r) * angle) - cross));
    }

}
