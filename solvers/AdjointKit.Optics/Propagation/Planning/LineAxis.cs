namespace AdjointKit.Optics;

/// <summary>A propagation along one axis: what of it a line of the field sees.</summary>
/// <param name="Points">Points of the line.</param>
/// <param name="Pitch">Their pitch, m.</param>
/// <param name="Wavelength">In the medium, m.</param>
/// <param name="Distance">Along z, m.</param>
internal readonly record struct LineAxis(nint Points, double Pitch, double Wavelength, double Distance)
{
    /// <summary>Beyond this slope light comes to the plane as good as not at all: what a point sends there falls off with the third power of the cosine.</summary>
    private const double SteepestSlope = 8;

    /// <summary>How far light at the edge of the band goes sideways, in points.</summary>
    internal double Reach
    {
        get
        {
            double sine = Math.Min(Wavelength / (2 * Pitch), 1);
            return Math.Abs(Distance) / Pitch * Math.Min(sine / Math.Sqrt(1 - (sine * sine)), SteepestSlope);
        }
    }

    /// <summary>Whether samples at this pitch hold the impulse response over the line, from one end to the other: light at the edge of the band then goes farther than that.</summary>
    internal bool HoldsResponse => Reach >= Points;
}
