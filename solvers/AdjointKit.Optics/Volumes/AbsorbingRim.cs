using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>
/// What the outermost points of a grid let through of the field over a length dz: exp(-b (ty^2 + tx^2) dz), t growing from 0 at the inner edge of the rim to 1 at the border along each axis. As
/// it depends on dz, thinner slices absorb the same over the same length. Light that leaves with half of the largest sine that the grid holds comes back, on the other side, with a
/// thousandth of its amplitude: through both rims, 2 d wide along the field and 2 d / tan along the light, it is absorbed by b 2 d / (3 tan) = ln 1000.
/// </summary>
internal static class AbsorbingRim
{
    private const double LargestSine = 0.9;

    private static readonly double Decay = Math.Log(1000);

    /// <summary>[ny, nx].</summary>
    internal static NdArray<double> Window(nint ny, nint nx, int points, in PropagationNumbers at)
    {
        double[] alongY = Along(ny, points, at.PitchY, at);
        double[] alongX = Along(nx, points, at.PitchX, at);
        return NdArray.Fill<double>(ny, nx, (j, i) => Math.Exp(-(alongY[(int)j] + alongX[(int)i])));
    }

    private static double[] Along(nint n, int points, double pitch, in PropagationNumbers at)
    {
        double sine = 0.5 * Math.Min(LargestSine, at.WavelengthInMedium / (2 * pitch));
        double tangent = sine / Math.Sqrt(1 - (sine * sine));
        double rate = 3 * tangent * Decay / (2 * points * pitch);
        var exponents = new double[n];
        for (int k = 0; k < exponents.Length; k++)
        {
            double depth = Math.Max(0, (points - Math.Min(k, n - 1 - k)) / (double)points);
            exponents[k] = rate * depth * depth * at.Distance;
        }

        return exponents;
    }
}
