using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization.Steps;

/// <summary>A linear operator in a step.</summary>
/// <param name="a">The operator.</param>
/// <param name="takesSparse">Whether it is likely that many elements of what it is applied to are 0.</param>
internal sealed class OperatorMap<TIn, TOut>(LinearOperator<TIn, TOut> a, bool takesSparse = false) : IStepMap
    where TIn : unmanaged
    where TOut : unmanaged
{
    public void Apply(in UntypedArray x, in UntypedArray into)
    {
        if (takesSparse) a.ApplyToSparse(x.As<TIn>(), into.As<TOut>());
        else a.Apply(x.As<TIn>(), into.As<TOut>());
    }

    public Var Apply(Var x) => Ops.Apply(a, x.As<TIn>());
}
