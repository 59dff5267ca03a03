using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Nn;

namespace AdjointKit.Sparse;

/// <summary>
/// Weights with which the convolutions of a layer are the threshold of Haar's wavelets W, of 2 x 2 pixels. With + and - the two halves that a ReLU lets pass: F gives W r twice, once for a threshold and once for none;
/// G takes the difference d = eta(W r) - W r and gives W^H d.
/// </summary>
internal static class HaarStart
{
    private const int Planes = HalfPlanes.Count;

    /// <summary>Row k is a wavelet, over the pixels (0, 0), (0, 1), (1, 0), (1, 1); row 0 is the mean.</summary>
    internal static readonly double[,] Wavelets = { { 0.5, 0.5, 0.5, 0.5 }, { 0.5, -0.5, 0.5, -0.5 }, { 0.5, 0.5, -0.5, -0.5 }, { 0.5, -0.5, -0.5, 0.5 } };

    /// <summary>Sets the first channels of a layer, and leaves the others as they are but for what they add to the image.</summary>
    internal static void Set<T>(ParameterSet parameters, string name, NdArray<T> thresholds, double threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // F: W r and -W r through the ReLU, then W r twice.
        KernelStart.SetMiddle<T>(parameters, $"{name}.analysis.0.weight", (to, from) => to >= 2 * Planes ? null : Sign(to) * Wavelets[to % Planes, from]);
        KernelStart.SetMiddle<T>(parameters, $"{name}.analysis.1.weight", (to, from) => to >= 2 * Planes ? null : from < 2 * Planes && from % Planes == to % Planes ? Sign(from) : 0);
        using (NdArray<T> host = parameters.Compute.ToHost(thresholds))
        {
            for (int channel = 1; channel < Planes; channel++) host[0, channel, 0, 0] = T.CreateChecked(threshold);
            for (nint channel = 2 * Planes; channel < host.Shape[1]; channel++) host[0, channel, 0, 0] = T.CreateChecked(threshold);
            parameters.Compute.Backend.CopyFromHost(host, thresholds);
        }

        // G: d and -d through the ReLU, then W^H d.
        KernelStart.SetMiddle<T>(parameters, $"{name}.synthesis.0.weight", (to, from) => to >= 2 * Planes ? null : from < 2 * Planes && from % Planes == to % Planes ? Sign(to) * Sign(from) : 0);
        KernelStart.SetMiddle<T>(parameters, $"{name}.synthesis.1.weight", (to, from) => from >= 2 * Planes ? 0 : Sign(from) * Wavelets[from % Planes, to]);
    }

    /// <summary>The first four channels are the positive halves.</summary>
    private static double Sign(int channel) => channel < Planes ? 1 : -1;
}
