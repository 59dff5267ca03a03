using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Sparse;

/// <summary>How far signals are from the true ones, in dB.</summary>
/// <param name="Nmse">10 log10 (sum |x - x0|^2 / sum |x0|^2), the sums over all samples.</param>
/// <param name="NmseMeanDb">The mean over the samples of 10 log10 (|x - x0|^2 / |x0|^2); samples that are 0 are left out.</param>
public readonly record struct RecoveryError(double Nmse, double NmseMeanDb)
{
    /// <summary>The error of signals.</summary>
    /// <param name="found">[samples, N], in host memory.</param>
    /// <param name="truth">The true ones, in host memory; not all 0.</param>
    public static RecoveryError Of<T>(NdArray<T> found, NdArray<T> truth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (found.Shape != truth.Shape || truth.Rank != 2) throw new ArgumentException($"signals of shape {found.Shape} are not compared with true ones of shape {truth.Shape}: both are [samples, N]", nameof(found));
        var sums = new RecoveryErrorSums();
        sums.Add(found, truth);
        return sums.Error;
    }
}
