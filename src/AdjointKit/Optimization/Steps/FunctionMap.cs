using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A function in ops, for steps on a tape only; it may use other variables of that tape.</summary>
internal sealed class FunctionMap<TIn, TOut>(Func<Var<TIn>, Var<TOut>> function) : IStepMap
    where TIn : unmanaged
    where TOut : unmanaged
{
    public void Apply(in UntypedArray x, in UntypedArray into) => throw new UnreachableException();

    public Var Apply(Var x) => function(x.As<TIn>());
}
