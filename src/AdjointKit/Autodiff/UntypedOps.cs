using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Rules.Elementwise;

namespace AdjointKit.Autodiff;

/// <summary>The ops on variables of any element type: what rules are written in. A sensitivity or tangent that is none (exactly zero) stays none.</summary>
internal static partial class UntypedOps
{
    internal static Var Add(Var left, Var right)
    {
        if (left.IsNone) return right;
        if (right.IsNone) return left;
        if (left.ElementType != right.ElementType) (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Add.Rule, left, right);
    }

    internal static Var Subtract(Var left, Var right)
    {
        if (left.ElementType != right.ElementType) (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Subtract.Rule, left, right);
    }

    internal static Var Multiply(Var left, Var right)
    {
        if (left.ElementType != right.ElementType) (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Multiply.Rule, left, right);
    }

    internal static Var Divide(Var left, Var right)
    {
        if (left.ElementType != right.ElementType) (left, right) = Promote(left, right);
        return left.Tape.Apply(Rules.Elementwise.Divide.Rule, left, right);
    }

    /// <summary>Forward through a partial: t p, zero where t is zero.</summary>
    internal static Var Push(Var tangent, Var partial)
    {
        if (tangent.IsNone || partial.IsNone) return default;
        if (tangent.ElementType != partial.ElementType) (tangent, partial) = Promote(tangent, partial);
        return tangent.Tape.Apply(tangent.Tape.KeepsNaN ? Rules.Elementwise.Multiply.Rule : StrongMultiply.Rule, tangent, partial);
    }

    /// <summary>Back through a partial: g conj(p), zero where g is zero.</summary>
    internal static Var Pull(Var sensitivity, Var partial)
    {
        if (sensitivity.IsNone || partial.IsNone) return default;
        if (sensitivity.ElementType != partial.ElementType) (sensitivity, partial) = Promote(sensitivity, partial);
        return sensitivity.Tape.KeepsNaN ? Multiply(sensitivity, Conjugate(partial)) : sensitivity.Tape.Apply(StrongMultiplyConjugate.Rule, sensitivity, partial);
    }

    /// <summary>scale x + shift.</summary>
    internal static Var Affine(Complex scale, Var x, Complex shift)
    {
        if (x.IsNone) return x;
        if ((scale.Imaginary != 0 || shift.Imaginary != 0) && !ElementTypes.IsComplex(x.ElementType)) x = ToComplex(x);
        return x.Tape.Apply(Rules.Elementwise.Affine.Rule, new Attributes { Scale = scale, Shift = shift }, x);
    }

    /// <summary>x as a variable of an element type of the same precision: a real x becomes complex, of a complex one the real part stays.</summary>
    internal static Var ConvertLike(Var x, ElementType type)
    {
        if (x.IsNone || x.ElementType == type) return x;
        if (ElementTypes.RealOf(x.ElementType) != ElementTypes.RealOf(type)) throw new ArgumentException($"a sensitivity of {x} does not fit a variable of {type} elements", nameof(x));
        return ElementTypes.IsComplex(type) ? ToComplex(x) : Real(x);
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    internal static Shape BroadcastShape(Shape a, Shape b, string op) => a == b ? a : JointShape(a, b, op);

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

    /// <summary>Apart, so that ops of equal shapes do not clear the space for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Shape JointShape(Shape a, Shape b, string op)
    {
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
}
