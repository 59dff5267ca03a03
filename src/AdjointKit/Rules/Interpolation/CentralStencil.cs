namespace AdjointKit.Rules.Interpolation;

/// <summary>The weights of central differences of 2 r + 1 points at distance 1, exact for polynomials of degree 2 r (Fornberg 1988), in closed form.</summary>
internal static class CentralStencil
{
    /// <summary>The weight of the point k steps to the right in a first derivative: (-1)^(k+1) r!^2 / (k (r-k)! (r+k)!); to the left its opposite.</summary>
    internal static double First(nint step, nint radius) => Share(step, radius) / step;

    /// <summary>The weight of the points k steps away in a second derivative: twice that of the first one, over k.</summary>
    internal static double Second(nint step, nint radius) => 2 * Share(step, radius) / (step * step);

    /// <summary>The weight of the middle in a second derivative: constants have none.</summary>
    internal static double Middle(nint radius)
    {
        double sum = 0;
        for (nint step = radius; step >= 1; step--) sum -= 2 * Second(step, radius);
        return sum;
    }

    /// <summary>(-1)^(k+1) r!^2 / ((r-k)! (r+k)!).</summary>
    private static double Share(nint step, nint radius)
    {
        double share = step % 2 == 0 ? -1 : 1;
        for (nint j = 0; j < step; j++) share *= (double)(radius - j) / (radius + j + 1);
        return share;
    }
}
