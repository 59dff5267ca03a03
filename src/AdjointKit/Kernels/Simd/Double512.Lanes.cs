using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 512-bit registers of double.</content>
internal readonly unsafe partial struct Double512 : ILaneOperations<Vector512<double>, double>
{
    public static int BlockPoints => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplySubtract(Vector512<double> left, Vector512<double> right, Vector512<double> subtrahend) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplySubtract(left, right, subtrahend) : Vector512.FusedMultiplyAdd(left, right, -subtrahend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NegateMultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(left, right, addend) : Vector512.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(double* source, out Vector512<double> real, out Vector512<double> imaginary)
    {
        if (Avx512F.IsSupported)
        {
            // As with 256 bits: an order of lanes that needs no shuffle across quarters.
            Vector512<double> first = Vector512.Load(source);
            Vector512<double> second = Vector512.Load(source + 8);
            real = Avx512F.UnpackLow(first, second);
            imaginary = Avx512F.UnpackHigh(first, second);
            return;
        }

        Double256.LoadComplex(source, out Vector256<double> lowerReal, out Vector256<double> lowerImaginary);
        Double256.LoadComplex(source + 8, out Vector256<double> upperReal, out Vector256<double> upperImaginary);
        real = Vector512.Create(lowerReal, upperReal);
        imaginary = Vector512.Create(lowerImaginary, upperImaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector512<double> real, Vector512<double> imaginary, double* target)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.UnpackLow(real, imaginary).Store(target);
            Avx512F.UnpackHigh(real, imaginary).Store(target + 8);
            return;
        }

        Double256.StoreComplex(real.GetLower(), imaginary.GetLower(), target);
        Double256.StoreComplex(real.GetUpper(), imaginary.GetUpper(), target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadReal(double* source) => Avx512F.IsSupported
        ? Vector512.Shuffle(Vector512.Load(source), Vector512.Create(0L, 4, 1, 5, 2, 6, 3, 7))
        : Vector512.Create(Double256.LoadReal(source), Double256.LoadReal(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector512<double> value, double* target)
    {
        if (Avx512F.IsSupported)
        {
            Vector512.Shuffle(value, Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).Store(target);
            return;
        }

        Double256.StoreReal(value.GetLower(), target);
        Double256.StoreReal(value.GetUpper(), target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLines(double* source, nint* offsets, double* scratch, int* positions, bool exchanged)
    {
        if (!Avx.IsSupported)
        {
            LineBlocks.Load(8, 4, source, offsets, scratch, positions, exchanged);
            return;
        }

        for (int part = 0; part < 2; part++)
        {
            LineBlocks.LoadFour(8, source + (part * 4), offsets, scratch, positions + (part * 2), exchanged);
            LineBlocks.LoadFour(8, source + (part * 4), offsets + 4, scratch + 4, positions + (part * 2), exchanged);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLines(double* scratch, double factor, double* target, nint* offsets, bool exchanged)
    {
        if (!Avx.IsSupported)
        {
            LineBlocks.Store(8, 4, scratch, factor, target, offsets, exchanged);
            return;
        }

        for (int part = 0; part < 2; part++)
        {
            double* points = scratch + (part * 32);
            LineBlocks.StoreFour(8, points, factor, target + (part * 4), offsets, exchanged);
            LineBlocks.StoreFour(8, points + 4, factor, target + (part * 4), offsets + 4, exchanged);
        }
    }

    public static bool ReadsPairs => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPoint(double* source, nint stride, out Vector512<double> real, out Vector512<double> imaginary)
    {
        Vector256<double> lowerReal, lowerImaginary, upperReal, upperImaginary;
        if (Avx512F.IsSupported)
        {
            StridedLines.GatherFour(source, stride, 4 * stride, out lowerReal, out lowerImaginary);
            StridedLines.GatherFour(source + (2 * stride), stride, 4 * stride, out upperReal, out upperImaginary);
        }
        else
        {
            Double256.GatherPoint(source, stride, out lowerReal, out lowerImaginary);
            Double256.GatherPoint(source + (4 * stride), stride, out upperReal, out upperImaginary);
        }

        real = Vector512.Create(lowerReal, upperReal);
        imaginary = Vector512.Create(lowerImaginary, upperImaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPair(double* source, nint stride, out Vector512<double> real0, out Vector512<double> imaginary0, out Vector512<double> real1, out Vector512<double> imaginary1)
    {
        GatherPoint(source, stride, out real0, out imaginary0);
        GatherPoint(source + 2, stride, out real1, out imaginary1);
    }
}
