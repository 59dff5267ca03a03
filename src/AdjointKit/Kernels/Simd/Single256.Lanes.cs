using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 256-bit registers of float.</content>
internal readonly unsafe partial struct Single256 : ITurnedLanes<Vector256<float>, float>
{
    public static int BlockPoints => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplySubtract(Vector256<float> left, Vector256<float> right, Vector256<float> subtrahend) =>
        Fma.IsSupported ? Fma.MultiplySubtract(left, right, subtrahend) : Vector256.FusedMultiplyAdd(left, right, -subtrahend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NegateMultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(left, right, addend) : Vector256.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(float* source, out Vector256<float> real, out Vector256<float> imaginary)
    {
        if (Avx.IsSupported)
        {
            // The lanes hold numbers 0 1 4 5 2 3 6 7: unpacking them gives the numbers in order again, without a shuffle across halves.
            Vector256<float> first = Vector256.Load(source);
            Vector256<float> second = Vector256.Load(source + 8);
            real = Avx.Shuffle(first, second, 0x88);
            imaginary = Avx.Shuffle(first, second, 0xDD);
            return;
        }

        real = Vector256.Create(source[0], source[2], source[4], source[6], source[8], source[10], source[12], source[14]);
        imaginary = Vector256.Create(source[1], source[3], source[5], source[7], source[9], source[11], source[13], source[15]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector256<float> real, Vector256<float> imaginary, float* target)
    {
        if (Avx.IsSupported)
        {
            Avx.UnpackLow(real, imaginary).Store(target);
            Avx.UnpackHigh(real, imaginary).Store(target + 8);
            return;
        }

        for (int lane = 0; lane < 8; lane++)
        {
            target[2 * lane] = real[lane];
            target[(2 * lane) + 1] = imaginary[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadReal(float* source)
    {
        Vector256<float> ordered = Vector256.Load(source);
        return Avx.IsSupported ? Vector256.Shuffle(ordered.AsDouble(), Vector256.Create(0L, 2, 1, 3)).AsSingle() : ordered;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector256<float> value, float* target)
    {
        Vector256<float> ordered = Avx.IsSupported ? Vector256.Shuffle(value.AsDouble(), Vector256.Create(0L, 2, 1, 3)).AsSingle() : value;
        ordered.Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLines(float* source, nint* offsets, float* scratch, int* positions, bool exchanged)
    {
        if (Avx.IsSupported) LineBlocks.LoadEight(8, source, offsets, scratch, positions, exchanged);
        else LineBlocks.Load(8, 4, source, offsets, scratch, positions, exchanged);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLines(float* scratch, float factor, float* target, nint* offsets, bool exchanged)
    {
        if (Avx.IsSupported) LineBlocks.StoreEight(8, scratch, factor, target, offsets, exchanged);
        else LineBlocks.Store(8, 4, scratch, factor, target, offsets, exchanged);
    }

    public static bool ReadsPairs => Avx.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPoint(float* source, nint stride, out Vector256<float> real, out Vector256<float> imaginary)
    {
        if (Avx.IsSupported)
        {
            StridedLines.GatherEight(source, stride, 4 * stride, out real, out imaginary);
            return;
        }

        real = Vector256.Create(source[0], source[stride], source[2 * stride], source[3 * stride], source[4 * stride], source[5 * stride], source[6 * stride], source[7 * stride]);
        source++;
        imaginary = Vector256.Create(source[0], source[stride], source[2 * stride], source[3 * stride], source[4 * stride], source[5 * stride], source[6 * stride], source[7 * stride]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPair(float* source, nint stride, out Vector256<float> real0, out Vector256<float> imaginary0, out Vector256<float> real1, out Vector256<float> imaginary1)
    {
        if (Avx.IsSupported)
        {
            StridedLines.GatherEightPairs(source, stride, 4 * stride, out real0, out imaginary0, out real1, out imaginary1);
            return;
        }

        GatherPoint(source, stride, out real0, out imaginary0);
        GatherPoint(source + 2, stride, out real1, out imaginary1);
    }

    public static void TurnEight(float* rows, float* scratch, nint distance, int* positions)
    {
        if (Avx.IsSupported) LineTurns.TurnFloats(rows, scratch, positions);
        else LineTurns.Turn(8, rows, scratch, distance, positions);
    }
}
