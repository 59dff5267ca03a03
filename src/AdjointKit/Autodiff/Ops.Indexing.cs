using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Shapes, views and places.</content>
public static partial class Ops
{
    /// <summary>The elements under another shape of as many elements.</summary>
    public static Var<T> Reshape<T>(Var<T> x, params ReadOnlySpan<nint> lengths)
        where T : unmanaged => new(UntypedOps.Reshape(x, new Shape(lengths)));

    /// <summary><paramref name="count"/> entries along an axis, from <paramref name="start"/> on, every <paramref name="step"/>-th.</summary>
    public static Var<T> Slice<T>(Var<T> x, int axis, nint start, nint count, nint step = 1)
        where T : unmanaged => new(UntypedOps.Slice(x, axis, start, count, step));

    /// <summary>The axes in another order: axis k of the result is axis <c>order[k]</c> of x. Without an order the axes are reversed.</summary>
    public static Var<T> Transpose<T>(Var<T> x, params ReadOnlySpan<int> order)
        where T : unmanaged
    {
        Shape shape = x.Shape;
        Span<int> reversed = stackalloc int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++) reversed[axis] = shape.Rank - 1 - axis;
        return new(UntypedOps.Transpose(x, new AxisOrder(order.Length == 0 ? reversed : order, shape)));
    }
}
