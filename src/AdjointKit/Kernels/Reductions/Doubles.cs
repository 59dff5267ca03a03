using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Reductions;

/// <summary>Floats and doubles read as doubles, floats and doubles written from doubles: one text for both.</summary>
internal static unsafe class Doubles
{
    /// <summary>Eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Load<T>(T* source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector512.Load((double*)source);
        return Vector512.Create(Load4(source), Load4(source + 4));
    }

    /// <summary>The differences of sixteen numbers, rounded to their type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<double> Low, Vector512<double> High) Differences<T>(T* a, T* b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return (Vector512.Load((double*)a) - Vector512.Load((double*)b), Vector512.Load((double*)a + 8) - Vector512.Load((double*)b + 8));
        Vector256<float> low = Vector256.Load((float*)a) - Vector256.Load((float*)b);
        Vector256<float> high = Vector256.Load((float*)a + 8) - Vector256.Load((float*)b + 8);
        return (Vector512.Create(Widen(low.GetLower()), Widen(low.GetUpper())), Vector512.Create(Widen(high.GetLower()), Widen(high.GetUpper())));
    }

    /// <summary>Four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Load4<T>(T* source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector256.Load((double*)source);
        return Widen(Vector128.Load((float*)source));
    }

    /// <summary>One number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Load1<T>(T* source)
        where T : unmanaged => typeof(T) == typeof(double) ? *(double*)source : *(float*)source;

    /// <summary>Eight numbers, rounded to the element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(Vector512<double> value, T* target)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) value.Store((double*)target);
        else Vector256.Narrow(value.GetLower(), value.GetUpper()).Store((float*)target);
    }

    /// <summary>One number, rounded to the element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store1<T>(double value, T* target)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) *(double*)target = value;
        else *(float*)target = (float)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(Vector128<float> numbers) =>
        Avx.IsSupported ? Avx.ConvertToVector256Double(numbers) : Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers));
}
