using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>
/// Reductions in a fixed order, so that they have the same bits at any thread count and vector width: the elements are cut into blocks of
/// <see cref="BlockLength"/>; in a block, element i goes to lane i mod 16, each lane adds in order, and lanes are added pairwise (l and l+8, then 4, 2, 1);
/// the results of the blocks are added pairwise as neighbours. Numbers are carried in float64 for every element type; a complex number is two of them, each
/// with lanes of its own.
/// </summary>
internal static unsafe class LaneTree
{
    /// <summary>The number of virtual lanes.</summary>
    internal const int Lanes = 16;

    /// <summary>The number of elements of a block.</summary>
    internal const int BlockLength = 4096;

    /// <summary>The results of blocks, joined pairwise as neighbours: 0 and 1, 2 and 3, ...; then these alike. The first one gets the result, the others are overwritten.</summary>
    /// <param name="results">A result of a block is <paramref name="parts"/> numbers.</param>
    /// <param name="count">The number of blocks; at least 1.</param>
    /// <param name="parts">1, or 2 for complex results.</param>
    /// <param name="join">Joins the second result to the first.</param>
    internal static void Combine(double* results, nint count, int parts, delegate*<double*, double*, void> join)
    {
        for (nint width = 1; width < count; width *= 2)
        {
            for (nint i = 0; i + width < count; i += 2 * width) join(results + (i * parts), results + ((i + width) * parts));
        }
    }

    /// <summary>Joins the results of two blocks of real numbers.</summary>
    internal static void Join<TReduction>(double* into, double* other)
        where TReduction : struct, IReduction => *into = TReduction.Combine(*into, *other);

    /// <summary>Joins the sums of two blocks of complex numbers.</summary>
    internal static void JoinComplexSums(double* into, double* other)
    {
        into[0] += other[0];
        into[1] += other[1];
    }

    /// <summary>Reduces one block of real numbers.</summary>
    internal static void Reduce<TReduction, T>(byte* x, byte* unused, int count, double* result)
        where TReduction : struct, IReduction
        where T : unmanaged => *result = Reduce<TReduction, T>((T*)x, count);

    /// <inheritdoc cref="Reduce{TReduction, T}(byte*, byte*, int, double*)"/>
    internal static double Reduce<TReduction, T>(T* x, int count)
        where TReduction : struct, IReduction
        where T : unmanaged
    {
        var low = Vector512.Create(TReduction.Identity);
        Vector512<double> high = low;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            low = TReduction.Combine(low, Doubles.Load(x + i));
            high = TReduction.Combine(high, Doubles.Load(x + i + 8));
        }

        double* lanes = stackalloc double[Lanes];
        if (i < count)
        {
            low.Store(lanes);
            high.Store(lanes + 8);
            for (int lane = 0; i < count; i++, lane++) lanes[lane] = TReduction.Combine(lanes[lane], Doubles.Load1(x + i));
            low = Vector512.Load(lanes);
            high = Vector512.Load(lanes + 8);
        }

        TReduction.Combine(low, high).Store(lanes);
        return TReduction.Combine(
            TReduction.Combine(TReduction.Combine(lanes[0], lanes[4]), TReduction.Combine(lanes[2], lanes[6])),
            TReduction.Combine(TReduction.Combine(lanes[1], lanes[5]), TReduction.Combine(lanes[3], lanes[7])));
    }

    /// <summary>The sum of one block of complex numbers with parts of type T.</summary>
    internal static void SumComplex<T>(byte* x, byte* unused, int count, double* result)
        where T : unmanaged
    {
        T* parts = (T*)x;
        double* lanes = stackalloc double[2 * Lanes];
        Vector512<double> first = default;
        Vector512<double> second = default;
        Vector512<double> third = default;
        Vector512<double> fourth = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            first += Doubles.Load(parts + (2 * i));
            second += Doubles.Load(parts + (2 * i) + 8);
            third += Doubles.Load(parts + (2 * i) + 16);
            fourth += Doubles.Load(parts + (2 * i) + 24);
        }

        first.Store(lanes);
        second.Store(lanes + 8);
        third.Store(lanes + 16);
        fourth.Store(lanes + 24);
        for (int lane = 0; i < count; i++, lane++)
        {
            lanes[2 * lane] += Doubles.Load1(parts + (2 * i));
            lanes[(2 * lane) + 1] += Doubles.Load1(parts + (2 * i) + 1);
        }

        AddPairs(lanes, result);
    }

    /// <summary>The sum of a b over one block of real numbers, products fused with the addition.</summary>
    internal static void Dot<T>(byte* a, byte* b, int count, double* result)
        where T : unmanaged
    {
        T* left = (T*)a;
        T* right = (T*)b;
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            low = Vector512.FusedMultiplyAdd(Doubles.Load(left + i), Doubles.Load(right + i), low);
            high = Vector512.FusedMultiplyAdd(Doubles.Load(left + i + 8), Doubles.Load(right + i + 8), high);
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++) lanes[lane] = Math.FusedMultiplyAdd(Doubles.Load1(left + i), Doubles.Load1(right + i), lanes[lane]);
        *result = CombineLanes<Sum>(lanes);
    }

    /// <summary>The sum of (a - b)^2 over one block of real numbers: of the differences, rounded to their type, with themselves as in <see cref="Dot{T}"/>.</summary>
    internal static double DistanceSquared<T>(T* a, T* b, int count)
        where T : unmanaged, INumberBase<T>
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            (Vector512<double> first, Vector512<double> second) = Doubles.Differences(a + i, b + i);
            low = Vector512.FusedMultiplyAdd(first, first, low);
            high = Vector512.FusedMultiplyAdd(second, second, high);
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++)
        {
            T difference = a[i] - b[i];
            lanes[lane] = Math.FusedMultiplyAdd(Doubles.Load1(&difference), Doubles.Load1(&difference), lanes[lane]);
        }

        return CombineLanes<Sum>(lanes);
    }

    /// <summary>
    /// The sum of conj(a) b over one block of complex numbers with parts of type T: to the real part first ar br is added, then ai bi, to the imaginary
    /// part ar bi, then -ai br, each product fused with its addition.
    /// </summary>
    internal static void DotComplex<T>(byte* a, byte* b, int count, double* result)
        where T : unmanaged
    {
        T* left = (T*)a;
        T* right = (T*)b;
        double* lanes = stackalloc double[2 * Lanes];
        int whole = count & -Lanes;
        for (int half = 0; half < 2; half++)
        {
            // Half of the lanes at a time: their sums fit into registers, and the block stays in the cache.
            Vector256<double> first = default;
            Vector256<double> second = default;
            Vector256<double> third = default;
            Vector256<double> fourth = default;
            for (int i = half * Lanes; i < 2 * whole; i += 2 * Lanes)
            {
                first = AddProducts(left + i, right + i, first);
                second = AddProducts(left + i + 4, right + i + 4, second);
                third = AddProducts(left + i + 8, right + i + 8, third);
                fourth = AddProducts(left + i + 12, right + i + 12, fourth);
            }

            double* sums = lanes + (half * Lanes);
            first.Store(sums);
            second.Store(sums + 4);
            third.Store(sums + 8);
            fourth.Store(sums + 12);
        }

        for (int i = whole, lane = 0; i < count; i++, lane++) AddProduct(left + (2 * i), right + (2 * i), lanes + (2 * lane));
        AddPairs(lanes, result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddProducts<T>(T* a, T* b, Vector256<double> sums)
        where T : unmanaged
    {
        Vector256<double> left = Doubles.Load4(a);
        Vector256<double> right = Doubles.Load4(b);
        Vector256<double> real = Vector256.Shuffle(left, Vector256.Create(0L, 0, 2, 2));
        Vector256<double> imaginary = Vector256.Shuffle(left, Vector256.Create(1L, 1, 3, 3)) ^ Vector256.Create(0.0, -0.0, 0.0, -0.0);
        Vector256<double> swapped = Vector256.Shuffle(right, Vector256.Create(1L, 0, 3, 2));
        return Vector256.FusedMultiplyAdd(imaginary, swapped, Vector256.FusedMultiplyAdd(real, right, sums));
    }

    private static void AddProduct<T>(T* a, T* b, double* sum)
        where T : unmanaged
    {
        (double leftReal, double leftImaginary) = (Doubles.Load1(a), Doubles.Load1(a + 1));
        (double rightReal, double rightImaginary) = (Doubles.Load1(b), Doubles.Load1(b + 1));
        sum[0] = Math.FusedMultiplyAdd(leftImaginary, rightImaginary, Math.FusedMultiplyAdd(leftReal, rightReal, sum[0]));
        sum[1] = Math.FusedMultiplyAdd(-leftImaginary, rightReal, Math.FusedMultiplyAdd(leftReal, rightImaginary, sum[1]));
    }

    private static double CombineLanes<TReduction>(double* lanes)
        where TReduction : struct, IReduction
    {
        for (int width = Lanes / 2; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++) lanes[lane] = TReduction.Combine(lanes[lane], lanes[lane + width]);
        }

        return lanes[0];
    }

    /// <summary>The sums over lanes of pairs that stand side by side.</summary>
    private static void AddPairs(double* lanes, double* result)
    {
        for (int width = Lanes; width > 1; width /= 2)
        {
            for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
        }

        result[0] = lanes[0];
        result[1] = lanes[1];
    }
}
