using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The diffraction patterns of one object behind several masks: [y, x] to [pattern, y, x], pattern l the <see cref="CentredFourier{T}"/> of mask l times the object (Candes, Li and
/// Soltanolkotabi, Appl. Comput. Harmon. Anal. 39, 2015).
/// </summary>
/// <typeparam name="T">The element type, <see cref="System.Numerics.Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class CodedDiffraction<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> masks;
    private readonly NdArray<T> conjugates;
    private readonly CentredFourier<T> transform;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="masks">[pattern, y, x], on that device; they are copied.</param>
    public CodedDiffraction(Compute compute, NdArray<T> masks)
        : base(compute, ObjectOf(masks), masks.Shape)
    {
        this.masks = compute.Empty<T>(masks.Shape);
        conjugates = compute.Empty<T>(masks.Shape);
        compute.Backend.Copy(masks, this.masks);
        compute.Backend.Unary(UnaryOp.Conjugate, masks, conjugates);
        transform = new CentredFourier<T>(compute, masks.Shape[1], masks.Shape[2], [masks.Shape[0]]);
    }

    /// <inheritdoc/>
    public override string Name => "coded diffraction patterns";

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        using NdArray<T> behindMasks = Compute.Empty<T>(Range);
        Compute.Backend.Binary(BinaryOp.Multiply, masks, x, behindMasks);
        transform.Apply(behindMasks, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        using NdArray<T> behindMasks = Compute.Empty<T>(Range);
        transform.ApplyAdjoint(y, behindMasks);
        Compute.Backend.Binary(BinaryOp.Multiply, conjugates, behindMasks, behindMasks);
        Compute.Backend.SumTo(behindMasks, into);
    }

    private static Shape ObjectOf(NdArray<T> masks) => masks.Rank == 3 ? new Shape(masks.Shape[1], masks.Shape[2]) : throw new ArgumentException($"masks are [pattern, y, x], not of shape {masks.Shape}", nameof(masks));
}
