using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Convolutions;

/// <summary>
/// Convolutions without columns: the planes of a group are copied between zeros, and each run of results along a row is a chain of fused multiply-adds over channels, rows of taps and taps, in registers.
/// So an element has the same bits in registers of any width.
/// </summary>
internal static unsafe class DirectConvolution<TLanes, TVector, T>
    where TLanes : struct, IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The groups of samples from <paramref name="first"/> to before <paramref name="end"/>, counted sample by sample.</summary>
    internal static void Run(in DirectShape shape, byte* x, byte* kernel, byte* into, nint first, nint end)
    {
        T* planes = (T*)NativeMemory.AllocZeroed((nuint)shape.Scratch, (nuint)sizeof(T));
        nint kernelOfGroup = shape.Inputs * shape.Outputs * shape.TapsY * shape.TapsX;
        for (nint unit = first; unit < end; unit++)
        {
            shape.Pad((T*)x + (unit * shape.Inputs * shape.Height * shape.Width), planes);
            T* weights = (T*)kernel + (unit % shape.Groups * kernelOfGroup) + shape.KernelFirst;
            T* result = (T*)into + (unit * shape.Outputs * shape.Rows * shape.Columns);
            nint plane = shape.Rows * shape.Columns;
            for (nint output = 0; output < shape.Outputs; output += 2, result += 2 * plane)
            {
                // Two outputs at a time read a plane half as often.
                bool alone = output + 1 == shape.Outputs;
                T* taps = weights + (output * shape.KernelOutput);
                for (nint row = 0; row < shape.Rows; row++)
                {
                    T* target = result + (row * shape.Columns);
                    Row(shape, planes + (row * shape.StrideY * shape.PaddedWidth), taps, alone ? null : taps + shape.KernelOutput, target, target + plane);
                }
            }
        }

        NativeMemory.Free(planes);
    }

    /// <summary>One row of an output, and of the next one where there are weights for it.</summary>
    [SkipLocalsInit]
    private static void Row(in DirectShape shape, T* planes, T* weights, T* nextWeights, T* result, T* next)
    {
        int block = 4 * TLanes.Width;
        T* rest = stackalloc T[block];
        T* nextRest = stackalloc T[block];
        for (nint column = 0; column < shape.Columns; column += block)
        {
            nint left = shape.Columns - column;
            bool whole = left >= block;
            T* target = whole ? result + column : rest;
            T* nextTarget = whole ? next + column : nextRest;
            if (nextWeights is null) Four(shape, planes + column, weights, target);
            else Eight(shape, planes + column, weights, nextWeights, target, nextTarget);
            if (whole) continue;
            Unsafe.CopyBlockUnaligned(result + column, rest, (uint)(left * sizeof(T)));
            if (nextWeights is not null) Unsafe.CopyBlockUnaligned(next + column, nextRest, (uint)(left * sizeof(T)));
        }
    }

    private static void Four(in DirectShape shape, T* planes, T* weights, T* target)
    {
        int width = TLanes.Width;
        TVector first = TLanes.Zero;
        TVector second = TLanes.Zero;
        TVector third = TLanes.Zero;
        TVector fourth = TLanes.Zero;
        nint step = shape.DilationX;
        nint weightStep = shape.KernelX;
        for (nint input = 0; input < shape.Inputs; input++)
        {
            for (nint tapY = 0; tapY < shape.TapsY; tapY++)
            {
                T* x = planes + (((input * shape.PaddedHeight) + (tapY * shape.DilationY)) * shape.PaddedWidth);
                T* weight = weights + (input * shape.KernelInput) + (tapY * shape.KernelY);
                for (T* end = x + (shape.TapsX * step); x < end; x += step, weight += weightStep)
                {
                    TVector factor = TLanes.Broadcast(*weight);
                    first = TLanes.MultiplyAdd(factor, TLanes.Load(x), first);
                    second = TLanes.MultiplyAdd(factor, TLanes.Load(x + width), second);
                    third = TLanes.MultiplyAdd(factor, TLanes.Load(x + (2 * width)), third);
                    fourth = TLanes.MultiplyAdd(factor, TLanes.Load(x + (3 * width)), fourth);
                }
            }
        }

        TLanes.Store(first, target);
        TLanes.Store(second, target + width);
        TLanes.Store(third, target + (2 * width));
        TLanes.Store(fourth, target + (3 * width));
    }

    private static void Eight(in DirectShape shape, T* planes, T* weights, T* nextWeights, T* target, T* nextTarget)
    {
        int width = TLanes.Width;
        TVector first = TLanes.Zero;
        TVector second = TLanes.Zero;
        TVector third = TLanes.Zero;
        TVector fourth = TLanes.Zero;
        TVector nextFirst = TLanes.Zero;
        TVector nextSecond = TLanes.Zero;
        TVector nextThird = TLanes.Zero;
        TVector nextFourth = TLanes.Zero;
        nint step = shape.DilationX;
        nint weightStep = shape.KernelX;
        nint apart = (nint)(nextWeights - weights);
        for (nint input = 0; input < shape.Inputs; input++)
        {
            for (nint tapY = 0; tapY < shape.TapsY; tapY++)
            {
                T* x = planes + (((input * shape.PaddedHeight) + (tapY * shape.DilationY)) * shape.PaddedWidth);
                T* weight = weights + (input * shape.KernelInput) + (tapY * shape.KernelY);
                for (T* end = x + (shape.TapsX * step); x < end; x += step, weight += weightStep)
                {
                    TVector factor = TLanes.Broadcast(*weight);
                    TVector nextFactor = TLanes.Broadcast(weight[apart]);
                    TVector seen = TLanes.Load(x);
                    first = TLanes.MultiplyAdd(factor, seen, first);
                    nextFirst = TLanes.MultiplyAdd(nextFactor, seen, nextFirst);
                    seen = TLanes.Load(x + width);
                    second = TLanes.MultiplyAdd(factor, seen, second);
                    nextSecond = TLanes.MultiplyAdd(nextFactor, seen, nextSecond);
                    seen = TLanes.Load(x + (2 * width));
                    third = TLanes.MultiplyAdd(factor, seen, third);
                    nextThird = TLanes.MultiplyAdd(nextFactor, seen, nextThird);
                    seen = TLanes.Load(x + (3 * width));
                    fourth = TLanes.MultiplyAdd(factor, seen, fourth);
                    nextFourth = TLanes.MultiplyAdd(nextFactor, seen, nextFourth);
                }
            }
        }

        TLanes.Store(first, target);
        TLanes.Store(second, target + width);
        TLanes.Store(third, target + (2 * width));
        TLanes.Store(fourth, target + (3 * width));
        TLanes.Store(nextFirst, nextTarget);
        TLanes.Store(nextSecond, nextTarget + width);
        TLanes.Store(nextThird, nextTarget + (2 * width));
        TLanes.Store(nextFourth, nextTarget + (3 * width));
    }
}
