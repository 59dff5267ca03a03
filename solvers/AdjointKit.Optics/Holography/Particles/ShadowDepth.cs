using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>How deep the shadow is: 1 - |1 + o| of an opaque particle, |o| of a transparent one, from o = turn times what came back from the sensor.</summary>
/// <param name="Compute">Where the fields are.</param>
/// <param name="Kind">What the particles do to light.</param>
internal sealed record ShadowDepth(Compute Compute, ParticleKind Kind)
{
    /// <summary>The depth of a field; the field is used up.</summary>
    internal void Of<T, TReal>(NdArray<T> field, Complex turn, NdArray<TReal> depth)
        where T : unmanaged
        where TReal : unmanaged
    {
        bool isOpaque = Kind == ParticleKind.Opaque;
        Compute.Backend.Affine(turn, field, isOpaque ? 1 : 0, field);
        Compute.Backend.Unary(UnaryOp.Abs, field, depth);
        if (isOpaque) Compute.Backend.Affine(-1, depth, 1, depth);
    }
}
