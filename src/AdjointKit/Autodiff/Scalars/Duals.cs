using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Arguments with their tangents.</summary>
internal static class Duals
{
    internal static Dual<T>[] Of<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> tangent)
        where T : IFloatingPointIeee754<T>
    {
        if (tangent.Length != x.Length) throw new ArgumentException($"a direction of {tangent.Length} numbers does not fit {x.Length} arguments", nameof(tangent));
        var duals = new Dual<T>[x.Length];
        for (int k = 0; k < x.Length; k++) duals[k] = new Dual<T>(x[k], tangent[k]);
        return duals;
    }
}
