using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>How wide the light of a field is.</summary>
internal static class LightSpread
{
    /// <summary>a^2 / (l z), a twice the standard deviation of the light along the axis where it is wider.</summary>
    internal static double FresnelNumber(NdArray<Complex> field, LineAxis alongY, LineAxis alongX)
    {
        ReadOnlySpan<Complex> values = field.AsReadOnlySpan();
        var rows = new double[alongY.Points];
        var columns = new double[alongX.Points];
        for (int j = 0; j < rows.Length; j++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                Complex value = values[(j * columns.Length) + i];
                double light = (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
                rows[j] += light;
                columns[i] += light;
            }
        }

        return Math.Max(FromVariance(Variance(rows), alongY), FromVariance(Variance(columns), alongX));
    }

    /// <summary>That of a window full of light.</summary>
    internal static double FresnelNumberOfWindow(LineAxis axis) => FromVariance(axis.Points * (double)axis.Points / 12, axis);

    private static double FromVariance(double variance, LineAxis axis) => 4 * variance * axis.Pitch * axis.Pitch / (axis.Wavelength * Math.Abs(axis.Distance));

    private static double Variance(double[] light)
    {
        double sum = light.Sum();
        if (!double.IsFinite(sum)) throw new ArgumentException("the field holds a value that is not a number, or too large for one");
        if (sum == 0) return 0;
        double mean = light.Select((value, k) => value * k).Sum() / sum;
        return light.Select((value, k) => value * (k - mean) * (k - mean)).Sum() / sum;
    }
}
