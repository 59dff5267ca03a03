namespace AdjointKit.Optics;

/// <summary>Partially coherent light as a list of modes: the intensities of their fields, each with its weight, add up.</summary>
public static class PartialCoherence
{
    /// <summary>
    /// The Gaussian Schell model: intensity exp(-r^2 / 2 s^2) in the waist, degree of coherence exp(-d^2 / 2 g^2) between points at a distance d. Its modes are Hermite-Gauss beams whose weights
    /// fall in a geometric series (A. Starikov and E. Wolf, "Coherent-mode representation of Gaussian Schell-model sources", J. Opt. Soc. Am. 72, 923-928, 1982).
    /// </summary>
    /// <param name="width">The deviation s of the intensity, m.</param>
    /// <param name="coherence">The deviation g of the degree of coherence, m.</param>
    /// <param name="missing">The part of the light that may be left out.</param>
    /// <exception cref="ArgumentException">A number that is not positive; more than 10000 modes.</exception>
    public static IReadOnlyList<LightMode> GaussianSchell(double width, double coherence, double missing = 1e-3)
    {
        Quantity.RequirePositive(width, "a width");
        Quantity.RequirePositive(coherence, "a width of coherence");
        if (!(missing > 0 && missing < 1)) throw new ArgumentOutOfRangeException(nameof(missing), missing, "the part of the light that is left out lies between 0 and 1");
        double a = 1 / (4 * width * width);
        double b = 1 / (2 * coherence * coherence);
        double c = Math.Sqrt((a * a) + (2 * a * b));
        double ratio = b / (a + b + c);

        // 1 - (1 - q^n)^2 is left out with n modes along each axis.
        double lines = Math.Max(1, Math.Ceiling(Math.Log(1 - Math.Sqrt(1 - missing)) / Math.Log(ratio)));
        if (lines > 100) throw new ArgumentException($"light with a width of {width} m and a width of coherence of {coherence} m has {lines} x {lines} modes, more than 10000: leave out more than {missing} of it, or take points of an extended source");
        double first = 2 * c / (a + b + c);
        return
        [
            .. from m in Enumerable.Range(0, (int)lines)
               from n in Enumerable.Range(0, (int)lines)
               orderby m + n
               select new LightMode(new HermiteGauss(1 / Math.Sqrt(c), m, n), first * Math.Pow(ratio, m + n)),
        ];
    }

    /// <summary>A disc that glows, as points spread evenly over it, each as bright: the weights add up to 1.</summary>
    /// <param name="radius">The radius of the disc, m.</param>
    /// <param name="distance">From the disc to the plane, m.</param>
    /// <param name="points">The number of points.</param>
    /// <exception cref="ArgumentException">A number that is not positive.</exception>
    public static IReadOnlyList<LightMode> Disc(double radius, double distance, int points)
    {
        Quantity.RequirePositive(radius, "a radius");
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);

        // Points on a spiral at the golden angle have equal shares of the area.
        double turn = Math.PI * (3 - Math.Sqrt(5));
        return Points([.. Enumerable.Range(0, points).Select(k =>
        {
            double r = radius * Math.Sqrt((k + 0.5) / points);
            return (r * Math.Sin(k * turn), r * Math.Cos(k * turn));
        })], distance);
    }

    /// <summary>Points that glow, each as bright: the weights add up to 1.</summary>
    /// <param name="places">Where they are, (y, x) in m from the axis.</param>
    /// <param name="distance">From the points to the plane, m.</param>
    /// <exception cref="ArgumentException">No point, or a distance of 0.</exception>
    public static IReadOnlyList<LightMode> Points(IReadOnlyList<(double Y, double X)> places, double distance)
    {
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count == 0) throw new ArgumentException("a source without a point gives no light", nameof(places));
        return [.. places.Select(place => new LightMode(new SphericalWave(distance) { Y = place.Y, X = place.X }, 1.0 / places.Count))];
    }
}
