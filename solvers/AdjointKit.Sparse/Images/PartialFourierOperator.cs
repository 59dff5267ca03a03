using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// Under-sampled magnetic resonance: some of the coefficients of the unitary Fourier transform of real images, [..., height, width] to [..., samples], the zero frequency in the corner of the mask. |A| is 1 at most.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TComplex">The complex type of the same precision.</typeparam>
public sealed class PartialFourierOperator<T, TComplex> : LinearOperator<T, TComplex>
    where T : unmanaged
    where TComplex : unmanaged
{
    private readonly GridFourierPlan plan;
    private readonly NdArray<long> chosen;
    private readonly Shape rows;
    private readonly double scale;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="images">The shape of the images, [..., height, width].</param>
    /// <param name="mask">True where a coefficient is measured, [height, width] in host memory.</param>
    public PartialFourierOperator(Compute compute, Shape images, NdArray<bool> mask)
        : base(compute, images, RangeOf(images, Chosen(mask).Length, mask.Shape))
    {
        if (ElementTypes.ComplexOf(DomainType) != RangeType) throw new ArgumentException($"the coefficients of images of {DomainType} are {ElementTypes.ComplexOf(DomainType)}, not {RangeType}", nameof(images));
        plan = compute.Backend.PlanFourier(mask.Shape);
        using NdArray<long> host = NdArray.From<long>(Chosen(mask));
        chosen = compute.ToDevice(host);
        rows = new Shape(images.Count / mask.Count, mask.Count);
        scale = Math.Sqrt(mask.Count);
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<TComplex> into)
    {
        using NdArray<TComplex> spectrum = Compute.Empty<TComplex>(Domain);
        Compute.Backend.Unary(UnaryOp.Copy, x, spectrum);
        plan.Forward(spectrum, spectrum);
        Compute.Backend.GatherAlong(spectrum.Reshape(rows), 1, chosen, into.Reshape(rows[0], chosen.Count));
        Compute.Backend.Affine(1 / scale, into, 0, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<TComplex> y, in NdArray<T> into)
    {
        using NdArray<TComplex> spectrum = Compute.Zeros<TComplex>(Domain);
        Compute.Backend.ScatterAddAlong(y.Reshape(rows[0], chosen.Count), 1, chosen, spectrum.Reshape(rows));
        plan.Inverse(spectrum, spectrum);
        Compute.Backend.Unary(UnaryOp.Real, spectrum, into);
        Compute.Backend.Affine(scale, into, 0, into);
    }

    private static Shape RangeOf(Shape images, int samples, Shape mask)
    {
        int axis = images.Rank - 2;
        if (mask.Rank != 2 || mask.Count == 0 || axis < 0 || images[axis] != mask[0] || images[axis + 1] != mask[1]) throw new ArgumentException($"images of shape {images} are not [..., height, width] with a mask of shape {mask}", nameof(images));
        Span<nint> lengths = stackalloc nint[axis + 1];
        for (int k = 0; k < axis; k++) lengths[k] = images[k];
        lengths[axis] = samples;
        return new Shape(lengths);
    }

    private static long[] Chosen(NdArray<bool> mask)
    {
        using NdArray<bool> packed = mask.Copy();
        ReadOnlySpan<bool> kept = packed.AsReadOnlySpan();
        var numbers = new List<long>();
        for (int k = 0; k < kept.Length; k++)
        {
            if (kept[k]) numbers.Add(k);
        }

        return [.. numbers];
    }
}
