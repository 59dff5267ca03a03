using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Transforms over grids, contiguous arrays of two or more axes: along the lines of the last axis, then along the columns of each other one. May be used from several threads.</summary>
internal abstract unsafe class GridTransforms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Transforms on registers of 512 or 256 bits, or one line at a time (0).</summary>
    internal static GridTransforms<T> Create(int[] lengths, int bits)
    {
        LineTransforms<T> lines = LineTransforms<T>.Create(lengths[^1], bits);
        return (typeof(T) == typeof(float), bits) switch
        {
            (true, 512) => (GridTransforms<T>)(object)new LaneGridTransforms<Single512, Vector512<float>, float>(lengths, (LineTransforms<float>)(object)lines),
            (true, 256) => (GridTransforms<T>)(object)new LaneGridTransforms<Single256, Vector256<float>, float>(lengths, (LineTransforms<float>)(object)lines),
            (false, 512) => (GridTransforms<T>)(object)new LaneGridTransforms<Double512, Vector512<double>, double>(lengths, (LineTransforms<double>)(object)lines),
            (false, 256) => (GridTransforms<T>)(object)new LaneGridTransforms<Double256, Vector256<double>, double>(lengths, (LineTransforms<double>)(object)lines),
            _ => new LaneGridTransforms<ScalarLane<T>, T, T>(lengths, lines),
        };
    }

    /// <summary>into = the transform of x, or the inverse one scaled by 1/N; they may be the same array.</summary>
    internal abstract void Complex(T* x, T* into, nint grids, bool inverse, ThreadTeam team);

    /// <summary>into = the inverse transform, scaled, of the transfer function (or its conjugate) times the transform of x.</summary>
    internal abstract void Filter(T* x, T* transfer, bool conjugate, T* into, nint grids, ThreadTeam team);

    /// <summary>
    /// The same filter of arrays of <paramref name="rows"/> times <paramref name="columns"/> numbers that stand in the middle of a grid of two axes, zeros around them, and are cut out again:
    /// lines of zeros are not transformed, and none that is cut off. Offsets are floor(N/2) - floor(n/2).
    /// </summary>
    internal abstract void FilterMiddle(T* x, int rows, int columns, T* transfer, bool conjugate, T* into, nint grids, ThreadTeam team);

    /// <summary>The coefficients of real grids, the first half of them along the last axis.</summary>
    internal abstract void ForwardReal(T* x, T* into, nint grids, ThreadTeam team);

    /// <summary>Real grids from their coefficients, scaled by 1/N.</summary>
    internal abstract void InverseReal(T* x, T* into, nint grids, ThreadTeam team);
}
