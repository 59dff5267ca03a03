using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The step of <see cref="ProximalGradient{TIn, TOut}"/>, in parts, so that its length can be judged. It starts from y = x + momentum (x - previous) and keeps what A x - b is of the two iterates
/// too: A y - b is the same combination of those, so that A is applied once in a step.
/// </summary>
internal struct ProximalGradientStep<TVector, TScalar>
    where TScalar : struct, IStepScalar<TScalar>
{
    /// <summary>The iterate x.</summary>
    internal TVector X;

    /// <summary>The iterate before it.</summary>
    internal TVector Previous;

    /// <summary>The next iterate.</summary>
    internal TVector Next;

    /// <summary>A x - b.</summary>
    internal TVector Misfit;

    /// <summary>A previous - b.</summary>
    internal TVector MisfitPrevious;

    /// <summary>A next - b.</summary>
    internal TVector MisfitNext;

    /// <summary>y, where the momentum is not 0 and no kernel goes without it.</summary>
    internal TVector Ahead;

    /// <summary>A y - b, where the momentum is not 0.</summary>
    internal TVector MisfitAhead;

    /// <summary>A^H (A y - b).</summary>
    internal TVector Gradient;

    /// <summary>y - s gradient.</summary>
    internal TVector Point;

    /// <summary>How far ahead of the iterate the step starts, in units of the way it came.</summary>
    internal double Momentum;

    /// <summary>y, if it was left anywhere.</summary>
    internal readonly TVector Y => Momentum == 0 ? X : Ahead;

    /// <summary>A y - b.</summary>
    internal readonly TVector MisfitY => Momentum == 0 ? Misfit : MisfitAhead;

    internal void Slope<TOn>(TOn on, IStepMap adjoint)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (Momentum != 0) on.Combine(1 + Momentum, Misfit, -Momentum, MisfitPrevious, ref MisfitAhead);
        on.Apply(adjoint, MisfitY, ref Gradient);
    }

    internal void Move<TOn>(TOn on, IStepMap a, IDescentMap prox, TVector b)
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        on.Descend(prox, X, Previous, Momentum, ref Gradient, ref Ahead, ref Point, ref Next);
        on.Apply(a, Next, ref MisfitNext);
        on.AddMultiple(-1, b, ref MisfitNext);
    }

    /// <summary>Makes next the iterate. Vectors change places; nothing is copied.</summary>
    internal void Accept(double momentum)
    {
        (Previous, X, Next) = (X, Next, Previous);
        (MisfitPrevious, Misfit, MisfitNext) = (Misfit, MisfitNext, MisfitPrevious);
        Momentum = momentum;
    }

    internal void Visit(IStateVisitor<TVector, TScalar> visitor)
    {
        visitor.Vector(ref X);
        visitor.Vector(ref Previous);
        visitor.Vector(ref Misfit);
        visitor.Vector(ref MisfitPrevious);
    }
}
