using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>An order of axes: axis k of the result is axis <c>order[k]</c> of the source. A value that an op can keep.</summary>
internal readonly struct AxisOrder
{
    private readonly Axes axes;
    private readonly int rank;

    /// <summary>Takes an order, negative axes counted from the end, that names each axis once.</summary>
    internal AxisOrder(ReadOnlySpan<int> order, in Shape shape)
    {
        if (order.Length != shape.Rank) throw new ArgumentException($"transpose: an order of {order.Length} axes does not fit shape {shape}", nameof(order));
        rank = order.Length;
        int seen = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            int source = order[axis] < 0 ? order[axis] + rank : order[axis];
            if ((uint)source >= (uint)rank || (seen & (1 << source)) != 0) throw new ArgumentException($"transpose: an order of the axes of shape {shape} names each axis once, and this one has {order[axis]} at place {axis}", nameof(order));
            seen |= 1 << source;
            axes[axis] = source;
        }
    }

    private AxisOrder(Axes axes, int rank)
    {
        this.axes = axes;
        this.rank = rank;
    }

    internal bool IsIdentity
    {
        get
        {
            for (int axis = 0; axis < rank; axis++)
            {
                if (axes[axis] != axis) return false;
            }

            return true;
        }
    }

    /// <summary>The order that undoes this one.</summary>
    internal AxisOrder Inverse
    {
        get
        {
            Axes inverse = default;
            for (int axis = 0; axis < rank; axis++) inverse[axes[axis]] = axis;
            return new AxisOrder(inverse, rank);
        }
    }

    /// <summary>The order with so many axes in front that stay where they are.</summary>
    internal AxisOrder Behind(int front)
    {
        Axes shifted = default;
        for (int axis = 0; axis < front; axis++) shifted[axis] = axis;
        for (int axis = 0; axis < rank; axis++) shifted[axis + front] = axes[axis] + front;
        return new AxisOrder(shifted, rank + front);
    }

    internal UntypedArray Of(in UntypedArray x) => x.Transpose(((ReadOnlySpan<int>)axes)[..rank]);

    [InlineArray(Shape.MaxRank)]
    private struct Axes
    {
        private int first;
    }
}
