using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>
/// A linear operator A with its adjoint: (A x, y) = (x, A^H y) for the inner product sum conj(a) b, and for its real part where the operator is linear in real
/// numbers only (<see cref="LinearOperator.IsRealLinear"/>). Immutable and thread-safe: scratch is rented per call. On a tape its tangent is itself and its adjoint is <see cref="H"/>.
/// </summary>
/// <typeparam name="TIn">The element type of the domain.</typeparam>
/// <typeparam name="TOut">The element type of the range.</typeparam>
public abstract class LinearOperator<TIn, TOut> : LinearOperator
    where TIn : unmanaged
    where TOut : unmanaged
{
    private LinearOperator<TOut, TIn>? adjoint;

    /// <summary>Makes an operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="domain">The shape of x.</param>
    /// <param name="range">The shape of A x.</param>
    protected LinearOperator(Compute compute, Shape domain, Shape range)
        : base(compute, domain, range, ElementTypes.Of<TIn>(), ElementTypes.Of<TOut>())
    {
    }

    /// <summary>The adjoint operator; its own adjoint is this operator.</summary>
    public virtual LinearOperator<TOut, TIn> H => adjoint ??= new AdjointOperator<TOut, TIn>(this);

    internal sealed override LinearOperator Adjoint => H;

    /// <summary>What the operator does to one of its samples, where it knows that by itself, for what is the same for all of them; else the operator.</summary>
    internal virtual LinearOperator<TIn, TOut> OfOneSample => this;

    /// <summary>The composition that applies <paramref name="right"/> first.</summary>
    public static LinearOperator<TIn, TOut> operator *(LinearOperator<TIn, TOut> left, LinearOperator<TIn, TIn> right) => Required(left).Compose(right);

    /// <summary>The operator multiplied by a number (real where the range is real).</summary>
    public static LinearOperator<TIn, TOut> operator *(Complex scale, LinearOperator<TIn, TOut> right) => new ScaledOperator<TIn, TOut>(scale, Required(right));

    /// <inheritdoc cref="op_Multiply(Complex, LinearOperator{TIn, TOut})"/>
    public static LinearOperator<TIn, TOut> operator *(double scale, LinearOperator<TIn, TOut> right) => new ScaledOperator<TIn, TOut>(scale, Required(right));

    /// <summary>The sum of two operators between the same spaces.</summary>
    public static LinearOperator<TIn, TOut> operator +(LinearOperator<TIn, TOut> left, LinearOperator<TIn, TOut> right) => new SumOperator<TIn, TOut>(Required(left), Required(right));

    /// <summary>The difference of two operators between the same spaces.</summary>
    public static LinearOperator<TIn, TOut> operator -(LinearOperator<TIn, TOut> left, LinearOperator<TIn, TOut> right) => Required(left) + (-1.0 * right);

    /// <summary>The operator with the opposite sign.</summary>
    public static LinearOperator<TIn, TOut> operator -(LinearOperator<TIn, TOut> right) => -1.0 * right;

    /// <summary>into = A x. The two arrays may not overlap.</summary>
    /// <param name="x">An array of shape <see cref="LinearOperator.Domain"/>.</param>
    /// <param name="into">An array of shape <see cref="LinearOperator.Range"/>, overwritten.</param>
    public void Apply(NdArray<TIn> x, NdArray<TOut> into) => Checked(x, into, Domain, Range, adjointCall: false);

    /// <summary>into = A x, where many elements of x may be 0: an operator may leave out what they are multiplied by, as long as that is finite. The two arrays may not overlap.</summary>
    internal virtual void ApplyToSparse(NdArray<TIn> x, NdArray<TOut> into) => Apply(x, into);

    /// <summary>A x as a new array that the caller owns.</summary>
    public NdArray<TOut> Apply(NdArray<TIn> x)
    {
        NdArray<TOut> into = NewArray<TOut>(Range);
        Apply(x, into);
        return into;
    }

    /// <summary>into = A^H y. The two arrays may not overlap.</summary>
    /// <param name="y">An array of shape <see cref="LinearOperator.Range"/>.</param>
    /// <param name="into">An array of shape <see cref="LinearOperator.Domain"/>, overwritten.</param>
    public void ApplyAdjoint(NdArray<TOut> y, NdArray<TIn> into) => Checked(y, into, Range, Domain, adjointCall: true);

    /// <summary>A^H y as a new array that the caller owns.</summary>
    public NdArray<TIn> ApplyAdjoint(NdArray<TOut> y)
    {
        NdArray<TIn> into = NewArray<TIn>(Domain);
        ApplyAdjoint(y, into);
        return into;
    }

    /// <summary>The composition A B that applies <paramref name="first"/> = B first.</summary>
    public LinearOperator<TFirst, TOut> Compose<TFirst>(LinearOperator<TFirst, TIn> first)
        where TFirst : unmanaged => new ComposedOperator<TFirst, TIn, TOut>(this, first);

    internal sealed override void ApplyUntyped(in UntypedArray x, in UntypedArray into) => Apply(x.As<TIn>(), into.As<TOut>());

    /// <summary>The value rule: into = A x. Both arrays are contiguous, have the right shapes and do not overlap; every element of <paramref name="into"/> must be written.</summary>
    protected internal abstract void ApplyCore(in NdArray<TIn> x, in NdArray<TOut> into);

    /// <summary>The adjoint rule: into = A^H y. As <see cref="ApplyCore"/>.</summary>
    protected internal abstract void ApplyAdjointCore(in NdArray<TOut> y, in NdArray<TIn> into);

    private static LinearOperator<TIn, TOut> Required(LinearOperator<TIn, TOut> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private NdArray<T> NewArray<T>(Shape shape)
        where T : unmanaged => Compute.Backend.Allocate(ElementTypes.Of<T>(), shape, account: null).As<T>();

    private void Checked<TX, TY>(NdArray<TX> x, NdArray<TY> into, Shape shapeX, Shape shapeInto, bool adjointCall)
        where TX : unmanaged
        where TY : unmanaged
    {
        if (x.Shape != shapeX) throw new ArgumentException($"{(adjointCall ? "the adjoint of " : string.Empty)}{Name} takes an array of shape {shapeX}, not {x.Shape}", nameof(x));
        if (into.Shape != shapeInto) throw new ArgumentException($"{(adjointCall ? "the adjoint of " : string.Empty)}{Name} gives an array of shape {shapeInto}, not {into.Shape}", nameof(into));
        if (into.ToUntyped().Overlaps(x)) throw new ArgumentException($"the result of {(adjointCall ? "the adjoint of " : string.Empty)}{Name} may not overlap its operand", nameof(into));
        NdArray<TX> operand = x.IsContiguous ? x : Compute.Empty<TX>(shapeX);
        if (!x.IsContiguous) Compute.Backend.Copy(x, operand);
        NdArray<TY> result = into.IsContiguous ? into : Compute.Empty<TY>(shapeInto);
        try
        {
            Call(operand, result, adjointCall);
            if (!into.IsContiguous) Compute.Backend.Copy(result, into);
        }
        finally
        {
            if (!x.IsContiguous) operand.Dispose();
            if (!into.IsContiguous) result.Dispose();
        }
    }

    private void Call(in UntypedArray x, in UntypedArray into, bool adjointCall)
    {
        if (adjointCall) ApplyAdjointCore(x.As<TOut>(), into.As<TIn>());
        else ApplyCore(x.As<TIn>(), into.As<TOut>());
    }
}
