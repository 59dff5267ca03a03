using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <summary>Blocks of a few points of several lines, turned between lines of complex numbers and pairs of registers with one line to a lane.</summary>
internal static unsafe class LineBlocks
{
    /// <summary>Element by element.</summary>
    internal static void Load<T>(int lanes, int points, T* source, nint* offsets, T* scratch, int* positions, bool exchanged)
        where T : unmanaged
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        for (int point = 0; point < points; point++)
        {
            T* pair = scratch + ((nint)positions[point] * 2 * lanes);
            for (int lane = 0; lane < lanes; lane++)
            {
                T* number = source + offsets[lane] + (2 * point);
                pair[real + lane] = number[0];
                pair[imaginary + lane] = number[1];
            }
        }
    }

    /// <summary>Element by element.</summary>
    internal static void Store<T>(int lanes, int points, T* scratch, T factor, T* target, nint* offsets, bool exchanged)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        for (int point = 0; point < points; point++)
        {
            T* pair = scratch + ((nint)point * 2 * lanes);
            for (int lane = 0; lane < lanes; lane++)
            {
                T* number = target + offsets[lane] + (2 * point);
                number[0] = pair[real + lane] * factor;
                number[1] = pair[imaginary + lane] * factor;
            }
        }
    }

    /// <summary>Four points of eight lines into eight of <paramref name="lanes"/> lanes. Needs AVX.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LoadEight(int lanes, float* source, nint* offsets, float* scratch, int* positions, bool exchanged)
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        for (int half = 0; half < 2; half++)
        {
            // Registers hold two points of line i in their lower half and of line i + 4 in their upper one: only shuffles within halves are left to do.
            float* from = source + (4 * half);
            Vector256<float> row0 = Halves(from + offsets[0], from + offsets[4]);
            Vector256<float> row1 = Halves(from + offsets[1], from + offsets[5]);
            Vector256<float> row2 = Halves(from + offsets[2], from + offsets[6]);
            Vector256<float> row3 = Halves(from + offsets[3], from + offsets[7]);
            Vector256<float> t0 = Avx.UnpackLow(row0, row1);
            Vector256<float> t1 = Avx.UnpackHigh(row0, row1);
            Vector256<float> t2 = Avx.UnpackLow(row2, row3);
            Vector256<float> t3 = Avx.UnpackHigh(row2, row3);
            float* first = scratch + ((nint)positions[2 * half] * 2 * lanes);
            float* second = scratch + ((nint)positions[(2 * half) + 1] * 2 * lanes);
            Avx.Shuffle(t0, t2, 0x44).Store(first + real);
            Avx.Shuffle(t0, t2, 0xEE).Store(first + imaginary);
            Avx.Shuffle(t1, t3, 0x44).Store(second + real);
            Avx.Shuffle(t1, t3, 0xEE).Store(second + imaginary);
        }
    }

    /// <summary>Four points of eight of <paramref name="lanes"/> lanes to eight lines. Needs AVX.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreEight(int lanes, float* scratch, float factor, float* target, nint* offsets, bool exchanged)
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        Vector256<float> scale = Vector256.Create(factor);
        for (int half = 0; half < 2; half++)
        {
            float* first = scratch + (4 * half * lanes);
            float* second = first + (2 * lanes);
            Vector256<float> c0 = Vector256.Load(first + real) * scale;
            Vector256<float> c1 = Vector256.Load(first + imaginary) * scale;
            Vector256<float> c2 = Vector256.Load(second + real) * scale;
            Vector256<float> c3 = Vector256.Load(second + imaginary) * scale;
            Vector256<float> t0 = Avx.UnpackLow(c0, c1);
            Vector256<float> t1 = Avx.UnpackHigh(c0, c1);
            Vector256<float> t2 = Avx.UnpackLow(c2, c3);
            Vector256<float> t3 = Avx.UnpackHigh(c2, c3);
            float* to = target + (4 * half);
            SplitHalves(Avx.Shuffle(t0, t2, 0x44), to + offsets[0], to + offsets[4]);
            SplitHalves(Avx.Shuffle(t0, t2, 0xEE), to + offsets[1], to + offsets[5]);
            SplitHalves(Avx.Shuffle(t1, t3, 0x44), to + offsets[2], to + offsets[6]);
            SplitHalves(Avx.Shuffle(t1, t3, 0xEE), to + offsets[3], to + offsets[7]);
        }
    }

    /// <summary>Two points of four lines into four of <paramref name="lanes"/> lanes. Needs AVX.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void LoadFour(int lanes, double* source, nint* offsets, double* scratch, int* positions, bool exchanged)
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        for (int point = 0; point < 2; point++)
        {
            double* from = source + (2 * point);
            Vector256<double> row0 = Vector256.Create(Vector128.Load(from + offsets[0]), Vector128.Load(from + offsets[2]));
            Vector256<double> row1 = Vector256.Create(Vector128.Load(from + offsets[1]), Vector128.Load(from + offsets[3]));
            double* pair = scratch + ((nint)positions[point] * 2 * lanes);
            Avx.UnpackLow(row0, row1).Store(pair + real);
            Avx.UnpackHigh(row0, row1).Store(pair + imaginary);
        }
    }

    /// <summary>Two points of four of <paramref name="lanes"/> lanes to four lines. Needs AVX.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreFour(int lanes, double* scratch, double factor, double* target, nint* offsets, bool exchanged)
    {
        int real = exchanged ? lanes : 0;
        int imaginary = lanes - real;
        Vector256<double> scale = Vector256.Create(factor);
        for (int point = 0; point < 2; point++)
        {
            double* pair = scratch + (2 * point * lanes);
            Vector256<double> reals = Vector256.Load(pair + real) * scale;
            Vector256<double> imaginaries = Vector256.Load(pair + imaginary) * scale;
            double* to = target + (2 * point);
            Vector256<double> row0 = Avx.UnpackLow(reals, imaginaries);
            Vector256<double> row1 = Avx.UnpackHigh(reals, imaginaries);
            row0.GetLower().Store(to + offsets[0]);
            row1.GetLower().Store(to + offsets[1]);
            row0.GetUpper().Store(to + offsets[2]);
            row1.GetUpper().Store(to + offsets[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* lower, float* upper) => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitHalves(Vector256<float> value, float* lower, float* upper)
    {
        value.GetLower().Store(lower);
        value.GetUpper().Store(upper);
    }
}
