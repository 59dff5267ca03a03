using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Elementwise;

internal readonly struct Negate<T> : IVectorUnary<T>
    where T : IUnaryNegationOperators<T, T>
{
    public static T Invoke(T x) => -x;

    public static Vector<T> Invoke(Vector<T> x) => -x;
}

internal readonly struct Reciprocal<T> : IVectorUnary<T>
    where T : INumberBase<T>
{
    public static T Invoke(T x) => T.One / x;

    public static Vector<T> Invoke(Vector<T> x) => Vector<T>.One / x;
}

internal readonly struct Square<T> : IVectorUnary<T>
    where T : IMultiplyOperators<T, T, T>
{
    public static T Invoke(T x) => x * x;

    public static Vector<T> Invoke(Vector<T> x) => x * x;
}

internal readonly struct Sqrt<T> : IVectorUnary<T>
    where T : IRootFunctions<T>
{
    public static T Invoke(T x) => T.Sqrt(x);

    public static Vector<T> Invoke(Vector<T> x) => Vector.SquareRoot(x);
}

internal readonly struct Floor<T> : IVectorUnary<T>
    where T : IFloatingPoint<T>
{
    public static T Invoke(T x) => T.Floor(x);

    public static Vector<T> Invoke(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Floor(x.As<T, float>()).As<float, T>()
        : Vector.Floor(x.As<T, double>()).As<double, T>();
}

internal readonly struct Ceiling<T> : IVectorUnary<T>
    where T : IFloatingPoint<T>
{
    public static T Invoke(T x) => T.Ceiling(x);

    public static Vector<T> Invoke(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Ceiling(x.As<T, float>()).As<float, T>()
        : Vector.Ceiling(x.As<T, double>()).As<double, T>();
}

/// <summary>To the nearest integer, of two to the even one.</summary>
internal readonly struct Round<T> : IVectorUnary<T>
    where T : IFloatingPoint<T>
{
    public static T Invoke(T x) => T.Round(x);

    public static Vector<T> Invoke(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Round(x.As<T, float>()).As<float, T>()
        : Vector.Round(x.As<T, double>()).As<double, T>();
}

internal readonly struct Truncate<T> : IVectorUnary<T>
    where T : IFloatingPoint<T>
{
    public static T Invoke(T x) => T.Truncate(x);

    public static Vector<T> Invoke(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Truncate(x.As<T, float>()).As<float, T>()
        : Vector.Truncate(x.As<T, double>()).As<double, T>();
}

/// <summary>-1, 1, and what is neither negative nor positive (0, -0, NaN) as it is.</summary>
internal readonly struct Sign<T> : IVectorUnary<T>
    where T : INumber<T>
{
    public static T Invoke(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

    public static Vector<T> Invoke(Vector<T> x)
    {
        Vector<T> one = Vector<T>.One;
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), one, Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -one, x));
    }
}

/// <summary>0 of negative numbers and of -0; NaN stays.</summary>
internal readonly struct Relu<T> : IVectorUnary<T>
    where T : INumber<T>
{
    public static T Invoke(T x) => x <= T.Zero ? T.Zero : x;

    public static Vector<T> Invoke(Vector<T> x) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), Vector<T>.Zero, x);
}

internal readonly struct Conjugate : IUnary<Complex, Complex>, IUnary<ComplexF, ComplexF>
{
    public static Complex Invoke(Complex x) => new(x.Real, -x.Imaginary);

    public static ComplexF Invoke(ComplexF x) => new(x.Real, -x.Imaginary);
}

internal readonly struct RealPart : IUnary<Complex, double>, IUnary<ComplexF, float>
{
    public static double Invoke(Complex x) => x.Real;

    public static float Invoke(ComplexF x) => x.Real;
}

internal readonly struct ImaginaryPart : IUnary<Complex, double>, IUnary<ComplexF, float>
{
    public static double Invoke(Complex x) => x.Imaginary;

    public static float Invoke(ComplexF x) => x.Imaginary;
}

internal readonly struct ComplexAbsSquared : IUnary<Complex, double>, IUnary<ComplexF, float>
{
    public static double Invoke(Complex x) => Math.FusedMultiplyAdd(x.Real, x.Real, x.Imaginary * x.Imaginary);

    public static float Invoke(ComplexF x) => (float)(((double)x.Real * x.Real) + ((double)x.Imaginary * x.Imaginary));
}

/// <summary>Changes of precision, and from real to complex.</summary>
internal readonly struct Conversion :
    IUnary<float, double>, IUnary<double, float>, IUnary<float, ComplexF>, IUnary<double, Complex>, IUnary<ComplexF, Complex>, IUnary<Complex, ComplexF>
{
    static double IUnary<float, double>.Invoke(float x) => x;

    static float IUnary<double, float>.Invoke(double x) => (float)x;

    static ComplexF IUnary<float, ComplexF>.Invoke(float x) => new(x, 0);

    static Complex IUnary<double, Complex>.Invoke(double x) => new(x, 0);

    static Complex IUnary<ComplexF, Complex>.Invoke(ComplexF x) => x;

    static ComplexF IUnary<Complex, ComplexF>.Invoke(Complex x) => (ComplexF)x;
}
