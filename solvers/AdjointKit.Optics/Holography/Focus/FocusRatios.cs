using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>Ratios that several metrics take.</summary>
internal static class FocusRatios
{
    /// <summary>sqrt(std / mean) of values that are nowhere negative; 0 where all are 0.</summary>
    internal static double Tamura<T>(FocusPicture<T> picture, NdArray<T> values)
        where T : unmanaged
    {
        double mean = picture.Mean(values);
        return mean > 0 ? Math.Sqrt(Math.Sqrt(picture.Variance(values)) / mean) : 0;
    }
}
