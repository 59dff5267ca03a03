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
