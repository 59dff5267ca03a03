namespace AdjointKit.Optics;

/// <summary>
/// The exponential of a semicircle, exp(b (sqrt(1 - (2u/w)^2) - 1)) for distances |u| up to w/2 in steps of a grid: wide enough, it passes between frequencies on a twice oversampled grid and off
/// it with an error of about 10^(1 - w) (Barnett, Magland and af Klinteberg, SIAM J. Sci. Comput. 41, C479, 2019; b = 2.3 w).
/// </summary>
internal sealed class SemicircleKernel(int width)
{
    private readonly double steepness = 2.3 * width;

    /// <summary>For the rounding errors of double precision.</summary>
    internal static SemicircleKernel Double { get; } = new(15);

    /// <summary>For those of single precision.</summary>
    internal static SemicircleKernel Single { get; } = new(8);

    /// <summary>Over how many points it reaches.</summary>
    internal int Width { get; } = width;

    /// <summary>The weights of the points first, first + 1, .. for a place between them.</summary>
    /// <param name="place">The place, in steps of the grid.</param>
    /// <param name="first">The first point that it reaches.</param>
    /// <param name="weights">One for each of <see cref="Width"/> points.</param>
    internal void Weigh(double place, nint first, Span<double> weights)
    {
        double scale = 2.0 / Width;
        for (int k = 0; k < weights.Length; k++)
        {
            double u = (first + k - place) * scale;
            weights[k] = Math.Exp(steepness * (Math.Sqrt(Math.Max(0, 1 - (u * u))) - 1));
        }
    }

    /// <summary>
    /// The integral of the kernel times cos(2 pi f u), f in cycles per step. With u = w/2 cos t the integrand is as good as periodic in t, so that equal steps are exact.
    /// </summary>
    internal double Transform(double frequency)
    {
        const int steps = 128;
        double sum = 0;
        for (int k = 0; k < steps; k++)
        {
            (double sine, double cosine) = Math.SinCos(Math.PI * (k + 0.5) / steps);
            sum += Math.Exp(steepness * (sine - 1)) * Math.Cos(Math.PI * frequency * Width * cosine) * sine;
        }

        return sum * Width * Math.PI / (2 * steps);
    }
}
