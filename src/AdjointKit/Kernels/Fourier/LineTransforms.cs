using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// Transforms of one length along the lines of contiguous arrays of interleaved complex or of real numbers. Immutable but for pooled scratch; may be used
/// from several threads. The algorithm depends on the length only, so that a line has the same bits in any batch, at any thread count and register width.
/// </summary>
internal abstract unsafe class LineTransforms<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Transforms of at least so many points are split into columns and rows: their scratch would not fit into the second-level cache.</summary>
    internal const int LongLength = 16384;

    /// <summary>Batches of fewer numbers are done by the caller alone: waking the team costs more.</summary>
    private protected const nint ParallelLength = 1 << 14;

    private protected LineTransforms(int length) => Length = length;

    internal int Length { get; }

    /// <summary>The registers that are widest on this processor, in bits.</summary>
    internal static int BestWidth => Vector512.IsHardwareAccelerated ? 512 : 256;

    /// <summary>Transforms on registers of 512 or 256 bits, or one line at a time (0).</summary>
    internal static LineTransforms<T> Create(int length, int bits)
    {
        LineTransforms<T> inLanes = InLanes(length, bits);
        if (!SmoothLengths.IsEightfold(length) || length >= LongLength) return inLanes;
        return (typeof(T) == typeof(float), bits) switch
        {
            (_, 0) => new EightfoldLineTransforms<ScalarLane<T>, T, T>(length, inLanes),
            (true, _) => (LineTransforms<T>)(object)new EightfoldLineTransforms<Single256, Vector256<float>, float>(length, (LineTransforms<float>)(object)inLanes),
            (false, _) => (LineTransforms<T>)(object)new EightfoldLineTransforms<Double256, Vector256<double>, double>(length, (LineTransforms<double>)(object)inLanes),
        };
    }

    /// <summary>into = the transform of x, or the inverse one scaled by 1/n; they may be the same lines.</summary>
    internal abstract void Complex(T* x, T* into, nint lines, bool inverse, ThreadTeam team);

    /// <summary>The first n/2 + 1 coefficients of real lines.</summary>
    internal abstract void ForwardReal(T* x, T* into, nint lines, ThreadTeam team);

    /// <summary>Real lines from the first n/2 + 1 coefficients, scaled by 1/n.</summary>
    internal abstract void InverseReal(T* x, T* into, nint lines, ThreadTeam team);

    /// <summary>Transforms with a line to each lane, or of long lines.</summary>
    private static LineTransforms<T> InLanes(int length, int bits) => (typeof(T) == typeof(float), bits) switch
    {
        (true, 512) => (LineTransforms<T>)(object)Create<Single512, Vector512<float>, float>(length),
        (true, 256) => (LineTransforms<T>)(object)Create<Single256, Vector256<float>, float>(length),
        (false, 512) => (LineTransforms<T>)(object)Create<Double512, Vector512<double>, double>(length),
        (false, 256) => (LineTransforms<T>)(object)Create<Double256, Vector256<double>, double>(length),
        _ => Create<ScalarLane<T>, T, T>(length),
    };

    private static LineTransforms<TElement> Create<TOps, TVector, TElement>(int length)
        where TOps : struct, ILaneOperations<TVector, TElement>
        where TVector : unmanaged
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        length < LongLength ? new ShortLineTransforms<TOps, TVector, TElement>(length) : new LongLineTransforms<TOps, TVector, TElement>(length);
}
