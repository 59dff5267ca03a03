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

    /// <summary>
    /// Whether the operator is linear in real numbers only, A (i x) other than i A x: it takes a real part, say, or goes through a real space. Its adjoint is then the one for the real part
    /// of the inner product. By default so where one of the two spaces is real and the other complex; an operator between complex spaces that is so must say it.
    /// </summary>
    public virtual bool IsRealLinear => ElementTypes.IsComplex(DomainType) != ElementTypes.IsComplex(RangeType);

    /// <summary>
    /// Along how many leading axes of domain and range the operator does the same to each sample on its own: [samples, columns] to [samples, rows] has 1 such axis. Solvers of sparse
    /// recovery then take every sample as a signal with a threshold of its own. 0: the whole array is one signal.
    /// </summary>
    public virtual int SampleAxes => 0;

    /// <summary>The adjoint operator.</summary>
    internal abstract LinearOperator Adjoint { get; }

    /// <summary>into = A x.</summary>
    internal abstract void ApplyUntyped(in UntypedArray x, in UntypedArray into);
}
