using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>A^H: value and adjoint of A exchanged.</summary>
internal sealed class AdjointOperator<TIn, TOut>(LinearOperator<TOut, TIn> original) : LinearOperator<TIn, TOut>(original.Compute, original.Range, original.Domain)
    where TIn : unmanaged
    where TOut : unmanaged
{
    public override string Name => $"{original.Name}^H";

    public override bool IsRealLinear => original.IsRealLinear;

    public override int SampleAxes => original.SampleAxes;

    public override LinearOperator<TOut, TIn> H => original;

    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into) => original.ApplyAdjointCore(x, into);

    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into) => original.ApplyCore(y, into);
}
