using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>A linear operator whose element types are known at run time: what the tape and the tests see of a <see cref="LinearOperator{TIn, TOut}"/>.</summary>
public abstract class LinearOperator
{
    private protected LinearOperator(Compute compute, Shape domain, Shape range, ElementType domainType, ElementType rangeType)
    {
        ArgumentNullException.ThrowIfNull(compute);
        Compute = compute;
        Domain = domain;
        Range = range;
        DomainType = domainType;
        RangeType = rangeType;
    }

    /// <summary>A name for reports.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Where the operator runs.</summary>
    public Compute Compute { get; }

    /// <summary>The shape of what the operator takes.</summary>
    public Shape Domain { get; }

    /// <summary>The shape of what the operator gives.</summary>
    public Shape Range { get; }

    /// <summary>The element type of what the operator takes.</summary>
    public ElementType DomainType { get; }

    /// <summary>The element type of what the operator gives.</summary>
    public ElementType RangeType { get; }

    /// <summary>The adjoint operator.</summary>
    internal abstract LinearOperator Adjoint { get; }

    /// <summary>into = A x.</summary>
    internal abstract void ApplyUntyped(in UntypedArray x, in UntypedArray into);
}
