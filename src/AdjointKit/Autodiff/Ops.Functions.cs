using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Trigonometric, hyperbolic, exponential and special functions.</content>
public static partial class Ops
{
    /// <summary>The tangent.</summary>
    public static Var<T> Tan<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Tan(x));

    /// <summary>The arc sine, between -pi/2 and pi/2.</summary>
    public static Var<T> Asin<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Asin(x));

    /// <summary>The arc cosine, between 0 and pi.</summary>
    public static Var<T> Acos<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Acos(x));

    /// <summary>The arc tangent, between -pi/2 and pi/2.</summary>
    public static Var<T> Atan<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Atan(x));

    /// <summary>The hyperbolic sine.</summary>
    public static Var<T> Sinh<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Sinh(x));

    /// <summary>The hyperbolic cosine.</summary>
    public static Var<T> Cosh<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Cosh(x));

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Var<T> Asinh<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Asinh(x));

    /// <summary>The inverse hyperbolic cosine, of numbers from 1 on.</summary>
    public static Var<T> Acosh<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Acosh(x));

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Var<T> Atanh<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Atanh(x));

    /// <summary>2^x.</summary>
    public static Var<T> Exp2<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Exp2(x));

    /// <summary>The logarithm to base 2.</summary>
    public static Var<T> Log2<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Log2(x));

    /// <summary>The logarithm to base 10.</summary>
    public static Var<T> Log10<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Log10(x));

    /// <summary>1 / sqrt(x).</summary>
    public static Var<T> ReciprocalSqrt<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.ReciprocalSqrt(x));

    /// <summary>The cube root, also of negative numbers.</summary>
    public static Var<T> Cbrt<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Cbrt(x));

    /// <summary>1 - erf x, to the last places where it is small too.</summary>
    public static Var<T> Erfc<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Erfc(x));

    /// <summary>log |Gamma(x)|.</summary>
    public static Var<T> LogGamma<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.LogGamma(x));

    /// <summary>The derivative of log Gamma.</summary>
    public static Var<T> Digamma<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Digamma(x));

    /// <summary>The second derivative of log Gamma.</summary>
    public static Var<T> Trigamma<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Trigamma(x));

    /// <summary>sin(pi x) / (pi x), 1 at 0.</summary>
    public static Var<T> Sinc<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Sinc(x));
}
