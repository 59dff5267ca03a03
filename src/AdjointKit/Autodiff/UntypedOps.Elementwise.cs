using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Rules.Elementwise;

namespace AdjointKit.Autodiff;

/// <content>Elementwise functions.</content>
internal static partial class UntypedOps
{
    internal static Var Exp(Var x) => x.Tape.Apply(Rules.Elementwise.Exp.Rule, x);

    internal static Var Log(Var x) => x.Tape.Apply(Rules.Elementwise.Log.Rule, x);

    internal static Var Sin(Var x) => x.Tape.Apply(Rules.Elementwise.Sin.Rule, x);

    internal static Var Cos(Var x) => x.Tape.Apply(Rules.Elementwise.Cos.Rule, x);

    internal static Var Tanh(Var x) => x.Tape.Apply(Rules.Elementwise.Tanh.Rule, x);

    internal static Var Expm1(Var x) => x.Tape.Apply(Rules.Elementwise.Expm1.Rule, x);

    internal static Var Log1p(Var x) => x.Tape.Apply(Rules.Elementwise.Log1p.Rule, x);

    internal static Var Sigmoid(Var x) => x.Tape.Apply(Rules.Elementwise.Sigmoid.Rule, x);

    internal static Var Erf(Var x) => x.Tape.Apply(Rules.Elementwise.Erf.Rule, x);

    internal static Var Abs(Var x) => x.Tape.Apply(Rules.Elementwise.Abs.Rule, x);

    internal static Var Phase(Var x) => x.Tape.Apply(Rules.Elementwise.Phase.Rule, x);

    internal static Var Atan2(Var y, Var x) => y.Tape.Apply(Rules.Elementwise.Atan2.Rule, y, x);

    internal static Var Power(Var x, Var exponent) => x.Tape.Apply(Rules.Elementwise.Power.Rule, x, exponent);

    internal static Var Sqrt(Var x) => x.Tape.Apply(Rules.Elementwise.Sqrt.Rule, x);

    internal static Var Square(Var x) => x.Tape.Apply(Rules.Elementwise.Square.Rule, x);

    internal static Var Reciprocal(Var x) => x.Tape.Apply(Rules.Elementwise.Reciprocal.Rule, x);

    internal static Var Conjugate(Var x) => x.IsNone || !ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(Rules.Elementwise.Conjugate.Rule, x);

    internal static Var Real(Var x) => x.IsNone || !ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(RealPart.Rule, x);

    internal static Var Imaginary(Var x) => x.IsNone ? x : x.Tape.Apply(ImaginaryPart.Rule, x);

    internal static Var ToComplex(Var x) => x.IsNone || ElementTypes.IsComplex(x.ElementType) ? x : x.Tape.Apply(Rules.Elementwise.ToComplex.Rule, x);

    /// <summary>e^(i x), x real.</summary>
    internal static Var UnitPhasor(Var x) => x.Tape.Apply(Rules.Elementwise.UnitPhasor.Rule, x);

    /// <summary>scale r x, r real and x complex; in the strong factor, the sensitivity of the two, a zero counts for more than a NaN in the other.</summary>
    internal static Var RealTimes(Complex scale, Var r, Var x, StrongFactor strong = StrongFactor.First) =>
        r.IsNone || x.IsNone ? default : x.Tape.Apply(Rules.Elementwise.RealTimes.Rule, new Attributes { Scale = scale, Shift = (int)strong }, r, x);

    /// <summary>Re(scale conj(a) b), b a sensitivity.</summary>
    internal static Var RealOfPull(Complex scale, Var a, Var b) =>
        a.IsNone || b.IsNone ? default : a.Tape.Apply(Rules.Elementwise.RealOfPull.Rule, new Attributes { Scale = scale }, a, b);

    internal static Var AbsSquared(Var x) => ElementTypes.IsComplex(x.ElementType) ? x.Tape.Apply(Rules.Elementwise.AbsSquared.Rule, x) : Square(x);

    internal static Var Tan(Var x) => x.Tape.Apply(Rules.Elementwise.Tan.Rule, x);

    internal static Var Asin(Var x) => x.Tape.Apply(Rules.Elementwise.Asin.Rule, x);

    internal static Var Acos(Var x) => x.Tape.Apply(Rules.Elementwise.Acos.Rule, x);

    internal static Var Atan(Var x) => x.Tape.Apply(Rules.Elementwise.Atan.Rule, x);

    internal static Var Sinh(Var x) => x.Tape.Apply(Rules.Elementwise.Sinh.Rule, x);

    internal static Var Cosh(Var x) => x.Tape.Apply(Rules.Elementwise.Cosh.Rule, x);

    internal static Var Asinh(Var x) => x.Tape.Apply(Rules.Elementwise.Asinh.Rule, x);

    internal static Var Acosh(Var x) => x.Tape.Apply(Rules.Elementwise.Acosh.Rule, x);

    internal static Var Atanh(Var x) => x.Tape.Apply(Rules.Elementwise.Atanh.Rule, x);

    internal static Var Erfc(Var x) => x.Tape.Apply(Rules.Elementwise.Erfc.Rule, x);

    internal static Var LogGamma(Var x) => x.Tape.Apply(Rules.Elementwise.LogGamma.Rule, x);

    internal static Var Digamma(Var x) => x.Tape.Apply(Rules.Elementwise.Digamma.Rule, x);

    internal static Var Trigamma(Var x) => x.Tape.Apply(Rules.Elementwise.Trigamma.Rule, x);

    internal static Var ReciprocalSqrt(Var x) => x.Tape.Apply(Rules.Elementwise.ReciprocalSqrt.Rule, x);

    internal static Var Cbrt(Var x) => x.Tape.Apply(Rules.Elementwise.Cbrt.Rule, x);

    internal static Var Exp2(Var x) => x.Tape.Apply(Rules.Elementwise.Exp2.Rule, x);

    internal static Var Log2(Var x) => x.Tape.Apply(Rules.Elementwise.Log2.Rule, x);

    internal static Var Log10(Var x) => x.Tape.Apply(Rules.Elementwise.Log10.Rule, x);

    internal static Var Softplus(Var x) => x.Tape.Apply(Rules.Elementwise.Softplus.Rule, x);

    internal static Var Relu(Var x) => x.Tape.Apply(Rules.Elementwise.Relu.Rule, x);

    internal static Var Sinc(Var x) => x.Tape.Apply(Rules.Elementwise.Sinc.Rule, x);

    internal static Var StopGradient(Var x) => x.Tape.Apply(Rules.Elementwise.StopGradient.Rule, x);

    internal static Var Floor(Var x) => x.Tape.Apply(StepFunction.Floor, x);

    internal static Var Ceiling(Var x) => x.Tape.Apply(StepFunction.Ceiling, x);

    internal static Var Round(Var x) => x.Tape.Apply(StepFunction.Round, x);

    internal static Var Truncate(Var x) => x.Tape.Apply(StepFunction.Truncate, x);

    internal static Var Sign(Var x) => x.Tape.Apply(StepFunction.Sign, x);

    internal static Var Hypot(Var a, Var b) => a.Tape.Apply(Rules.Elementwise.Hypot.Rule, a, b);

    internal static Var Maximum(Var a, Var b) => a.Tape.Apply(Rules.Elementwise.Maximum.Rule, a, b);

    internal static Var Minimum(Var a, Var b) => a.Tape.Apply(Rules.Elementwise.Minimum.Rule, a, b);

    internal static Var Remainder(Var a, Var b) => a.Tape.Apply(Rules.Elementwise.Remainder.Rule, a, b);

    internal static Var Greater(Var a, Var b) => a.Tape.Apply(Comparison.Greater, a, b);

    internal static Var GreaterOrEqual(Var a, Var b) => a.Tape.Apply(Comparison.GreaterOrEqual, a, b);

    internal static Var Less(Var a, Var b)
    {
        _ = BroadcastShape(a.Shape, b.Shape, "less");
        return Greater(b, a);
    }

    internal static Var LessOrEqual(Var a, Var b)
    {
        _ = BroadcastShape(a.Shape, b.Shape, "less or equal");
        return GreaterOrEqual(b, a);
    }

    internal static Var Equal(Var a, Var b) => a.Tape.Apply(Comparison.Equal, a, b);

    internal static Var NotEqual(Var a, Var b) => a.Tape.Apply(Comparison.NotEqual, a, b);

    internal static Var Clamp(Var x, Var low, Var high) => x.Tape.Apply(Rules.Elementwise.Clamp.Rule, x, low, high);

    /// <summary>a where the condition is not 0, b elsewhere.</summary>
    internal static Var Where(Var condition, Var a, Var b)
    {
        if (a.ElementType != b.ElementType) (a, b) = Promote(a, b);
        return condition.Tape.Apply(Rules.Elementwise.Where.Rule, condition, a, b);
    }

    /// <summary>x to an integer power by squaring and multiplying, right in value and in every derivative where x is 0.</summary>
    internal static Var IntegerPower(Var x, int exponent)
    {
        if (exponent == 0) return BroadcastTo(ConstantLike(x, 1), x.Shape);
        if (exponent < 0) return Reciprocal(IntegerPower(x, -exponent));
        if (exponent == 1) return x;
        Var half = IntegerPower(x, exponent / 2);
        Var square = Square(half);
        return exponent % 2 == 0 ? square : Multiply(square, x);
    }

    /// <summary>x / |x| max(|x| - t, 0), real or complex.</summary>
    internal static Var SoftThreshold(Var x, Var threshold)
    {
        _ = BroadcastShape(x.Shape, threshold.Shape, nameof(Ops.SoftThreshold));
        Var size = Abs(x);
        if (ElementTypes.IsComplex(x.ElementType)) return Shrink(x, size, threshold);
        return Where(Greater(size, threshold), Subtract(x, Multiply(Sign(x), threshold)), ConstantLike(x, 0));
    }

    /// <summary>x (1 - t / size) where its size is above t, else 0.</summary>
    internal static Var Shrink(Var x, Var size, Var threshold)
    {
        Var factor = Affine(-1, Divide(threshold, size), 1);
        return Where(Greater(size, threshold), Multiply(x, factor), ConstantLike(x, 0));
    }

    /// <summary>A constant of rank 0 and of the element type of x.</summary>
    internal static Var ConstantLike(Var x, Complex value) => value.Imaginary == 0 || ElementTypes.IsComplex(x.ElementType)
        ? x.Tape.Filled(x.ElementType, default, value)
        : throw new ArgumentException($"a complex number {value} beside a variable of {x}: convert the variable with ToComplex", nameof(value));

    /// <summary>x in the other precision.</summary>
    internal static Var ConvertPrecision(Var x) => x.IsNone ? x : x.Tape.Apply(Rules.Elementwise.ConvertPrecision.Rule, x);

    /// <summary>a + i b.</summary>
    internal static Var JoinParts(Var real, Var imaginary) => real.Tape.Apply(Rules.Elementwise.JoinParts.Rule, real, imaginary);

    /// <summary>Two variables of different types as two of one: of a real and a complex one the real one becomes complex.</summary>
    private static (Var Left, Var Right) Promote(Var left, Var right)
    {
        ElementType leftType = left.ElementType;
        ElementType rightType = right.ElementType;
        if (ElementTypes.IsComplex(leftType)) right = ToComplex(right);
        else if (ElementTypes.IsComplex(rightType)) left = ToComplex(left);
        return (left, right);
    }
}
