using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>A proximal operator in a step, with the length of the step, which the solver may change.</summary>
internal sealed class ProximalMap<T>(ProximalOperator<T> f) : IStepMap
    where T : unmanaged
{
    internal double Length { get; set; }

    public void Apply(in UntypedArray x, in UntypedArray into) => f.Prox(x.As<T>(), Length, into.As<T>());

    public Var Apply(Var x) => f.Prox(x.As<T>(), Length);
}
