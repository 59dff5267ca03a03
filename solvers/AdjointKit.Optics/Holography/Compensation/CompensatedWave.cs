using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>A wave with a polynomial taken out of its phase.</summary>
/// <typeparam name="T">The element type of waves.</typeparam>
/// <param name="Wave">[y, x]; the caller's.</param>
/// <param name="Coefficients">What was taken out, rad: [power of y, power of x] with y and x from -1 to 1 across the grid.</param>
/// <param name="Deviation">The root mean square of the phase that is left in the background, rad, each point with its intensity.</param>
/// <param name="Background">The part of all points that were taken as background.</param>
public sealed record CompensatedWave<T>(NdArray<T> Wave, double[,] Coefficients, double Deviation, double Background)
    where T : unmanaged;
