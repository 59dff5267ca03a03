using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>g(K x) as steps see it, whatever the element types.</summary>
internal abstract class CompositeTerm
{
    /// <summary>The name of g, for messages.</summary>
    internal abstract string Name { get; }

    /// <summary>K; null: the identity.</summary>
    internal abstract LinearOperator? Operator { get; }

    /// <summary>Whether there is a K.</summary>
    internal bool HasOperator => Operator is not null;

    /// <summary>The shape of K x.</summary>
    internal abstract Shape Range { get; }

    /// <summary>The element type of K x.</summary>
    internal abstract ElementType Type { get; }

    /// <summary>m, such that g - m/2 |z|^2 is convex.</summary>
    internal abstract double StrongConvexity { get; }

    /// <summary>The Lipschitz constant of the gradient of g; infinite: none.</summary>
    internal abstract double LargestCurvature { get; }

    /// <summary>K.</summary>
    internal abstract IStepMap Forward { get; }

    /// <summary>K^H.</summary>
    internal abstract IStepMap Back { get; }

    /// <summary>prox of g; each call makes one with a length of its own.</summary>
    internal abstract ILengthMap Prox();

    /// <summary>prox of the conjugate of g; each call makes one with a length of its own.</summary>
    internal abstract ILengthMap ConjugateProx();

    /// <summary>g of K x.</summary>
    internal abstract double Value(in UntypedArray image);

    /// <summary>g* of y.</summary>
    internal abstract double ConjugateValue(in UntypedArray y);
}

/// <summary>A function known by its prox, behind an operator or none, whatever the element types.</summary>
internal abstract class FunctionTerm : CompositeTerm
{
    /// <summary>prox_{step g}(x), to be differentiated with respect to the step, too.</summary>
    internal abstract Var Prox(Var x, Var step);

    /// <summary>prox_{step g*}(y), to be differentiated with respect to the step, too.</summary>
    internal abstract Var ConjugateProx(Var y, Var step);
}

/// <summary>A function known by its prox, behind an operator or none.</summary>
internal sealed class ProximalTerm<TIn, TOut>(ProximalOperator<TOut> g, LinearOperator<TIn, TOut>? k, Shape range) : FunctionTerm
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal override string Name => g.Name;

    internal override LinearOperator? Operator => k;

    internal override Shape Range => range;

    internal override ElementType Type => ElementTypes.Of<TOut>();

    internal override double StrongConvexity => g.StrongConvexity;

    internal override double LargestCurvature => g.LargestCurvature;

    internal override IStepMap Forward { get; } = k is null ? new IdentityMap(g.Compute.Backend) : new OperatorMap<TIn, TOut>(k);

    internal override IStepMap Back { get; } = k is null ? new IdentityMap(g.Compute.Backend) : new OperatorMap<TOut, TIn>(k.H);

    /// <summary>g.</summary>
    internal ProximalOperator<TOut> Function => g;

    internal override ILengthMap Prox() => new ProximalMap<TOut>(g);

    internal override ILengthMap ConjugateProx() => new ProximalMap<TOut>(g.Conjugate);

    internal override Var Prox(Var x, Var step) => g.Prox(x.As<TOut>(), step);

    internal override Var ConjugateProx(Var y, Var step) => g.Conjugate.Prox(y.As<TOut>(), step);

    internal override double Value(in UntypedArray image) => g.Value(image.As<TOut>());

    internal override double ConjugateValue(in UntypedArray y) => g.Conjugate.Value(y.As<TOut>());
}
