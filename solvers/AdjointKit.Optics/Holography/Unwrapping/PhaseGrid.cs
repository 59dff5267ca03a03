using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Differences between neighbours of a grid [y, x], their transpose, and phases brought to (-pi, pi].</summary>
internal static class PhaseGrid
{
    private const double Turn = 2 * Math.PI;

    /// <summary>The differences x[i + 1] - x[i] along an axis, one fewer than points: a new array.</summary>
    internal static NdArray<T> Differences<T>(Compute compute, NdArray<T> x, int axis)
        where T : unmanaged
    {
        nint edges = x.Shape[axis] - 1;
        NdArray<T> into = compute.Empty<T>(x.Shape.With(axis, edges));
        if (edges > 0) compute.Backend.Binary(BinaryOp.Subtract, x.Slice(axis, 1, edges), x.Slice(axis, 0, edges), into);
        return into;
    }

    /// <summary>into += the transpose of <see cref="Differences{T}"/> at d.</summary>
    internal static void AddDivergence<T>(Compute compute, NdArray<T> d, int axis, NdArray<T> into)
        where T : unmanaged
    {
        nint edges = d.Shape[axis];
        if (edges == 0) return;
        compute.Backend.AddScaled(-1, d, into.Slice(axis, 0, edges));
        compute.Backend.AddScaled(1, d, into.Slice(axis, 1, edges));
    }

    /// <summary>x -= 2 pi round(x / 2 pi).</summary>
    internal static void Wrap<T>(Compute compute, NdArray<T> x)
        where T : unmanaged
    {
        if (x.Count == 0) return;
        using NdArray<T> turns = compute.Empty<T>(x.Shape);
        compute.Backend.Affine(1 / Turn, x, 0, turns);
        compute.Backend.Unary(UnaryOp.Round, turns, turns);
        compute.Backend.AddScaled(-Turn, turns, x);
    }
}
