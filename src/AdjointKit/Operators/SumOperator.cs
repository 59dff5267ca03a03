using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>A + B; its adjoint is A^H + B^H.</summary>
internal sealed class SumOperator<TIn, TOut> : LinearOperator<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TIn, TOut> left;
    private readonly LinearOperator<TIn, TOut> right;

    internal SumOperator(LinearOperator<TIn, TOut> left, LinearOperator<TIn, TOut> right)
        : base(left.Compute, left.Domain, left.Range)
    {
        if (left.Domain != right.Domain || left.Range != right.Range)
        {
            throw new ArgumentException($"{left.Name} (from {left.Domain} to {left.Range}) and {right.Name} (from {right.Domain} to {right.Range}) cannot be added: the spaces differ", nameof(right));
        }

        this.left = left;
        this.right = right;
    }

    public override string Name => $"({left.Name} + {right.Name})";

    public override bool IsRealLinear => left.IsRealLinear || right.IsRealLinear;

    public override int SampleAxes => Math.Min(left.SampleAxes, right.SampleAxes);

    protected internal override void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into)
    {
        using NdArray<TOut> other = Compute.Empty<TOut>(Range);
        left.ApplyCore(x, into);
        right.ApplyCore(x, other);
        Compute.Backend.AddScaled(1, other, into);
    }

    protected internal override void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into)
    {
        using NdArray<TIn> other = Compute.Empty<TIn>(Domain);
        left.ApplyAdjointCore(y, into);
        right.ApplyAdjointCore(y, other);
        Compute.Backend.AddScaled(1, other, into);
    }
}
