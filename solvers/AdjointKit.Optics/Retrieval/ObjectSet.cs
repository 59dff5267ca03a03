using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The objects that an <see cref="ObjectConstraint"/> allows, and the projection onto them.</summary>
internal sealed class ObjectSet<T> : IDisposable
    where T : unmanaged
{
    private readonly Backend backend;
    private readonly bool nonNegative;
    private readonly UntypedArray support;
    private readonly UntypedArray condition;
    private readonly UntypedArray realParts;
    private readonly UntypedArray zero;
    private readonly NdArray<T> none;
    private readonly NdArray<T> real;

    internal ObjectSet(Compute compute, Shape shape, ObjectConstraint constraint)
    {
        backend = compute.Backend;
        nonNegative = constraint.NonNegative;
        ElementType type = ElementTypes.RealOf(ElementTypes.Of<T>());
        support = backend.Allocate(type, shape, compute.Memory);
        condition = backend.Allocate(type, shape, compute.Memory);
        realParts = backend.Allocate(type, shape, compute.Memory);
        zero = backend.Allocate(type, default, compute.Memory);
        none = compute.Zeros<T>(default(Shape));
        real = compute.Empty<T>(shape);
        backend.Fill(zero, 0);
        backend.Fill(support, 1);
        if (constraint.Support is not NdArray<bool> mask) return;
        if (mask.Count != shape.Count) throw new ArgumentException($"a support of shape {mask.Shape} does not fit objects of shape {shape}", nameof(constraint));
        using NdArray<double> numbers = NdArray.Empty<double>(mask.Shape);
        using NdArray<bool> contiguous = mask.Copy();
        for (int k = 0; k < numbers.AsReadOnlySpan().Length; k++) numbers.AsWritableSpan()[k] = contiguous.AsReadOnlySpan()[k] ? 1 : 0;
        UntypedArray rounded = compute.Host.Backend.Allocate(type, shape, account: null);
        compute.Host.Backend.Copy(numbers.Reshape(shape), rounded);
        backend.CopyFromHost(rounded, support);
        rounded.Release();
    }

    /// <summary>1 where the points of the last array that was looked at keep to the constraint, 0 elsewhere.</summary>
    internal UntypedArray Kept => nonNegative ? condition : support;

    /// <summary>Looks where x keeps to the constraint, and gives it as it is to be taken there: its real part if the object is real.</summary>
    internal NdArray<T> Look(NdArray<T> x)
    {
        if (!nonNegative) return x;
        backend.Unary(UnaryOp.Real, x, realParts);
        backend.Binary(BinaryOp.GreaterOrEqual, realParts, zero, condition);
        backend.Binary(BinaryOp.Multiply, condition, support, condition);
        backend.Copy(realParts, real);
        return real;
    }

    /// <summary>into = the nearest allowed object; it may be x itself.</summary>
    internal void Project(NdArray<T> x, NdArray<T> into)
    {
        NdArray<T> taken = Look(x);
        backend.Select(Kept, taken, none, into);
    }

    public void Dispose()
    {
        support.Release();
        condition.Release();
        realParts.Release();
        zero.Release();
        none.Dispose();
        real.Dispose();
    }
}
