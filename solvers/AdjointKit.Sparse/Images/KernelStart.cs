using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Nn;

namespace AdjointKit.Sparse;

/// <summary>Sets convolutions to what an iteration does with them, pixel by pixel.</summary>
internal static class KernelStart
{
    /// <summary>Sets kernels [to, from, taps, taps] to a number in the middle and zeros around it, or leaves them.</summary>
    internal static void SetMiddle<T>(ParameterSet parameters, string name, Func<int, int, double?> middle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> weight = parameters.Get<T>(name);
        using NdArray<T> host = parameters.Compute.ToHost(weight);
        (int taps, int last) = ((int)(host.Shape[2] * host.Shape[3]), (int)host.Shape[3]);
        for (int to = 0; to < host.Shape[0]; to++)
        {
            for (int from = 0; from < host.Shape[1]; from++)
            {
                if (middle(to, from) is not double number) continue;
                for (int tap = 0; tap < taps; tap++) host[to, from, tap / last, tap % last] = tap == taps / 2 ? T.CreateChecked(number) : T.Zero;
            }
        }

        parameters.Compute.Backend.CopyFromHost(host, weight);
    }
}
