using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <summary>
/// Points of lines that lie a stride apart to registers with one line to a lane, in the order in which shuffles within halves take complex numbers apart:
/// of floats 0 1 f f+1 2 3 f+2 f+3, of doubles 0 f 1 f+1, with f = 4 and 2, or half of the lines of a wider register. Needs AVX.
/// </summary>
internal static unsafe class StridedLines
{
    /// <summary>One point of eight lines; <paramref name="far"/> is the distance of line f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void GatherEight(float* source, nint stride, nint far, out Vector256<float> real, out Vector256<float> imaginary)
    {
        float* beyond = source + far;
        nint third = 3 * stride;
        real = Vector256.Create(source[0], source[stride], beyond[0], beyond[stride], source[2 * stride], source[third], beyond[2 * stride], beyond[third]);
        source++;
        beyond++;
        imaginary = Vector256.Create(source[0], source[stride], beyond[0], beyond[stride], source[2 * stride], source[third], beyond[2 * stride], beyond[third]);
    }

    /// <summary>Two points of eight lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void GatherEightPairs(
        float* source,
        nint stride,
        nint far,
        out Vector256<float> real0,
        out Vector256<float> imaginary0,
        out Vector256<float> real1,
        out Vector256<float> imaginary1)
    {
        float* beyond = source + far;
        nint third = 3 * stride;
        Vector256<float> row0 = Vector256.Create(Vector128.Load(source), Vector128.Load(source + (2 * stride)));
        Vector256<float> row1 = Vector256.Create(Vector128.Load(source + stride), Vector128.Load(source + third));
        Vector256<float> row2 = Vector256.Create(Vector128.Load(beyond), Vector128.Load(beyond + (2 * stride)));
        Vector256<float> row3 = Vector256.Create(Vector128.Load(beyond + stride), Vector128.Load(beyond + third));
        Vector256<float> t0 = Avx.UnpackLow(row0, row1);
        Vector256<float> t1 = Avx.UnpackHigh(row0, row1);
        Vector256<float> t2 = Avx.UnpackLow(row2, row3);
        Vector256<float> t3 = Avx.UnpackHigh(row2, row3);
        real0 = Avx.Shuffle(t0, t2, 0x44);
        imaginary0 = Avx.Shuffle(t0, t2, 0xEE);
        real1 = Avx.Shuffle(t1, t3, 0x44);
        imaginary1 = Avx.Shuffle(t1, t3, 0xEE);
    }

    /// <summary>One point of four lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void GatherFour(double* source, nint stride, nint far, out Vector256<double> real, out Vector256<double> imaginary)
    {
        double* beyond = source + far;
        Vector256<double> row0 = Vector256.Create(Vector128.Load(source), Vector128.Load(source + stride));
        Vector256<double> row1 = Vector256.Create(Vector128.Load(beyond), Vector128.Load(beyond + stride));
        real = Avx.UnpackLow(row0, row1);
        imaginary = Avx.UnpackHigh(row0, row1);
    }
}
