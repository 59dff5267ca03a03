using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Rules.Reductions;

namespace AdjointKit.Autodiff;

/// <content>Sums and other reductions, and broadcasting, their adjoint. The shape of a result has length 1 along the axes that are reduced, or is that of rank 0.</content>
internal static partial class UntypedOps
{
    /// <summary>The sum over axes so that the result has a shape that broadcasts to that of x: the adjoint of <see cref="BroadcastTo"/>.</summary>
    internal static Var SumTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : Shaped(Rules.Reductions.SumTo.Rule, x, shape);

    internal static Var BroadcastTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : Shaped(Rules.Reductions.BroadcastTo.Rule, x, shape);

    /// <summary>sum conj(a) b, rank 0.</summary>
    internal static Var InnerProduct(Var a, Var b)
    {
        if (a.IsNone || b.IsNone) return default;
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.Reductions.InnerProduct.Rule, a, b);
    }

    internal static Var HalfSquaredNorm(Var x) => x.Tape.Apply(Rules.Reductions.HalfSquaredNorm.Rule, x);

    internal static Var Largest(Var x, in Shape shape) => x.Tape.Apply(Extreme.Largest, new Attributes { Shape = shape }, x);

    internal static Var Smallest(Var x, in Shape shape) => x.Tape.Apply(Extreme.Smallest, new Attributes { Shape = shape }, x);

    internal static Var ShareOfExtreme(Var x, Var extreme) => x.Tape.Apply(Rules.Reductions.ShareOfExtreme.Rule, x, extreme);

    /// <summary>Where the largest or smallest element stands.</summary>
    internal static Var Locate(Rules.Reductions.Locate rule, Var x, in Shape shape) => x.Tape.Apply(rule, new Attributes { Shape = shape }, x);

    /// <summary>The product over an axis, which stays with length 1.</summary>
    internal static Var Product(Var x, int axis) => x.Tape.Apply(Rules.Reductions.Product.Rule, new Attributes { Axis = axis }, x);

    internal static Var LogSumExp(Var x, in Shape shape) => x.Tape.Apply(Rules.Reductions.LogSumExp.Rule, new Attributes { Shape = shape }, x);

    /// <summary>exp(a - b), b broadcast to a; 0 where b is -infinity.</summary>
    internal static Var ExpOfDifference(Var a, Var b) => a.Tape.Apply(Rules.Reductions.ExpOfDifference.Rule, a, b);

    /// <summary>The norm of an order of at least 1; infinity: the largest magnitude.</summary>
    internal static Var Norm(Var x, double order, in Shape shape)
    {
        if (!(order >= 1)) throw new ArgumentOutOfRangeException(nameof(order), order, $"a norm has an order of at least 1, not {order}");
        if (order == 2) return x.Tape.Apply(Rules.Reductions.Norm.Rule, new Attributes { Shape = shape }, x);
        if (order == 1) return SumTo(Abs(x), shape);
        if (double.IsPositiveInfinity(order)) return Largest(Abs(x), shape);
        if (ElementTypes.IsComplex(x.ElementType)) x = Abs(x);
        return x.Tape.Apply(PowerNorm.Rule, new Attributes { Shape = shape, Scale = order }, x);
    }

    /// <summary>x less its mean.</summary>
    internal static Var Centred(Var x, in Shape shape) => Subtract(x, Mean(x, shape));

    internal static Var Mean(Var x, in Shape shape) => Affine((double)shape.Count / x.Shape.Count, SumTo(x, shape), 0);

    /// <summary>The shape with length 1 along some axes, each named once.</summary>
    internal static Shape Reduced(Shape shape, ReadOnlySpan<int> axes, [CallerMemberName] string op = "")
    {
        Span<bool> seen = stackalloc bool[Shape.MaxRank];
        seen.Clear();
        Shape reduced = shape;
        foreach (int axis in axes)
        {
            int place = AxisOf(axis, shape, op);
            if (seen[place]) throw new ArgumentException($"{op}: axis {axis} of shape {shape} is named twice", nameof(axes));
            seen[place] = true;
            reduced = reduced.With(place, 1);
        }

        return reduced;
    }

    /// <summary>A reduced array without the axes that were reduced, unless they are to stay.</summary>
    internal static Var WithoutAxes(Var reduced, ReadOnlySpan<int> axes, bool keepAxes)
    {
        if (keepAxes) return reduced;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        Shape shape = reduced.Shape;
        int rank = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (!axes.Contains(axis) && !axes.Contains(axis - shape.Rank)) lengths[rank++] = shape[axis];
        }

        return Reshape(reduced, new Shape(lengths[..rank]));
    }

    /// <summary>x with some axes merged to one, the last.</summary>
    internal static Var Merged(Var x, ReadOnlySpan<int> axes)
    {
        Shape shape = x.Shape;
        Span<int> order = stackalloc int[Shape.MaxRank];
        Span<nint> lengths = stackalloc nint[Shape.MaxRank + 1];
        int kept = 0;
        nint merged = 1;
        int place = shape.Rank - axes.Length;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            bool goes = axes.Contains(axis) || axes.Contains(axis - shape.Rank);
            if (goes) merged *= shape[axis];
            else lengths[kept] = shape[axis];
            order[goes ? place++ : kept++] = axis;
        }

        lengths[kept] = merged;
        return Reshape(Transpose(x, new AxisOrder(order[..shape.Rank], shape)), new Shape(lengths[..(kept + 1)]));
    }

    /// <summary>An op whose attribute is a shape. Apart, so that where nothing is to be done nothing is cleared for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Var Shaped(Rule rule, Var x, in Shape shape) => x.Tape.Apply(rule, new Attributes { Shape = shape }, x);
}
