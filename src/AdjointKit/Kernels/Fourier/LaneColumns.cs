using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Moves strips of columns of an array (the points of one transform lie a stride apart, neighbours in a row belong to neighbouring transforms) to lanes and back.</summary>
internal static unsafe class LaneColumns<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads a strip of <paramref name="count"/> columns, at most Width, to its positions.</summary>
    internal static void Load(T* source, nint stride, int points, int count, int* positions, T* scratch, bool exchanged)
    {
        int real = exchanged ? TOps.Width : 0;
        int imaginary = TOps.Width - real;
        for (int point = 0; point < points; point++)
        {
            T* pair = scratch + (positions[point] * (nint)LaneComplex<TOps, TVector, T>.Step);
            LaneComplex<TOps, TVector, T> value = Read(source + (point * stride), count);
            // The next strip: the processor does not foresee it.
            if (Sse.IsSupported) Sse.Prefetch1(source + (point * stride) + LaneComplex<TOps, TVector, T>.Step);
            TOps.Store(value.Real, pair + real);
            TOps.Store(value.Imaginary, pair + imaginary);
        }
    }

    /// <summary>Writes a strip of columns, in the order of the scratch, times a factor.</summary>
    internal static void Store(T* scratch, int points, int count, T factor, T* target, nint stride, bool exchanged)
    {
        int real = exchanged ? TOps.Width : 0;
        int imaginary = TOps.Width - real;
        TVector scale = TOps.Broadcast(factor);
        for (int point = 0; point < points; point++)
        {
            T* pair = scratch + (point * (nint)LaneComplex<TOps, TVector, T>.Step);
            Write(TOps.Multiply(TOps.Load(pair + real), scale), TOps.Multiply(TOps.Load(pair + imaginary), scale), target + (point * stride), count);
        }
    }

    /// <summary>Writes a strip of columns times twiddles, an array with the strides of the target.</summary>
    internal static void StoreTurned(T* scratch, int points, int count, T* twiddles, T* target, nint stride)
    {
        for (int point = 0; point < points; point++)
        {
            LaneComplex<TOps, TVector, T> value = LaneComplex<TOps, TVector, T>.Load(scratch + (point * (nint)LaneComplex<TOps, TVector, T>.Step)).Times(Read(twiddles + (point * stride), count));
            Write(value.Real, value.Imaginary, target + (point * stride), count);
        }
    }

    /// <summary>Neighbouring complex numbers of a row, as many as a register has lanes; where fewer are left, the rest is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static LaneComplex<TOps, TVector, T> Read(T* source, int count)
    {
        if (count < TOps.Width) return ReadSome(source, count);
        TOps.LoadComplex(source, out TVector real, out TVector imaginary);
        return new LaneComplex<TOps, TVector, T>(real, imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(TVector real, TVector imaginary, T* target, int count)
    {
        if (count < TOps.Width) WriteSome(real, imaginary, target, count);
        else TOps.StoreComplex(real, imaginary, target);
    }

    /// <summary>Which of the neighbouring numbers each lane holds: lines that are to be written as columns have to be read in this order.</summary>
    internal static int[] NumberOfLane()
    {
        T* numbers = stackalloc T[2 * TOps.Width];
        for (int i = 0; i < 2 * TOps.Width; i++) numbers[i] = T.CreateChecked(i / 2);
        TOps.LoadComplex(numbers, out TVector real, out _);
        TOps.Store(real, numbers);
        var order = new int[TOps.Width];
        for (int lane = 0; lane < TOps.Width; lane++) order[lane] = int.CreateChecked(numbers[lane]);
        return order;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LaneComplex<TOps, TVector, T> ReadSome(T* source, int count)
    {
        T* whole = stackalloc T[2 * TOps.Width];
        for (int i = 0; i < 2 * TOps.Width; i++) whole[i] = i < 2 * count ? source[i] : T.Zero;
        TOps.LoadComplex(whole, out TVector real, out TVector imaginary);
        return new LaneComplex<TOps, TVector, T>(real, imaginary);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteSome(TVector real, TVector imaginary, T* target, int count)
    {
        T* whole = stackalloc T[2 * TOps.Width];
        TOps.StoreComplex(real, imaginary, whole);
        for (int i = 0; i < 2 * count; i++) target[i] = whole[i];
    }
}
