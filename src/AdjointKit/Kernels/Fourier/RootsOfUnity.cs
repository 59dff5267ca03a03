using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Roots of unity in double precision, to be rounded once to the precision of a transform.</summary>
internal static class RootsOfUnity
{
    /// <summary>exp(-2 pi i k / n), k at least 0: the angle is brought into an eighth of a turn in integers, so that no rounding of k / n is magnified and symmetric roots are equal.</summary>
    internal static Complex Root(long k, long n)
    {
        k %= n;

        // The angle is 2 pi k / n; in units of 2 pi / (8 n) it is an integer below 8 n, and an eighth of a turn is n of them.
        long eighths = 8 * k;
        long octant = eighths / n;
        long within = eighths % n;
        bool mirrored = octant % 2 == 1;
        (double sine, double cosine) = Math.SinCos(Math.PI / 4 * ((double)(mirrored ? n - within : within) / n));
        if (mirrored) (sine, cosine) = (cosine, sine);
        return (octant / 2) switch
        {
            0 => new Complex(cosine, -sine),
            1 => new Complex(-sine, -cosine),
            2 => new Complex(-cosine, sine),
            _ => new Complex(sine, cosine),
        };
    }
}
