using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>The differentiable functions of variables, elementwise but where stated; arithmetic is in the operators of <see cref="Var{T}"/>.</summary>
public static partial class Ops
{
    /// <summary>e^x.</summary>
    public static Var<T> Exp<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Exp(x));

    /// <summary>The natural logarithm; principal value.</summary>
    public static Var<T> Log<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Log(x));

    /// <summary>The sine.</summary>
    public static Var<T> Sin<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Sin(x));

    /// <summary>The cosine.</summary>
    public static Var<T> Cos<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Cos(x));

    /// <summary>The hyperbolic tangent.</summary>
    public static Var<T> Tanh<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Tanh(x));

    /// <summary>e^x - 1, to the last place near 0 too.</summary>
    public static Var<double> Expm1(Var<double> x) => new(UntypedOps.Expm1(x));

    /// <inheritdoc cref="Expm1(Var{double})"/>
    public static Var<float> Expm1(Var<float> x) => new(UntypedOps.Expm1(x));

    /// <summary>log(1 + x), to the last place near 0 too.</summary>
    public static Var<double> Log1p(Var<double> x) => new(UntypedOps.Log1p(x));

    /// <inheritdoc cref="Log1p(Var{double})"/>
    public static Var<float> Log1p(Var<float> x) => new(UntypedOps.Log1p(x));

    /// <summary>The logistic function 1 / (1 + e^-x).</summary>
    public static Var<double> Sigmoid(Var<double> x) => new(UntypedOps.Sigmoid(x));

    /// <inheritdoc cref="Sigmoid(Var{double})"/>
    public static Var<float> Sigmoid(Var<float> x) => new(UntypedOps.Sigmoid(x));

    /// <summary>The error function.</summary>
    public static Var<double> Erf(Var<double> x) => new(UntypedOps.Erf(x));

    /// <inheritdoc cref="Erf(Var{double})"/>
    public static Var<float> Erf(Var<float> x) => new(UntypedOps.Erf(x));

    /// <summary>The angle of the point (x, y), between -pi and pi; broadcast.</summary>
    public static Var<double> Atan2(Var<double> y, Var<double> x) => new(UntypedOps.Atan2(y, x));

    /// <inheritdoc cref="Atan2(Var{double}, Var{double})"/>
    public static Var<float> Atan2(Var<float> y, Var<float> x) => new(UntypedOps.Atan2(y, x));

    /// <summary>x to the power of the exponent, broadcast. A negative x has powers at integers, and none by which the exponent can be differentiated.</summary>
    public static Var<double> Power(Var<double> x, Var<double> exponent) => new(UntypedOps.Power(x, exponent));

    /// <inheritdoc cref="Power(Var{double}, Var{double})"/>
    public static Var<float> Power(Var<float> x, Var<float> exponent) => new(UntypedOps.Power(x, exponent));

    /// <summary>The magnitude |x|. Its derivative where x is 0 is taken to be 0.</summary>
    public static Var<double> Abs(Var<double> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<float> Abs(Var<float> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<double> Abs(Var<Complex> x) => new(UntypedOps.Abs(x));

    /// <inheritdoc cref="Abs(Var{double})"/>
    public static Var<float> Abs(Var<ComplexF> x) => new(UntypedOps.Abs(x));

    /// <summary>The angle of a complex number in the plane, between -pi and pi.</summary>
    public static Var<double> Phase(Var<Complex> x) => new(UntypedOps.Phase(x));

    /// <inheritdoc cref="Phase(Var{Complex})"/>
    public static Var<float> Phase(Var<ComplexF> x) => new(UntypedOps.Phase(x));

    /// <summary>The square root; of a complex number the one in the right half plane.</summary>
    public static Var<T> Sqrt<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Sqrt(x));

    /// <summary>x^2.</summary>
    public static Var<T> Square<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Square(x));

    /// <summary>1/x.</summary>
    public static Var<T> Reciprocal<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Reciprocal(x));

    /// <summary>The complex conjugate.</summary>
    public static Var<T> Conjugate<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.Conjugate(x));

    /// <summary>The real part.</summary>
    public static Var<double> Real(Var<Complex> x) => new(UntypedOps.Real(x));

    /// <inheritdoc cref="Real(Var{Complex})"/>
    public static Var<float> Real(Var<ComplexF> x) => new(UntypedOps.Real(x));

    /// <summary>The imaginary part.</summary>
    public static Var<double> Imaginary(Var<Complex> x) => new(UntypedOps.Imaginary(x));

    /// <inheritdoc cref="Imaginary(Var{Complex})"/>
    public static Var<float> Imaginary(Var<ComplexF> x) => new(UntypedOps.Imaginary(x));

    /// <summary>|x|^2.</summary>
    public static Var<double> AbsSquared(Var<Complex> x) => new(UntypedOps.AbsSquared(x));

    /// <inheritdoc cref="AbsSquared(Var{Complex})"/>
    public static Var<float> AbsSquared(Var<ComplexF> x) => new(UntypedOps.AbsSquared(x));

    /// <summary>A real variable as a complex one.</summary>
    public static Var<Complex> ToComplex(Var<double> x) => new(UntypedOps.ToComplex(x));

    /// <inheritdoc cref="ToComplex(Var{double})"/>
    public static Var<ComplexF> ToComplex(Var<float> x) => new(UntypedOps.ToComplex(x));
}
