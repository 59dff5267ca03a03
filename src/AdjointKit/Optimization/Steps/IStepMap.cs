using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A function that steps call: an operator, a proximal operator, a gradient. On arrays and on a tape.</summary>
internal interface IStepMap
{
    /// <summary>into = f(x); the two do not overlap.</summary>
    void Apply(in UntypedArray x, in UntypedArray into);

    /// <summary>f(x), recorded.</summary>
    Var Apply(Var x);
}
