using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>What an <see cref="UpdateRule"/> works on: a parameter and what is kept about it between steps.</summary>
internal struct UpdateState<TVector>
{
    /// <summary>The parameter.</summary>
    internal TVector X;

    /// <summary>The running mean of gradients, or the velocity.</summary>
    internal TVector First;

    /// <summary>The running mean, or the sum, of squared gradients.</summary>
    internal TVector Second;

    /// <summary>The gradient of this step, clipped; a rule may write to it.</summary>
    internal TVector Gradient;

    /// <summary>Scratch of the rule.</summary>
    internal TVector Scratch;

    internal void Visit<TScalar>(UpdateRule rule, IStateVisitor<TVector, TScalar> visitor)
    {
        if (rule.KeepsFirst) visitor.Vector(ref First);
        if (rule.KeepsSecond) visitor.Vector(ref Second);
    }
}
