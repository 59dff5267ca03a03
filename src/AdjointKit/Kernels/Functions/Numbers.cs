using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Signs, constants and powers of two that the functions share.</summary>
internal static class Numbers<TLanes, TVector>
    where TLanes : struct, IFunctionLanes<TVector>
    where TVector : unmanaged
{
    internal static TVector One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Constant(1, 1);
    }

    internal static TVector Infinity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Constant(float.PositiveInfinity, double.PositiveInfinity);
    }

    internal static TVector NotANumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Constant(float.NaN, double.NaN);
    }

    internal static TVector SignBit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.BitPattern(int.MinValue, long.MinValue);
    }

    /// <summary>1.5 times the number whose last place is 1: a sum with it is rounded to an integer, which stands in its low bits.</summary>
    internal static TVector Rounder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Constant(12582912, 6755399441055744);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Absolute(TVector x) => TLanes.And(x, TLanes.BitPattern(int.MaxValue, long.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Negate(TVector x) => TLanes.ExclusiveOr(x, SignBit);

    /// <summary>The sign bit of x alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sign(TVector x) => TLanes.And(x, SignBit);

    /// <summary>x, at most <paramref name="limit"/>; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector AtMost(TVector x, TVector limit) => TLanes.AtMost(limit, x);

    /// <summary>x, at least <paramref name="limit"/>; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector AtLeast(TVector x, TVector limit) => TLanes.AtLeast(limit, x);

    /// <summary>a b, and 0 where a is 0, whatever b is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector StrongProduct(TVector a, TVector b) => TLanes.Select(TLanes.Equal(a, TLanes.Zero), TLanes.Zero, TLanes.Multiply(a, b));

    /// <summary>2^n for an integer n in the range of normal exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector PowerOfTwo(TVector n) => TLanes.AddBits(TLanes.ShiftLeft(TLanes.Add(n, Rounder), 23, 52), One);

    /// <summary>y 2^n, rounded once, for y between 1/2 and 2 and any n that the exponential meets: in two factors, since 2^n itself may be out of range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Scale(TVector y, TVector n)
    {
        TVector half = TLanes.Subtract(TLanes.MultiplyAdd(n, TLanes.Constant(0.5f, 0.5), Rounder), Rounder);
        return TLanes.Multiply(TLanes.Multiply(y, PowerOfTwo(half)), PowerOfTwo(TLanes.Subtract(n, half)));
    }
}
