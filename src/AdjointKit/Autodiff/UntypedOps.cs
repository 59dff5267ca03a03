using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Rules.Elementwise;
using AdjointKit.Rules.Indexing;
using AdjointKit.Rules.LinearAlgebra;
using AdjointKit.Rules.Reductions;

namespace AdjointKit.Autodiff;

/// <summary>The ops on variables of any element type: what rules are written in. A sensitivity or tangent that is none (exactly zero) stays none.</summary>
internal static class UntypedOps
{
    internal static Var Add(Var left, Var right)
    {
        if (left.IsNone) return right;
        if (right.IsNone) return left;
        (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Add.Rule, default, left, right);
    }

    internal static Var Subtract(Var left, Var right)
    {
        (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Subtract.Rule, default, left, right);
    }

    internal static Var Multiply(Var left, Var right)
    {
        (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Multiply.Rule, default, left, right);
    }

    internal static Var Divide(Var left, Var right)
    {
        (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Divide.Rule, default, left, right);
    }

    /// <summary>Forward through a partial: t p, zero where t is zero.</summary>
    internal static Var Push(Var tangent, Var partial)
    {
        if (tangent.IsNone || partial.IsNone) return default;
        (tangent, partial) = Promote(tangent, partial);
        return tangent.Tape.Apply(StrongMultiply.Rule, default, tangent, partial);
    }

    /// <summary>Back through a partial: g conj(p), zero where g is zero.</summary>
    internal static Var Pull(Var sensitivity, Var partial)
    {
        if (sensitivity.IsNone || partial.IsNone) return default;
        (sensitivity, partial) = Promote(sensitivity, partial);
        return sensitivity.Tape.Apply(StrongMultiplyConjugate.Rule, default, sensitivity, partial);
    }

    /// <summary>scale x + shift.</summary>
    internal static Var Affine(Complex scale, Var x, Complex shift)
    {
        if (x.IsNone) return x;
        if ((scale.Imaginary != 0 || shift.Imaginary != 0) && !ElementTypes.IsComplex(x.ElementType)) x = ToComplex(x);
        return x.Tape.Apply(Rules.Elementwise.Affine.Rule, new Attributes { Scale = scale, Shift = shift }, x);
    }

    internal static Var Exp(Var x) => x.Tape.Apply(Rules.Elementwise.Exp.Rule, default, x);

    internal static Var Log(Var x) => x.Tape.Apply(Rules.Elementwise.Log.Rule, default, x);

    internal static Var Sin(Var x) => x.Tape.Apply(Rules.Elementwise.Sin.Rule, default, x);

    internal static Var Cos(Var x) => x.Tape.Apply(Rules.Elementwise.Cos.Rule, default, x);

    internal static Var Tanh(Var x) => x.Tape.Apply(Rules.Elementwise.Tanh.Rule, default, x);

    internal static Var Expm1(Var x) => x.Tape.Apply(Rules.Elementwise.Expm1.Rule, default, x);

    internal static Var Log1p(Var x) => x.Tape.Apply(Rules.Elementwise.Log1p.Rule, default, x);

    internal static Var Sigmoid(Var x) => x.Tape.Apply(Rules.Elementwise.Sigmoid.Rule, default, x);

    internal static Var Erf(Var x) => x.Tape.Apply(Rules.Elementwise.Erf.Rule, default, x);

    internal static Var Abs(Var x) => x.Tape.Apply(Rules.Elementwise.Abs.Rule, default, x);

    internal static Var Phase(Var x) => x.Tape.Apply(Rules.Elementwise.Phase.Rule, default, x);

    internal static Var Atan2(Var y, Var x) => y.Tape.Apply(Rules.Elementwise.Atan2.Rule, default, y, x);

    internal static Var Power(Var x, Var exponent) => x.Tape.Apply(Rules.Elementwise.Power.Rule, default, x, exponent);

    internal static Var Sqrt(Var x) => x.Tape.Apply(Rules.Elementwise.Sqrt.Rule, default, x);

    internal static Var Square(Var x) => x.Tape.Apply(Rules.Elementwise.Square.Rule, default, x);

    internal static Var Reciprocal(Var x) => x.Tape.Apply(Rules.Elementwise.Reciprocal.Rule, default, x);

    internal static Var Conjugate(Var x) => x.IsNone || !ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(Rules.Elementwise.Conjugate.Rule, default, x);

    internal static Var Real(Var x) => x.IsNone || !ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(RealPart.Rule, default, x);

    internal static Var Imaginary(Var x) => x.IsNone ? x : x.Tape.Apply(ImaginaryPart.Rule, default, x);

    internal static Var ToComplex(Var x) => x.IsNone || ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(Rules.Elementwise.ToComplex.Rule, default, x);

    internal static Var AbsSquared(Var x) => ElementTypes.IsComplex(x.ElementType) ? x.Tape.Apply(Rules.Elementwise.AbsSquared.Rule, default, x) : Square(x);

    /// <summary>The sum over axes so that the result has a shape that broadcasts to that of x: the adjoint of <see cref="BroadcastTo"/>.</summary>
    internal static Var SumTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Reductions.SumTo.Rule, new Attributes { Shape = shape }, x);

    internal static Var BroadcastTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Reductions.BroadcastTo.Rule, new Attributes { Shape = shape }, x);

    internal static Var Reshape(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Indexing.Reshape.Rule, new Attributes { Shape = shape }, x);

    internal static Var Slice(Var x, int axis, nint start, nint count, nint step) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Slice.Rule, new Attributes { Axis = axis < 0 ? axis + x.Shape.Rank : axis, Start = start, Step = step, Shape = x.Shape.With(axis < 0 ? axis + x.Shape.Rank : axis, count) }, x);

    /// <summary>Zeros of a shape with x in a slice of them: the adjoint of <see cref="Slice"/>.</summary>
    internal static Var Embed(Var x, int axis, nint start, nint step, in Shape shape) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Embed.Rule, new Attributes { Axis = axis, Start = start, Step = step, Shape = shape }, x);

    /// <summary>sum conj(a) b, rank 0.</summary>
    internal static Var InnerProduct(Var a, Var b)
    {
        if (a.IsNone || b.IsNone) return default;
        (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.Reductions.InnerProduct.Rule, default, a, b);
    }

    internal static Var HalfSquaredNorm(Var x) => x.Tape.Apply(Rules.Reductions.HalfSquaredNorm.Rule, default, x);

    internal static Var ApplyOperator(LinearOperator @operator, Var x) => x.IsNone ? x : x.Tape.Apply(Rules.LinearAlgebra.ApplyOperator.Rule, new Attributes { Subject = @operator }, x);

    /// <summary>op(a) op(b) over the last two axes. Many matrices times one are one tall matrix times it.</summary>
    internal static Var MatMul(MatrixForm formA, Var a, MatrixForm formB, Var b)
    {
        if (a.IsNone || b.IsNone) return default;
        (a, b) = Promote(a, b);
        var forms = new Attributes { FormA = formA, FormB = formB };
        Shape shape = a.Shape;
        if (b.Shape.Rank != 2 || shape.Rank <= 2 || formA.HasFlag(MatrixForm.Transposed)) return a.Tape.Apply(Rules.LinearAlgebra.MatMul.Rule, forms, a, b);

        Shape result = MatrixShapes.ResultOf(formA, shape, formB, b.Shape);
        nint rows = 1;
        for (int axis = 0; axis < shape.Rank - 1; axis++) rows *= shape[axis];
        Var tall = Reshape(a, new Shape(rows, shape[-1]));
        return Reshape(a.Tape.Apply(Rules.LinearAlgebra.MatMul.Rule, forms, tall, b), result);
    }

    /// <summary>x as a variable of an element type of the same precision: a real x becomes complex, of a complex one the real part stays.</summary>
    internal static Var ConvertLike(Var x, ElementType type)
    {
        if (x.IsNone || x.ElementType == type) return x;
        if (ElementTypes.RealOf(x.ElementType) != ElementTypes.RealOf(type)) throw new ArgumentException($"a sensitivity of {x} does not fit a variable of {type} elements", nameof(x));
        return ElementTypes.IsComplex(type) ? ToComplex(x) : Real(x);
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    internal static Shape BroadcastShape(in Shape a, in Shape b, string op)
    {
        if (a == b) return a;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        int rank = Math.Max(a.Rank, b.Rank);
        for (int axis = 0; axis < rank; axis++)
        {
            int axisA = axis - (rank - a.Rank);
            int axisB = axis - (rank - b.Rank);
            nint lengthA = axisA < 0 ? 1 : a[axisA];
            nint lengthB = axisB < 0 ? 1 : b[axisB];
            if (lengthA != lengthB && lengthA != 1 && lengthB != 1) throw new ArgumentException($"{op}: shapes {a} and {b} do not broadcast: lengths {lengthA} and {lengthB} differ and neither is 1", nameof(b));
            lengths[axis] = lengthA == 1 ? lengthB : lengthA;
        }

        return new Shape(lengths[..rank]);
    }

    /// <summary>An element as a complex number.</summary>
    internal static Complex Number<T>(T value)
        where T : unmanaged => value switch
        {
            float single => single,
            double number => number,
            ComplexF narrow => narrow,
            Complex complex => complex,
            _ => throw new NotSupportedException($"A tape holds float, double, ComplexF and Complex, not {typeof(T).Name}."),
        };

    private static (Var Left, Var Right) Promote(Var left, Var right)
    {
        if (ElementTypes.IsComplex(left.ElementType)) right = ToComplex(right);
        else if (ElementTypes.IsComplex(right.ElementType)) left = ToComplex(left);
        return (left, right);
    }
}
