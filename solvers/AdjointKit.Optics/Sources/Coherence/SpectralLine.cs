namespace AdjointKit.Optics;

/// <summary>A wavelength of light of several, which do not interfere.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Weight">What the intensity at this wavelength counts.</param>
public sealed record SpectralLine(Quantity Wavelength, double Weight)
{
    /// <summary>A spectrum exp(-(l - center)^2 / 2 s^2) as lines at even distances over three deviations to each side; the weights add up to 1.</summary>
    /// <param name="center">The wavelength in the middle, m.</param>
    /// <param name="deviation">The standard deviation s, m.</param>
    /// <param name="count">The number of lines, 1 or more.</param>
    /// <exception cref="ArgumentException">A number that is not positive, or wavelengths that are not.</exception>
    public static IReadOnlyList<SpectralLine> Gaussian(double center, double deviation, int count)
    {
        Quantity.RequirePositive(deviation, "a deviation");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(center > 3 * deviation)) throw new ArgumentException($"a spectrum about {center} m with a deviation of {deviation} m reaches wavelengths that are not positive", nameof(center));
        double[] places = [.. Enumerable.Range(0, count).Select(k => count == 1 ? 0 : (6.0 * k / (count - 1)) - 3)];
        double sum = places.Sum(place => Math.Exp(-0.5 * place * place));
        return [.. places.Select(place => new SpectralLine(center + (place * deviation), Math.Exp(-0.5 * place * place) / sum))];
    }
}
