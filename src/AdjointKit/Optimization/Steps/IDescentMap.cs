using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>A proximal operator after a step of gradient descent, whose length it knows.</summary>
internal interface IDescentMap
{
    /// <summary>into = prox(y - length gradient), y = x + momentum (x - previous); as <see cref="IStepAlgebra{TVector, TScalar}.Descend"/> says. No two overlap.</summary>
    void Descend(in UntypedArray x, in UntypedArray previous, double momentum, ref UntypedArray gradient, in UntypedArray ahead, in UntypedArray point, ref UntypedArray into);

    /// <summary>prox(y - length gradient), recorded.</summary>
    Var Descend(Var y, Var gradient);
}
