using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>s A; its adjoint is A^H conj(s).</summary>
internal sealed class ScaledOperator<TIn, TOut> : LinearOperator<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly Complex scale;
    private readonly LinearOperator<TIn, TOut> original;

    internal ScaledOperator(Complex scale, LinearOperator<TIn, TOut> original)
        : base(original.Compute, original.Domain, original.Range)
    {
        if (scale.Imaginary != 0 && !ElementTypes.IsComplex(original.RangeType)) throw new ArgumentException($"{original.Name} gives real arrays and cannot be scaled by {scale}: use a real number", nameof(scale));
        this.scale = scale;
        this.original = original;
    }

    public override string Name => $"{(scale.Imaginary == 0 ? scale.Real.ToString() : scale.ToString())} {original.Name}";

    public override bool IsRealLinear => original.IsRealLinear;

    public override int SampleAxes => original.SampleAxes;

    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into)
    {
        original.ApplyCore(x, into);
        Compute.Backend.Affine(scale, into, 0, into);
    }

    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into)
    {
        // The scale goes before A^H: to a real domain A^H takes a real part and does not commute with a complex number.
        using NdArray<TOut> scaled = Compute.Empty<TOut>(Range);
        Compute.Backend.Affine(Complex.Conjugate(scale), y, 0, scaled);
        original.ApplyAdjointCore(scaled, into);
    }
}
