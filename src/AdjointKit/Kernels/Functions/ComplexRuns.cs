using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Elementwise;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>A product of interleaved complex numbers, one of its factors perhaps conjugated or strong.</summary>
internal interface IComplexProduct
{
    /// <summary>Whether the second factor is conjugated.</summary>
    static abstract bool Conjugates { get; }

    /// <summary>Whether the product is exactly 0 where the first factor is.</summary>
    static abstract bool IsStrong { get; }
}

internal readonly struct ComplexProduct : IComplexProduct
{
    public static bool Conjugates => false;

    public static bool IsStrong => false;
}

internal readonly struct StrongComplexProduct : IComplexProduct
{
    public static bool Conjugates => false;

    public static bool IsStrong => true;
}

internal readonly struct StrongConjugateProduct : IComplexProduct
{
    public static bool Conjugates => true;

    public static bool IsStrong => true;
}

/// <summary>
/// The loops over runs of interleaved complex numbers: in the widest registers of the processor, the end and elements that do not lie side by side through the
/// same lanes. Real and imaginary parts stand in registers of their own where a function needs them apart.
/// </summary>
internal static unsafe class ComplexRuns
{
    /// <summary>Numbers that are collected in one round; a multiple of two registers.</summary>
    private const int Collected = 64;

    /// <summary>The numbers in two registers of the widest kind.</summary>
    private const int TwoRegisters = 16;

    /// <summary>Complex to complex.</summary>
    internal static void Single<TFunction>(Row* row)
        where TFunction : struct, IComplexFunction
    {
        if (Avx512F.IsSupported) Unary<TFunction, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) Unary<TFunction, Single256, Vector256<float>, float>(row);
        else Unary<TFunction, Single128, Vector128<float>, float>(row);
    }

    /// <inheritdoc cref="Single{TFunction}"/>
    internal static void Double<TFunction>(Row* row)
        where TFunction : struct, IComplexFunction
    {
        if (Avx512F.IsSupported) Unary<TFunction, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) Unary<TFunction, Double256, Vector256<double>, double>(row);
        else Unary<TFunction, Double128, Vector128<double>, double>(row);
    }

    /// <summary>Two complex numbers to one.</summary>
    internal static void SingleOfTwo<TFunction>(Row* row)
        where TFunction : struct, IComplexFunctionOfTwo
    {
        if (Avx512F.IsSupported) Binary<TFunction, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) Binary<TFunction, Single256, Vector256<float>, float>(row);
        else Binary<TFunction, Single128, Vector128<float>, float>(row);
    }

    /// <inheritdoc cref="SingleOfTwo{TFunction}"/>
    internal static void DoubleOfTwo<TFunction>(Row* row)
        where TFunction : struct, IComplexFunctionOfTwo
    {
        if (Avx512F.IsSupported) Binary<TFunction, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) Binary<TFunction, Double256, Vector256<double>, double>(row);
        else Binary<TFunction, Double128, Vector128<double>, double>(row);
    }

    /// <summary>Complex to real: a function of the imaginary and the real part.</summary>
    internal static void SingleToReal<TFunction>(Row* row)
        where TFunction : struct, IFunctionOfTwo
    {
        if (Avx512F.IsSupported) ToReal<TFunction, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) ToReal<TFunction, Single256, Vector256<float>, float>(row);
        else ToReal<TFunction, Single128, Vector128<float>, float>(row);
    }

    /// <inheritdoc cref="SingleToReal{TFunction}"/>
    internal static void DoubleToReal<TFunction>(Row* row)
        where TFunction : struct, IFunctionOfTwo
    {
        if (Avx512F.IsSupported) ToReal<TFunction, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) ToReal<TFunction, Double256, Vector256<double>, double>(row);
        else ToReal<TFunction, Double128, Vector128<double>, double>(row);
    }

    /// <summary>Products of complex numbers.</summary>
    internal static void SingleProduct<TProduct>(Row* row)
        where TProduct : struct, IComplexProduct
    {
        if (Avx512F.IsSupported) Product<TProduct, Single512, Vector512<float>, float>(row);
        else if (Vector256.IsHardwareAccelerated) Product<TProduct, Single256, Vector256<float>, float>(row);
        else Product<TProduct, Single128, Vector128<float>, float>(row);
    }

    /// <inheritdoc cref="SingleProduct{TProduct}"/>
    internal static void DoubleProduct<TProduct>(Row* row)
        where TProduct : struct, IComplexProduct
    {
        if (Avx512F.IsSupported) Product<TProduct, Double512, Vector512<double>, double>(row);
        else if (Vector256.IsHardwareAccelerated) Product<TProduct, Double256, Vector256<double>, double>(row);
        else Product<TProduct, Double128, Vector128<double>, double>(row);
    }

    [SkipLocalsInit]
    internal static void Unary<TFunction, TLanes, TVector, T>(Row* row)
        where TFunction : struct, IComplexFunction
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* block = stackalloc T[2 * Collected];
        bool contiguous = row->StepInto == 1 && row->StepA == 1;
        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            bool direct = contiguous && count == Collected;
            T* source = direct ? (T*)row->A + (2 * start) : block;
            T* target = direct ? (T*)row->Into + (2 * start) : block;
            if (!direct) Collect((T*)row->A + (2 * start * row->StepA), row->StepA, block, count);
            for (int i = 0; i < 2 * count; i += 2 * TLanes.Width)
            {
                TLanes.LoadComplex(source + i, out TVector real, out TVector imaginary);
                TFunction.Invoke<TLanes, TVector>(ref real, ref imaginary);
                TLanes.StoreComplex(real, imaginary, target + i);
            }

            if (!direct) SpreadPairs(block, (T*)row->Into + (2 * start * row->StepInto), row->StepInto, count);
        }
    }

    [SkipLocalsInit]
    internal static void Binary<TFunction, TLanes, TVector, T>(Row* row)
        where TFunction : struct, IComplexFunctionOfTwo
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* blockA = stackalloc T[2 * Collected];
        T* blockB = stackalloc T[2 * Collected];
        T* results = stackalloc T[2 * Collected];
        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            T* a = Source((T*)row->A, row->StepA, start, count, blockA);
            T* b = Source((T*)row->B, row->StepB, start, count, blockB);
            bool direct = count == Collected && row->StepInto == 1;
            T* target = direct ? (T*)row->Into + (2 * start) : results;
            for (int i = 0; i < 2 * count; i += 2 * TLanes.Width)
            {
                TLanes.LoadComplex(a + i, out TVector real, out TVector imaginary);
                TLanes.LoadComplex(b + i, out TVector otherReal, out TVector otherImaginary);
                TFunction.Invoke<TLanes, TVector>(ref real, ref imaginary, otherReal, otherImaginary);
                TLanes.StoreComplex(real, imaginary, target + i);
            }

            if (!direct) SpreadPairs(results, (T*)row->Into + (2 * start * row->StepInto), row->StepInto, count);
        }
    }

    [SkipLocalsInit]
    internal static void ToReal<TFunction, TLanes, TVector, T>(Row* row)
        where TFunction : struct, IFunctionOfTwo
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* block = stackalloc T[2 * Collected];
        T* results = stackalloc T[Collected];
        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            T* source = block;
            if (row->StepA == 1 && count == Collected) source = (T*)row->A + (2 * start);
            else Collect((T*)row->A + (2 * start * row->StepA), row->StepA, block, count);
            bool direct = row->StepInto == 1 && count == Collected;
            T* target = direct ? (T*)row->Into + start : results;
            for (int i = 0; i < count; i += TLanes.Width)
            {
                TLanes.LoadComplex(source + (2 * i), out TVector real, out TVector imaginary);
                TLanes.StoreReal(TFunction.Invoke<TLanes, TVector>(imaginary, real), target + i);
            }

            if (direct) continue;
            for (int i = 0; i < count; i++) ((T*)row->Into)[(start + i) * row->StepInto] = results[i];
        }
    }

    [SkipLocalsInit]
    internal static void Product<TProduct, TLanes, TVector, T>(Row* row)
        where TProduct : struct, IComplexProduct
        where TLanes : struct, IComplexLanes<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* blockA = stackalloc T[2 * Collected];
        T* blockB = stackalloc T[2 * Collected];
        bool repeatsA = row->StepA == 0;
        bool repeatsB = row->StepB == 0;
        if (repeatsA) Collect((T*)row->A, 0, blockA, Collected);
        if (repeatsB) Collect((T*)row->B, 0, blockB, Collected);
        T* results = stackalloc T[2 * Collected];
        for (nint start = 0; start < row->Count; start += Collected)
        {
            int count = (int)Math.Min(Collected, row->Count - start);
            bool whole = count == Collected;
            T* a = repeatsA ? blockA : Source((T*)row->A, row->StepA, start, count, blockA);
            T* b = repeatsB ? blockB : Source((T*)row->B, row->StepB, start, count, blockB);
            bool direct = whole && row->StepInto == 1;
            T* target = direct ? (T*)row->Into + (2 * start) : results;
            for (int i = 0; i < 2 * count; i += TLanes.Width) TLanes.Store(Product<TProduct, TLanes, TVector>(TLanes.Load(a + i), TLanes.Load(b + i)), target + i);
            if (!direct) SpreadPairs(results, (T*)row->Into + (2 * start * row->StepInto), row->StepInto, count);
        }
    }

    /// <summary>(ar br - ai bi) + i (ar bi + ai br): the products with ai are rounded, those with ar fused onto them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Product<TProduct, TLanes, TVector>(TVector a, TVector b)
        where TProduct : struct, IComplexProduct
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector even = TLanes.EvenLanes;
        TVector signBit = Numbers<TLanes, TVector>.SignBit;
        TVector signOfEven = TLanes.And(even, signBit);
        if (TProduct.Conjugates) b = TLanes.ExclusiveOr(b, TLanes.ExclusiveOr(signOfEven, signBit));
        TVector swappedA = TLanes.SwapPairs(a);
        TVector real = TLanes.Select(even, a, swappedA);
        TVector imaginary = TLanes.Select(even, swappedA, a);
        TVector crossed = TLanes.ExclusiveOr(TLanes.Multiply(imaginary, TLanes.SwapPairs(b)), signOfEven);
        TVector product = TLanes.MultiplyAdd(real, b, crossed);
        if (!TProduct.IsStrong) return product;
        TVector zero = TLanes.And(TLanes.Equal(real, TLanes.Zero), TLanes.Equal(imaginary, TLanes.Zero));
        return TLanes.Select(zero, TLanes.Zero, product);
    }

    private static T* Source<T>(T* numbers, nint step, nint start, int count, T* block)
        where T : unmanaged
    {
        if (step == 1 && count == Collected) return numbers + (2 * start);
        Collect(numbers + (2 * start * step), step, block, count);
        return block;
    }

    /// <summary>Numbers of a view, the last one again and again up to the end of the last two registers.</summary>
    private static void Collect<T>(T* numbers, nint step, T* block, int count)
        where T : unmanaged
    {
        int padded = (count + TwoRegisters - 1) & -TwoRegisters;
        for (int i = 0; i < padded; i++)
        {
            T* number = numbers + (2 * Math.Min(i, count - 1) * step);
            block[2 * i] = number[0];
            block[(2 * i) + 1] = number[1];
        }
    }

    private static void SpreadPairs<T>(T* block, T* into, nint step, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            into[2 * i * step] = block[2 * i];
            into[(2 * i * step) + 1] = block[(2 * i) + 1];
        }
    }
}
