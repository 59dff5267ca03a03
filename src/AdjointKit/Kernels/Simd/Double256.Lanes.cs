using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <content>Complex numbers in 256-bit registers of double.</content>
internal readonly unsafe partial struct Double256 : ITurnedLanes<Vector256<double>, double>
{
    public static int BlockPoints => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplySubtract(Vector256<double> left, Vector256<double> right, Vector256<double> subtrahend) =>
        Fma.IsSupported ? Fma.MultiplySubtract(left, right, subtrahend) : Vector256.FusedMultiplyAdd(left, right, -subtrahend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NegateMultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(left, right, addend) : Vector256.FusedMultiplyAdd(-left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadComplex(double* source, out Vector256<double> real, out Vector256<double> imaginary)
    {
        if (Avx.IsSupported)
        {
            // The lanes hold numbers 0 2 1 3: unpacking them gives the numbers in order again, without a shuffle across halves.
            Vector256<double> first = Vector256.Load(source);
            Vector256<double> second = Vector256.Load(source + 4);
            real = Avx.UnpackLow(first, second);
            imaginary = Avx.UnpackHigh(first, second);
            return;
        }

        real = Vector256.Create(source[0], source[2], source[4], source[6]);
        imaginary = Vector256.Create(source[1], source[3], source[5], source[7]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreComplex(Vector256<double> real, Vector256<double> imaginary, double* target)
    {
        if (Avx.IsSupported)
        {
            Avx.UnpackLow(real, imaginary).Store(target);
            Avx.UnpackHigh(real, imaginary).Store(target + 4);
            return;
        }

        for (int lane = 0; lane < 4; lane++)
        {
            target[2 * lane] = real[lane];
            target[(2 * lane) + 1] = imaginary[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadReal(double* source)
    {
        Vector256<double> ordered = Vector256.Load(source);
        return Avx.IsSupported ? Vector256.Shuffle(ordered, Vector256.Create(0L, 2, 1, 3)) : ordered;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreReal(Vector256<double> value, double* target)
    {
        Vector256<double> ordered = Avx.IsSupported ? Vector256.Shuffle(value, Vector256.Create(0L, 2, 1, 3)) : value;
        ordered.Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLines(double* source, nint* offsets, double* scratch, int* positions, bool exchanged)
    {
        if (Avx.IsSupported) LineBlocks.LoadFour(4, source, offsets, scratch, positions, exchanged);
        else LineBlocks.Load(4, 2, source, offsets, scratch, positions, exchanged);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLines(double* scratch, double factor, double* target, nint* offsets, bool exchanged)
    {
        if (Avx.IsSupported) LineBlocks.StoreFour(4, scratch, factor, target, offsets, exchanged);
        else LineBlocks.Store(4, 2, scratch, factor, target, offsets, exchanged);
    }

    public static bool ReadsPairs => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPoint(double* source, nint stride, out Vector256<double> real, out Vector256<double> imaginary)
    {
        if (Avx.IsSupported)
        {
            StridedLines.GatherFour(source, stride, 2 * stride, out real, out imaginary);
            return;
        }

        real = Vector256.Create(source[0], source[stride], source[2 * stride], source[3 * stride]);
        source++;
        imaginary = Vector256.Create(source[0], source[stride], source[2 * stride], source[3 * stride]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GatherPair(double* source, nint stride, out Vector256<double> real0, out Vector256<double> imaginary0, out Vector256<double> real1, out Vector256<double> imaginary1)
    {
        GatherPoint(source, stride, out real0, out imaginary0);
        GatherPoint(source + 2, stride, out real1, out imaginary1);
    }

    public static void TurnEight(double* rows, double* scratch, nint distance, int* positions)
    {
        if (Avx.IsSupported) LineTurns.TurnDoubles(rows, scratch, distance, positions);
        else LineTurns.Turn(4, rows, scratch, distance, positions);
    }
}
