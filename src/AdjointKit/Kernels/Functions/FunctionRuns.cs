using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>
/// The loops of the elementary functions over one run of elements, in the widest registers of the processor. What is left at the end goes through the same
/// lanes, and so do elements that do not lie side by side: they are collected first. So an element has the same bits wherever it stands.
/// In a thread that flushes denormals a denormal argument counts as zero (its logarithm is minus infinity) and a result that would be denormal is zero.
/// </summary>
internal static unsafe class FunctionRuns
{
    /// <summary>Collected elements of one round; a multiple of every register's width.</summary>
    private const int Collected = 64;

    internal static void Single<TFunction>(Row* row)
        where TFunction : struct, IFunction
    {
        if (Avx512F.IsSupported) Unary<TFunction, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) Unary<TFunction, Single256, Vector256<float>, float>(row);
        else Unary<TFunction, Single128, Vector128<float>, float>(row);
    }

    internal static void Double<TFunction>(Row* row)
        where TFunction : struct, IFunction
    {
        if (Avx512F.IsSupported) Unary<TFunction, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) Unary<TFunction, Double256, Vector256<double>, double>(row);
        else Unary<TFunction, Double128, Vector128<double>, double>(row);
    }

    internal static void SingleOfTwo<TFunction>(Row* row)
        where TFunction : struct, IFunctionOfTwo
    {
        if (Avx512F.IsSupported) Binary<TFunction, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) Binary<TFunction, Single256, Vector256<float>, float>(row);
        else Binary<TFunction, Single128, Vector128<float>, float>(row);
    }

    internal static void DoubleOfTwo<TFunction>(Row* row)
        where TFunction : struct, IFunctionOfTwo
    {
        if (Avx512F.IsSupported) Binary<TFunction, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) Binary<TFunction, Double256, Vector256<double>, double>(row);
        else Binary<TFunction, Double128, Vector128<double>, double>(row);
    }

    [SkipLocalsInit]
    internal static void Unary<TFunction, TLanes, TVector, T>(Row* row)
        where TFunction : struct, IFunction
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        if (row->StepInto == 1 && row->StepA == 1)
        {
            Unary<TFunction, TLanes, TVector, T>((T*)row->A, (T*)row->Into, row->Count);
            return;
        }

        T* block = stackalloc T[Collected];
        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            Collect((T*)row->A + (start * row->StepA), row->StepA, block, count);
            Unary<TFunction, TLanes, TVector, T>(block, block, count);
            Spread(block, (T*)row->Into + (start * row->StepInto), row->StepInto, count);
        }
    }

    [SkipLocalsInit]
    internal static void Binary<TFunction, TLanes, TVector, T>(Row* row)
        where TFunction : struct, IFunctionOfTwo
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        if (row->StepInto == 1 && row->StepA == 1 && row->StepB == 1)
        {
            Binary<TFunction, TLanes, TVector, T>((T*)row->A, (T*)row->B, (T*)row->Into, row->Count);
            return;
        }

        T* left = stackalloc T[Collected];
        T* right = stackalloc T[Collected];
        if (row->StepInto == 1 && row->StepA == 1 && row->StepB == 0)
        {
            // One number for the whole run: a line with what belongs to the line.
            new Span<T>(right, TLanes.Width).Fill(*(T*)row->B);
            WithOne<TFunction, TLanes, TVector, T>((T*)row->A, TLanes.Load(right), (T*)row->Into, row->Count);
            return;
        }

        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            Collect((T*)row->A + (start * row->StepA), row->StepA, left, count);
            Collect((T*)row->B + (start * row->StepB), row->StepB, right, count);
            Binary<TFunction, TLanes, TVector, T>(left, right, left, count);
            Spread(left, (T*)row->Into + (start * row->StepInto), row->StepInto, count);
        }
    }

    [SkipLocalsInit]
    private static void Unary<TFunction, TLanes, TVector, T>(T* x, T* into, nint count)
        where TFunction : struct, IFunction
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* padded = stackalloc T[TLanes.Width];
        for (nint i = 0; i < count; i += TLanes.Width)
        {
            bool whole = count - i >= TLanes.Width;
            T* source = whole ? x + i : padded;
            T* target = whole ? into + i : padded;
            if (!whole) Pad(x + i, padded, (int)(count - i), TLanes.Width);
            TLanes.Store(TFunction.Invoke<TLanes, TVector>(TLanes.Load(source)), target);
            if (!whole) Spread(padded, into + i, 1, (int)(count - i));
        }
    }

    [SkipLocalsInit]
    private static void Binary<TFunction, TLanes, TVector, T>(T* a, T* b, T* into, nint count)
        where TFunction : struct, IFunctionOfTwo
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* paddedA = stackalloc T[TLanes.Width];
        T* paddedB = stackalloc T[TLanes.Width];
        for (nint i = 0; i < count; i += TLanes.Width)
        {
            bool whole = count - i >= TLanes.Width;
            T* left = whole ? a + i : paddedA;
            T* right = whole ? b + i : paddedB;
            T* target = whole ? into + i : paddedA;
            if (!whole)
            {
                Pad(a + i, paddedA, (int)(count - i), TLanes.Width);
                Pad(b + i, paddedB, (int)(count - i), TLanes.Width);
            }

            TLanes.Store(TFunction.Invoke<TLanes, TVector>(TLanes.Load(left), TLanes.Load(right)), target);
            if (!whole) Spread(paddedA, into + i, 1, (int)(count - i));
        }
    }

    [SkipLocalsInit]
    private static void WithOne<TFunction, TLanes, TVector, T>(T* a, TVector b, T* into, nint count)
        where TFunction : struct, IFunctionOfTwo
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* padded = stackalloc T[TLanes.Width];
        for (nint i = 0; i < count; i += TLanes.Width)
        {
            bool whole = count - i >= TLanes.Width;
            T* source = whole ? a + i : padded;
            T* target = whole ? into + i : padded;
            if (!whole) Pad(a + i, padded, (int)(count - i), TLanes.Width);
            TLanes.Store(TFunction.Invoke<TLanes, TVector>(TLanes.Load(source), b), target);
            if (!whole) Spread(padded, into + i, 1, (int)(count - i));
        }
    }

    /// <summary>The last elements, and their last one again and again: no lane computes on something that is not in the array.</summary>
    private static void Pad<T>(T* x, T* padded, int count, int width)
        where T : unmanaged
    {
        for (int i = 0; i < width; i++) padded[i] = x[Math.Min(i, count - 1)];
    }

    private static void Collect<T>(T* x, nint step, T* block, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++) block[i] = x[i * step];
    }

    private static void Spread<T>(T* block, T* into, nint step, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++) into[i * step] = block[i];
    }
}
