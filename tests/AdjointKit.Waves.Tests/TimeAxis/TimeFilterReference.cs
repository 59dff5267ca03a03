using System.Numerics;

namespace AdjointKit.Waves.Tests.TimeAxis;

/// <summary>The filters of <see cref="TimeFilter"/> as plain sums over frequencies and samples.</summary>
internal static class TimeFilterReference
{
    public static double[] Source(double[] x, int outputs, int substeps, bool corrected)
    {
        if (substeps == 1 && !corrected) return x;
        int length = PowerOfTwo(2 * Math.Max(x.Length, (outputs + substeps - 1) / substeps));
        int nyquist = corrected ? length * substeps / 2 : length / 2;
        var y = new double[outputs];
        for (int k = -nyquist; k <= nyquist; k++)
        {
            double w = 2 * Math.PI * k / length;
            double read = corrected ? 2 * substeps * Math.Sin(w / (2 * substeps)) : w;
            if (Math.Abs(read) > Math.PI) continue;
            Complex spectrum = Spectrum(x, read) * (Math.Abs(k) == nyquist ? 0.5 : 1) / length;
            for (int j = 0; j < y.Length; j++) y[j] += (spectrum * Complex.FromPolarCoordinates(1, w * j / substeps)).Real;
        }

        return y;
    }

    public static double[] Data(double[] x, int outputs, int substeps, bool corrected)
    {
        if (!corrected) return x;
        int length = PowerOfTwo(2 * x.Length);
        double limit = 2 * substeps * Math.Min(0.85, Math.Sin(Math.PI / (2 * substeps)));
        var y = new double[outputs];
        for (int k = -(length / 2) + 1; k < length / 2; k++)
        {
            double w = 2 * Math.PI * k / length;
            if (Math.Abs(w) >= limit) continue;
            double fade = Math.Min(1, (1 - (Math.Abs(w) / limit)) / 0.2);
            double amplitude = (35 * Math.Pow(fade, 4)) - (84 * Math.Pow(fade, 5)) + (70 * Math.Pow(fade, 6)) - (20 * Math.Pow(fade, 7));
            Complex spectrum = Spectrum(x, 2 * substeps * Math.Asin(w / (2 * substeps))) * amplitude / length;
            for (int n = 1; n < y.Length; n++) y[n] += (spectrum * Complex.FromPolarCoordinates(1, w * n)).Real;
        }

        return y;
    }

    private static int PowerOfTwo(int atLeast) => (int)BitOperations.RoundUpToPowerOf2((uint)atLeast);

    private static Complex Spectrum(double[] x, double theta)
    {
        Complex sum = Complex.Zero;
        for (int n = 0; n < x.Length; n++) sum += x[n] * Complex.FromPolarCoordinates(1, -theta * n);
        return sum;
    }
}
