using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>
/// sums[i] = chain over k of a[i, k] x[k], the rows of A being contiguous: blocks of A are turned in registers, so that a lane is a row.
/// </summary>
internal static unsafe class RowSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lines that lie a multiple of this apart compete for few places of the first-level cache: then each is used up at once.</summary>
    private const int AliasingBytes = 2048;

    /// <summary>Rows in a register of 256 bits.</summary>
    private static int Group => 32 / sizeof(T);

    /// <summary>The k that are turned at once.</summary>
    private static int Step => 16 / sizeof(T);

    /// <summary>Needs as many rows as a register holds.</summary>
    internal static void Run(T* a, nint step, T* x, nint stepX, nint rows, nint inner, T* sums)
    {
        // Four groups at a time hide the latency of the chains. The last groups are moved up to end with the last row: some rows are computed twice.
        nint turned = inner - (inner % Step);
        nint row = 0;
        bool aliases = step * sizeof(T) % AliasingBytes == 0;
        for (; row < rows && rows >= 4 * Group; row += 4 * Group)
        {
            nint first = Math.Min(row, rows - (4 * Group));
            if (aliases) FourGroups<WholeLine>(a, step, x, stepX, first, turned, sums);
            else FourGroups<OneStep>(a, step, x, stepX, first, turned, sums);
        }

        for (; row < rows; row += Group) OneGroup(a, step, x, stepX, Math.Min(row, rows - Group), turned, sums);
        if (turned < inner) Rest(a, step, x, stepX, rows, turned, inner, sums);
    }

    /// <summary>The sums of four groups of rows, which take turns of a few steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourGroups<TSteps>(T* a, nint step, T* x, nint stepX, nint row, nint inner, T* sums)
        where TSteps : struct, ISteps
    {
        Vector256<T> sum0 = Vector256<T>.Zero;
        Vector256<T> sum1 = Vector256<T>.Zero;
        Vector256<T> sum2 = Vector256<T>.Zero;
        Vector256<T> sum3 = Vector256<T>.Zero;
        T* a0 = a + (row * step);
        T* a1 = a0 + (Group * step);
        T* a2 = a1 + (Group * step);
        T* a3 = a2 + (Group * step);
        for (nint k = 0; k < inner; k += TSteps.Count * Step)
        {
            nint count = Math.Min(TSteps.Count * Step, inner - k);
            sum0 = AddSteps<TSteps>(a0 + k, step, x, stepX, count, sum0);
            sum1 = AddSteps<TSteps>(a1 + k, step, x, stepX, count, sum1);
            sum2 = AddSteps<TSteps>(a2 + k, step, x, stepX, count, sum2);
            sum3 = AddSteps<TSteps>(a3 + k, step, x, stepX, count, sum3);
            x += TSteps.Count * Step * stepX;
        }

        sum0.Store(sums + row);
        sum1.Store(sums + row + Group);
        sum2.Store(sums + row + (2 * Group));
        sum3.Store(sums + row + (3 * Group));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneGroup(T* a, nint step, T* x, nint stepX, nint row, nint inner, T* sums)
    {
        Vector256<T> sum = Vector256<T>.Zero;
        for (nint k = 0; k < inner; k += Step) sum = AddStep(a + (row * step) + k, step, x + (k * stepX), stepX, sum);
        sum.Store(sums + row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> AddSteps<TSteps>(T* a, nint step, T* x, nint stepX, nint count, Vector256<T> sum)
        where TSteps : struct, ISteps
    {
        if (TSteps.Count == 1) return AddStep(a, step, x, stepX, sum);
        for (nint k = 0; k < count; k += Step) sum = AddStep(a + k, step, x + (k * stepX), stepX, sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> AddStep(T* a, nint step, T* x, nint stepX, Vector256<T> sum) => typeof(T) == typeof(float)
        ? AddFour((float*)a, step, (float*)x, stepX, sum.AsSingle()).As<float, T>()
        : AddTwo((double*)a, step, (double*)x, stepX, sum.AsDouble()).As<double, T>();

    /// <summary>Four k of eight rows. Registers hold row i in their lower half and row i + 4 in their upper one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddFour(float* a, nint step, float* x, nint stepX, Vector256<float> sum)
    {
        float* b = a + (4 * step);
        Vector256<float> row0 = Vector256.Create(Vector128.Load(a), Vector128.Load(b));
        Vector256<float> row1 = Vector256.Create(Vector128.Load(a + step), Vector128.Load(b + step));
        Vector256<float> row2 = Vector256.Create(Vector128.Load(a + (2 * step)), Vector128.Load(b + (2 * step)));
        Vector256<float> row3 = Vector256.Create(Vector128.Load(a + (3 * step)), Vector128.Load(b + (3 * step)));
        Vector256<float> low01 = Avx.UnpackLow(row0, row1);
        Vector256<float> low23 = Avx.UnpackLow(row2, row3);
        Vector256<float> high01 = Avx.UnpackHigh(row0, row1);
        Vector256<float> high23 = Avx.UnpackHigh(row2, row3);

        // A shuffle and two blends instead of two shuffles: there are more units for blends.
        Vector256<float> low = Avx.Shuffle(low01, low23, 0x4E);
        Vector256<float> high = Avx.Shuffle(high01, high23, 0x4E);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[0]), Avx.Blend(low01, low, 0xCC), sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[stepX]), Avx.Blend(low, low23, 0xCC), sum);
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[2 * stepX]), Avx.Blend(high01, high, 0xCC), sum);
        return Vector256.FusedMultiplyAdd(Vector256.Create(x[3 * stepX]), Avx.Blend(high, high23, 0xCC), sum);
    }

    /// <summary>Two k of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddTwo(double* a, nint step, double* x, nint stepX, Vector256<double> sum)
    {
        Vector256<double> row0 = Vector256.Create(Vector128.Load(a), Vector128.Load(a + (2 * step)));
        Vector256<double> row1 = Vector256.Create(Vector128.Load(a + step), Vector128.Load(a + (3 * step)));
        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[0]), Avx.UnpackLow(row0, row1), sum);
        return Vector256.FusedMultiplyAdd(Vector256.Create(x[stepX]), Avx.UnpackHigh(row0, row1), sum);
    }

    /// <summary>The last few k, number by number.</summary>
    private static void Rest(T* a, nint step, T* x, nint stepX, nint rows, nint first, nint inner, T* sums)
    {
        for (nint row = 0; row < rows; row++)
        {
            T sum = first == 0 ? T.Zero : sums[row];
            for (nint k = first; k < inner; k++) sum = T.FusedMultiplyAdd(a[(row * step) + k], x[k * stepX], sum);
            sums[row] = sum;
        }
    }

    /// <summary>The steps of a turn.</summary>
    private interface ISteps
    {
        static abstract int Count { get; }
    }

    private readonly struct OneStep : ISteps
    {
        public static int Count => 1;
    }

    private readonly struct WholeLine : ISteps
    {
        public static int Count => 4;
    }
}
