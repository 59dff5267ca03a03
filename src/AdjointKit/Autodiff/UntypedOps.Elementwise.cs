using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Rules.Elementwise;

namespace AdjointKit.Autodiff;

/// <content>Elementwise functions.</content>
internal static partial class UntypedOps
{
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

    private static (Var Left, Var Right) Promote(Var left, Var right)
    {
        ElementType leftType = left.ElementType;
        ElementType rightType = right.ElementType;
        if (leftType == rightType) return (left, right);
        if (ElementTypes.IsComplex(leftType)) right = ToComplex(right);
        else if (ElementTypes.IsComplex(rightType)) left = ToComplex(left);
        return (left, right);
    }
}
