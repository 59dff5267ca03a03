using System.Numerics;

namespace AdjointKit.Kernels.Elementwise;

internal readonly struct Add<T> : IVectorBinary<T>
    where T : IAdditionOperators<T, T, T>
{
    public static T Invoke(T a, T b) => a + b;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => a + b;
}

internal readonly struct Subtract<T> : IVectorBinary<T>
    where T : ISubtractionOperators<T, T, T>
{
    public static T Invoke(T a, T b) => a - b;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => a - b;
}

internal readonly struct Multiply<T> : IVectorBinary<T>
    where T : IMultiplyOperators<T, T, T>
{
    public static T Invoke(T a, T b) => a * b;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => a * b;
}

internal readonly struct Divide<T> : IVectorBinary<T>
    where T : IDivisionOperators<T, T, T>
{
    public static T Invoke(T a, T b) => a / b;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => a / b;
}

/// <summary>a b, exactly 0 where a is 0.</summary>
internal readonly struct StrongMultiply<T> : IVectorBinary<T>
    where T : INumberBase<T>
{
    public static T Invoke(T a, T b) => T.IsZero(a) ? T.Zero : a * b;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.Equals(a, Vector<T>.Zero), Vector<T>.Zero, a * b);
}

/// <summary>The smaller one, of 0 and -0 the latter; NaN passes on.</summary>
internal readonly struct Minimum<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => T.Min(a, b);

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.Min(a, b);
}

/// <summary>The larger one, of 0 and -0 the former; NaN passes on.</summary>
internal readonly struct Maximum<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => T.Max(a, b);

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.Max(a, b);
}

/// <summary>a - b floor(a / b). The remainder of the division is exact; where its sign is not that of b, b is added.</summary>
internal readonly struct Remainder<T> : IBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b)
    {
        T remainder = a % b;
        bool opposite = (remainder < T.Zero && b > T.Zero) || (remainder > T.Zero && b < T.Zero);
        return opposite ? remainder + b : remainder;
    }
}

internal readonly struct Greater<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a > b ? T.One : T.Zero;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.GreaterThan(a, b), Vector<T>.One, Vector<T>.Zero);
}

internal readonly struct GreaterOrEqual<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a >= b ? T.One : T.Zero;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(a, b), Vector<T>.One, Vector<T>.Zero);
}

internal readonly struct Equal<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a == b ? T.One : T.Zero;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.Equals(a, b), Vector<T>.One, Vector<T>.Zero);
}

internal readonly struct NotEqual<T> : IVectorBinary<T>
    where T : INumber<T>
{
    public static T Invoke(T a, T b) => a != b ? T.One : T.Zero;

    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.ConditionalSelect(Vector.Equals(a, b), Vector<T>.Zero, Vector<T>.One);
}
