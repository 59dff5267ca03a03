using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>A B: (A B) x = A (B x), (A B)^H y = B^H (A^H y).</summary>
internal sealed class ComposedOperator<TIn, TMiddle, TOut> : LinearOperator<TIn, TOut>
    where TIn : unmanaged
    where TMiddle : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TMiddle, TOut> last;
    private readonly LinearOperator<TIn, TMiddle> first;

    internal ComposedOperator(LinearOperator<TMiddle, TOut> last, LinearOperator<TIn, TMiddle> first)
        : base(last.Compute, first.Domain, last.Range)
    {
        if (last.Domain != first.Range) throw new ArgumentException($"{last.Name} takes shape {last.Domain} and cannot follow {first.Name}, which gives shape {first.Range}", nameof(first));
        this.last = last;
        this.first = first;
    }

    public override string Name => $"{last.Name} {first.Name}";

    public override bool IsRealLinear => first.IsRealLinear || last.IsRealLinear;

    public override int SampleAxes => Math.Min(first.SampleAxes, last.SampleAxes);

    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into)
    {
        using NdArray<TMiddle> middle = Compute.Empty<TMiddle>(first.Range);
        first.ApplyCore(x, middle);
        last.ApplyCore(middle, into);
    }

    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into)
    {
        using NdArray<TMiddle> middle = Compute.Empty<TMiddle>(first.Range);
        last.ApplyAdjointCore(y, middle);
        first.ApplyAdjointCore(middle, into);
    }
}
