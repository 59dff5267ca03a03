using System.Numerics;
using System.Runtime.Intrinsics;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Reductions;

/// <summary>
/// Sums in a fixed order, so that they have the same bits at any thread count and vector width: the elements are cut into blocks of
/// <see cref="BlockLength"/>; in a block, element i goes to lane i mod 16, each lane adds in order, and lanes are added pairwise (l and l+8, then 4, 2, 1);
/// the sums of the blocks are added pairwise as neighbours. Sums are carried in float64 for every element type, and products are fused with the addition.
/// </summary>
internal static unsafe class LaneTree
{
    /// <summary>The number of virtual lanes.</summary>
    internal const int Lanes = 16;

    /// <summary>The number of elements of a block.</summary>
    internal const int BlockLength = 4096;

    /// <summary>The sums of blocks, added pairwise as neighbours: 0+1, 2+3, ...; then the results alike. The list is overwritten.</summary>
    internal static Complex Combine(Complex* sums, nint count)
    {
        if (count == 0) return Complex.Zero;
        for (nint width = 1; width < count; width *= 2)
        {
            for (nint i = 0; i + width < count; i += 2 * width) sums[i] += sums[i + width];
        }

        return sums[0];
    }

    /// <summary>The sum of one block.</summary>
    internal static double Sum(double* x, int count)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            low += Vector512.Load(x + i);
            high += Vector512.Load(x + i + 8);
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++) lanes[lane] += x[i];
        return AddLanes(lanes);
    }

    /// <inheritdoc cref="Sum(double*, int)"/>
    internal static double Sum(float* x, int count)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            low += Vector512.WidenLower(Vector512.Load(x + i));
            high += Vector512.WidenUpper(Vector512.Load(x + i));
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++) lanes[lane] += x[i];
        return AddLanes(lanes);
    }

    /// <summary>The sum of a b over one block.</summary>
    internal static double Dot(double* a, double* b, int count)
    {
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            low = Vector512.FusedMultiplyAdd(Vector512.Load(a + i), Vector512.Load(b + i), low);
            high = Vector512.FusedMultiplyAdd(Vector512.Load(a + i + 8), Vector512.Load(b + i + 8), high);
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++) lanes[lane] = Math.FusedMultiplyAdd(a[i], b[i], lanes[lane]);
        return AddLanes(lanes);
    }

    /// <inheritdoc cref="Dot(double*, double*, int)"/>
    internal static double Dot(float* a, float* b, int count)
    {
        // The product of two floats is exact in double: multiply and add is the fused operation here.
        Vector512<double> low = default;
        Vector512<double> high = default;
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float> left = Vector512.Load(a + i);
            Vector512<float> right = Vector512.Load(b + i);
            low += Vector512.WidenLower(left) * Vector512.WidenLower(right);
            high += Vector512.WidenUpper(left) * Vector512.WidenUpper(right);
        }

        double* lanes = stackalloc double[Lanes];
        low.Store(lanes);
        high.Store(lanes + 8);
        for (int lane = 0; i < count; i++, lane++) lanes[lane] += (double)a[i] * b[i];
        return AddLanes(lanes);
    }

    /// <summary>The sum of one block.</summary>
    internal static Complex Sum(Complex* x, int count)
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        for (int i = 0; i < count; i++)
        {
            lanes[i % Lanes] += x[i].Real;
            lanes[Lanes + (i % Lanes)] += x[i].Imaginary;
        }

        return new Complex(AddLanes(lanes), AddLanes(lanes + Lanes));
    }

    /// <inheritdoc cref="Sum(Complex*, int)"/>
    internal static Complex Sum(ComplexF* x, int count)
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        for (int i = 0; i < count; i++)
        {
            lanes[i % Lanes] += x[i].Real;
            lanes[Lanes + (i % Lanes)] += x[i].Imaginary;
        }

        return new Complex(AddLanes(lanes), AddLanes(lanes + Lanes));
    }

    /// <summary>The sum of conj(a) b over one block.</summary>
    internal static Complex Dot(Complex* a, Complex* b, int count)
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        for (int i = 0; i < count; i++) AddProduct(a[i], b[i], lanes + (i % Lanes));
        return new Complex(AddLanes(lanes), AddLanes(lanes + Lanes));
    }

    /// <inheritdoc cref="Dot(Complex*, Complex*, int)"/>
    internal static Complex Dot(ComplexF* a, ComplexF* b, int count)
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        for (int i = 0; i < count; i++) AddProduct(a[i], b[i], lanes + (i % Lanes));
        return new Complex(AddLanes(lanes), AddLanes(lanes + Lanes));
    }

    private static void AddProduct(Complex a, Complex b, double* lane)
    {
        lane[0] = Math.FusedMultiplyAdd(a.Imaginary, b.Imaginary, Math.FusedMultiplyAdd(a.Real, b.Real, lane[0]));
        lane[Lanes] = Math.FusedMultiplyAdd(-a.Imaginary, b.Real, Math.FusedMultiplyAdd(a.Real, b.Imaginary, lane[Lanes]));
    }

    private static double AddLanes(double* lanes)
    {
        for (int width = Lanes / 2; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++) lanes[lane] += lanes[lane + width];
        }

        return lanes[0];
    }
}
