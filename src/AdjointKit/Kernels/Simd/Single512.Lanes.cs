using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 512-bit registers of float.</content>
internal readonly unsafe partial struct Single512 : ILaneOperations<Vector512<float>, float>
{
    public static int BlockPoints => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplySubtract(Vector512<float> left, Vector512<float> right, Vector512<float> subtrahend) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplySubtract(left, right, subtrahend) : Vector512.FusedMultiplyAdd(left, right, -subtrahend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NegateMultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(left, right, addend) : Vector512.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(float* source, out Vector512<float> real, out Vector512<float> imaginary)
    {
        if (Avx512F.IsSupported)
        {
            // As with 256 bits: an order of lanes that needs no shuffle across quarters.
            Vector512<float> first = Vector512.Load(source);
            Vector512<float> second = Vector512.Load(source + 16);
            real = Avx512F.Shuffle(first, second, 0x88);
            imaginary = Avx512F.Shuffle(first, second, 0xDD);
            return;
        }

        Single256.LoadComplex(source, out Vector256<float> lowerReal, out Vector256<float> lowerImaginary);
        Single256.LoadComplex(source + 16, out Vector256<float> upperReal, out Vector256<float> upperImaginary);
        real = Vector512.Create(lowerReal, upperReal);
        imaginary = Vector512.Create(lowerImaginary, upperImaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector512<float> real, Vector512<float> imaginary, float* target)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.UnpackLow(real, imaginary).Store(target);
            Avx512F.UnpackHigh(real, imaginary).Store(target + 16);
            return;
        }

        Single256.StoreComplex(real.GetLower(), imaginary.GetLower(), target);
        Single256.StoreComplex(real.GetUpper(), imaginary.GetUpper(), target + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadReal(float* source) => Avx512F.IsSupported
        ? Vector512.Shuffle(Vector512.Load(source).AsDouble(), Vector512.Create(0L, 4, 1, 5, 2, 6, 3, 7)).AsSingle()
        : Vector512.Create(Single256.LoadReal(source), Single256.LoadReal(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector512<float> value, float* target)
    {
        if (Avx512F.IsSupported)
        {
            Vector512.Shuffle(value.AsDouble(), Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).AsSingle().Store(target);
            return;
        }

        Single256.StoreReal(value.GetLower(), target);
        Single256.StoreReal(value.GetUpper(), target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLines(float* source, nint* offsets, float* scratch, int* positions, bool exchanged)
    {
        if (!Avx.IsSupported)
        {
            LineBlocks.Load(16, 8, source, offsets, scratch, positions, exchanged);
            return;
        }

        for (int part = 0; part < 2; part++)
        {
            LineBlocks.LoadEight(16, source + (part * 8), offsets, scratch, positions + (part * 4), exchanged);
            LineBlocks.LoadEight(16, source + (part * 8), offsets + 8, scratch + 8, positions + (part * 4), exchanged);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLines(float* scratch, float factor, float* target, nint* offsets, bool exchanged)
    {
        if (!Avx.IsSupported)
        {
            LineBlocks.Store(16, 8, scratch, factor, target, offsets, exchanged);
            return;
        }

        for (int part = 0; part < 2; part++)
        {
            float* points = scratch + (part * 128);
            LineBlocks.StoreEight(16, points, factor, target + (part * 8), offsets, exchanged);
            LineBlocks.StoreEight(16, points + 8, factor, target + (part * 8), offsets + 8, exchanged);
        }
    }

    public static bool ReadsPairs => Single256.ReadsPairs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPoint(float* source, nint stride, out Vector512<float> real, out Vector512<float> imaginary)
    {
        Vector256<float> lowerReal, lowerImaginary, upperReal, upperImaginary;
        if (Avx512F.IsSupported)
        {
            StridedLines.GatherEight(source, stride, 8 * stride, out lowerReal, out lowerImaginary);
            StridedLines.GatherEight(source + (4 * stride), stride, 8 * stride, out upperReal, out upperImaginary);
        }
        else
        {
            Single256.GatherPoint(source, stride, out lowerReal, out lowerImaginary);
            Single256.GatherPoint(source + (8 * stride), stride, out upperReal, out upperImaginary);
        }

        real = Vector512.Create(lowerReal, upperReal);
        imaginary = Vector512.Create(lowerImaginary, upperImaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPair(float* source, nint stride, out Vector512<float> real0, out Vector512<float> imaginary0, out Vector512<float> real1, out Vector512<float> imaginary1)
    {
        Vector256<float> lowerReal0, lowerImaginary0, lowerReal1, lowerImaginary1, upperReal0, upperImaginary0, upperReal1, upperImaginary1;
        if (Avx512F.IsSupported)
        {
            StridedLines.GatherEightPairs(source, stride, 8 * stride, out lowerReal0, out lowerImaginary0, out lowerReal1, out lowerImaginary1);
            StridedLines.GatherEightPairs(source + (4 * stride), stride, 8 * stride, out upperReal0, out upperImaginary0, out upperReal1, out upperImaginary1);
        }
        else
        {
            Single256.GatherPair(source, stride, out lowerReal0, out lowerImaginary0, out lowerReal1, out lowerImaginary1);
            Single256.GatherPair(source + (8 * stride), stride, out upperReal0, out upperImaginary0, out upperReal1, out upperImaginary1);
        }

        real0 = Vector512.Create(lowerReal0, upperReal0);
        imaginary0 = Vector512.Create(lowerImaginary0, upperImaginary0);
        real1 = Vector512.Create(lowerReal1, upperReal1);
        imaginary1 = Vector512.Create(lowerImaginary1, upperImaginary1);
    }
}
