using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A proximal operator after a step of gradient descent, whose length it knows.</summary>
internal interface IDescentMap
{
    /// <summary>into = prox(y - length gradient); no two overlap, and what is left in <paramref name="point"/> does not matter.</summary>
    void Descend(in UntypedArray y, in UntypedArray gradient, in UntypedArray point, in UntypedArray into);

    /// <summary>prox(y - length gradient), recorded.</summary>
    Var Descend(Var y, Var gradient);
}
