using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Sparse;

/// <summary>
/// Support selection (Chen, Liu, Wang, Yin, "Theoretical linear convergence of unfolded ISTA and its practical weights and thresholds", NeurIPS 2018): of the elements above the threshold, the
/// largest of each sample pass as they are, the others are shrunk. Layer k, from 1, selects min(Rate k, Limit) percent. Which ones are selected has no derivative.
/// </summary>
/// <param name="Rate">How many percent more each layer selects.</param>
/// <param name="Limit">How many percent a layer selects at most.</param>
public sealed record SupportSelection(double Rate = 1.2, double Limit = 13)
{
    /// <summary>The percentage that a layer selects.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public double Percent(int layer) => Math.Min(Rate * (layer + 1), Limit);

    /// <summary>The soft threshold of v [samples, N] by theta, which passes the largest magnitudes of each sample where they are above it.</summary>
    /// <param name="v">[samples, N].</param>
    /// <param name="theta">The threshold, broadcast to the shape of v.</param>
    /// <param name="layer">The layer, from 0.</param>
    public Var<T> Threshold<T>(Var<T> v, Var<T> theta, int layer)
        where T : unmanaged, IFloatingPointIeee754<T> => Ops.SupportThreshold(v, theta, Count(v.Shape[1], Percent(layer)));

    /// <summary>How many of n numbers stand above their percentile of rank 100 - percent, the nearest one of their order.</summary>
    internal static nint Count(nint n, double percent) => n - 1 - (nint)Math.Round((n - 1) * (100 - percent) / 100, MidpointRounding.ToEven);
}
