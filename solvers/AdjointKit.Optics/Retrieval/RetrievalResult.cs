using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>What a phase retrieval found.</summary>
/// <param name="Field">The object, or the field in the first plane; an array on the device of the problem that the caller owns.</param>
/// <param name="Errors">| a - |A U| | / |a| of each iteration, before the moduli were replaced.</param>
public sealed record RetrievalResult<T>(NdArray<T> Field, IReadOnlyList<double> Errors)
    where T : unmanaged
{
    /// <summary>The error of the last iteration; infinite where there was none.</summary>
    public double LastError => Errors.Count == 0 ? double.PositiveInfinity : Errors[^1];
}
