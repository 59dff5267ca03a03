using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.Simd;

/// <summary>Eight rows of a few points to points with a row to each lane, in the orders of lanes in which shuffles within halves take complex numbers apart.</summary>
internal static unsafe class LineTurns
{
    /// <summary>Element by element, lanes in natural order.</summary>
    internal static void Turn<T>(int lanes, T* rows, T* scratch, nint distance, int* positions)
        where T : unmanaged
    {
        int step = 2 * lanes;
        for (int row = 0; row < 8; row++)
        {
            T* column = scratch + (row / lanes * distance) + (row % lanes);
            for (int point = 0; point < lanes; point++)
            {
                T* pair = column + ((nint)positions[point] * step);
                pair[0] = rows[(row * step) + point];
                pair[lanes] = rows[(row * step) + lanes + point];
            }
        }
    }

    /// <summary>Eight lanes, in the order 0 1 4 5 2 3 6 7. Needs AVX.</summary>
    internal static void TurnFloats(float* rows, float* scratch, int* positions)
    {
        for (int half = 0; half < 2; half++)
        {
            float* point0 = scratch + (16 * (nint)positions[0]);
            float* point1 = scratch + (16 * (nint)positions[1]);
            float* point2 = scratch + (16 * (nint)positions[4]);
            float* point3 = scratch + (16 * (nint)positions[5]);
            TurnFour(rows, point0, point1, point2, point3);
            TurnFour(rows + 8, point0 + 8, point1 + 8, point2 + 8, point3 + 8);
            rows += 4;
            positions += 2;
        }
    }

    /// <summary>Four lanes twice, in the order 0 2 1 3. Needs AVX.</summary>
    internal static void TurnDoubles(double* rows, double* scratch, nint distance, int* positions)
    {
        for (int half = 0; half < 2; half++)
        {
            for (int part = 0; part < 8; part += 4)
            {
                TurnTwo(rows + part, scratch + part, positions);
                TurnTwo(rows + part + 2, scratch + part, positions + 1);
            }

            rows += 32;
            scratch += distance;
        }
    }

    /// <summary>Real or imaginary parts of four points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour(float* rows, float* point0, float* point1, float* point2, float* point3)
    {
        Vector256<float> row0 = Vector256.Create(Vector128.Load(rows), Vector128.Load(rows + 32));
        Vector256<float> row1 = Vector256.Create(Vector128.Load(rows + 16), Vector128.Load(rows + 48));
        Vector256<float> row2 = Vector256.Create(Vector128.Load(rows + 64), Vector128.Load(rows + 96));
        Vector256<float> row3 = Vector256.Create(Vector128.Load(rows + 80), Vector128.Load(rows + 112));
        Vector256<float> t0 = Avx.UnpackLow(row0, row1);
        Vector256<float> t1 = Avx.UnpackHigh(row0, row1);
        Vector256<float> t2 = Avx.UnpackLow(row2, row3);
        Vector256<float> t3 = Avx.UnpackHigh(row2, row3);
        Avx.Shuffle(t0, t2, 0x44).Store(point0);
        Avx.Shuffle(t0, t2, 0xEE).Store(point1);
        Avx.Shuffle(t1, t3, 0x44).Store(point2);
        Avx.Shuffle(t1, t3, 0xEE).Store(point3);
    }

    /// <summary>Points 0 2 of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTwo(double* rows, double* scratch, int* positions)
    {
        Vector256<double> row0 = Vector256.Create(Vector128.Load(rows), Vector128.Load(rows + 8));
        Vector256<double> row1 = Vector256.Create(Vector128.Load(rows + 16), Vector128.Load(rows + 24));
        Avx.UnpackLow(row0, row1).Store(scratch + (8 * (nint)positions[0]));
        Avx.UnpackHigh(row0, row1).Store(scratch + (8 * (nint)positions[2]));
    }
}
