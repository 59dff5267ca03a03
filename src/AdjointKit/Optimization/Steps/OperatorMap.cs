using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization.Steps;

/// <summary>A linear operator in a step.</summary>
internal sealed class OperatorMap<TIn, TOut>(LinearOperator<TIn, TOut> a) : IStepMap
    where TIn : unmanaged
    where TOut : unmanaged
{
    public void Apply(in UntypedArray x, in UntypedArray into) => a.Apply(x.As<TIn>(), into.As<TOut>());

    public Var Apply(Var x) => Ops.Apply(a, x.As<TIn>());
}
