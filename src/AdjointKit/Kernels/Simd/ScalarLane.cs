using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Simd;

/// <summary>A register of one lane: the plain twin of the wide ones, and a kernel for one line alone.</summary>
internal readonly unsafe struct ScalarLane<T> : ITurnedLanes<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Width => 1;

    public static int BlockPoints => 1;

    public static T Zero => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T value, T* target) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T left, T right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract(T left, T right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T left, T right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T left, T right, T addend) => T.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplySubtract(T left, T right, T subtrahend) => T.FusedMultiplyAdd(left, right, -subtrahend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NegateMultiplyAdd(T left, T right, T addend) => T.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(T* source, out T real, out T imaginary)
    {
        real = source[0];
        imaginary = source[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(T real, T imaginary, T* target)
    {
        target[0] = real;
        target[1] = imaginary;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadReal(T* source) => *source;

    public static void StoreReal(T value, T* target) => *target = value;

    public static void LoadLines(T* source, nint* offsets, T* scratch, int* positions, bool exchanged) =>
        LineBlocks.Load(1, 1, source, offsets, scratch, positions, exchanged);

    public static void StoreLines(T* scratch, T factor, T* target, nint* offsets, bool exchanged) =>
        LineBlocks.Store(1, 1, scratch, factor, target, offsets, exchanged);

    public static bool ReadsPairs => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPoint(T* source, nint stride, out T real, out T imaginary) => LoadComplex(source, out real, out imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPair(T* source, nint stride, out T real0, out T imaginary0, out T real1, out T imaginary1)
    {
        LoadComplex(source, out real0, out imaginary0);
        LoadComplex(source + 2, out real1, out imaginary1);
    }

    public static void TurnEight(T* rows, T* scratch, nint distance, int* positions) => LineTurns.Turn(1, rows, scratch, distance, positions);
}
