using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Waves;

/// <summary>A misfit and its gradients.</summary>
/// <param name="Misfit">J = 1/2 sum (d - d_obs)^2 dt.</param>
/// <param name="Velocity">dJ/dv, [x, z].</param>
/// <param name="Wavelet">dJ/dwavelet in the wavelet's own shape, summed over the shots and sources that share it.</param>
/// <param name="RecomputedSteps">The forward steps that the backward sweeps ran again, over all shots.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record WaveGradient<T>(double Misfit, NdArray<T> Velocity, NdArray<T> Wavelet, long RecomputedSteps) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Velocity.Dispose();
        Wavelet.Dispose();
    }
}
