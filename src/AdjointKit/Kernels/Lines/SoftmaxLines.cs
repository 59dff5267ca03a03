using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Reductions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>into = exp x / sum exp x for each line, the largest element taken out.</summary>
internal readonly unsafe struct SoftmaxLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        for (nint line = lines.First; line < lines.End; line++)
        {
            T* x = (T*)lines.A + (line * lines.Length);
            T* y = (T*)lines.Into + (line * lines.Length);
            T sum = SumOfExponentials<TLanes, TVector, T>.Of(x, LineLoops<TLanes, TVector, T>.Largest(x, lines.Length), y, LaneTree.BlockLength, lines.Length);
            LineLoops<TLanes, TVector, T>.Map<Quotient>(y, y, TLanes.Broadcast(sum), default, y, lines.Length);
        }
    }

    private readonly struct Quotient : ILineElement
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(a, first);
    }
}

/// <summary>log sum exp x for each line, the largest element taken out of the sum: one number a line.</summary>
internal readonly unsafe struct LogSumExpLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        for (nint line = lines.First; line < lines.End; line++) ((T*)lines.Into)[line] = Of<TLanes, TVector, T>((T*)lines.A + (line * lines.Length), lines.Length);
    }

    [SkipLocalsInit]
    internal static T Of<TLanes, TVector, T>(T* x, nint length)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        T* terms = stackalloc T[(int)Math.Min(LaneTree.BlockLength, length)];
        T largest = LineLoops<TLanes, TVector, T>.Largest(x, length);
        T sum = SumOfExponentials<TLanes, TVector, T>.Of(x, largest, terms, 0, length);
        LineLoops<TLanes, TVector, T>.Map<LogPlus>(&sum, &largest, default, default, &sum, 1);
        return sum;
    }

    private readonly struct LogPlus : ILineElement
    {
        public static bool TakesTwo => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Add(Log.Invoke<TLanes, TVector>(a), b);
    }
}

/// <summary>into = x - log sum exp x for each line.</summary>
internal readonly unsafe struct LogSoftmaxLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        for (nint line = lines.First; line < lines.End; line++)
        {
            T* x = (T*)lines.A + (line * lines.Length);
            TVector logarithm = TLanes.Broadcast(LogSumExpLines.Of<TLanes, TVector, T>(x, lines.Length));
            LineLoops<TLanes, TVector, T>.Map<LessNumber>(x, x, logarithm, default, (T*)lines.Into + (line * lines.Length), lines.Length);
        }
    }
}

/// <summary>The sum of e^(x - largest) over a line, an infinite largest element taken as the largest finite number of its sign.</summary>
internal static unsafe class SumOfExponentials<TLanes, TVector, T>
    where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The sum; the terms of block k of a reduction go to <paramref name="terms"/> + k <paramref name="step"/>.</summary>
    internal static T Of(T* x, T largest, T* terms, nint step, nint length)
    {
        TVector limit = TLanes.Constant(float.MaxValue, double.MaxValue);
        TVector reference = TLanes.Broadcast(largest);
        bool isInfinite = TLanes.Any(TLanes.Less(limit, reference));
        reference = Numbers<TLanes, TVector>.AtLeast(Numbers<TLanes, TVector>.AtMost(reference, limit), TLanes.Constant(float.MinValue, double.MinValue));
        double* sums = stackalloc double[WholeLines.MostBlocks];
        nint blocks = 0;
        for (nint from = 0; from < length; from += LaneTree.BlockLength, terms += step)
        {
            int count = (int)Math.Min(LaneTree.BlockLength, length - from);

            // Differences are positive only beside an infinite element.
            if (isInfinite) LineLoops<TLanes, TVector, T>.Map<Term<Exp>>(x + from, x + from, reference, default, terms, count);
            else LineLoops<TLanes, TVector, T>.Map<Term<ExpOfNonPositive>>(x + from, x + from, reference, default, terms, count);
            sums[blocks++] = LaneTree.Reduce<Sum, T>(terms, count);
        }

        return LineSums.Join<T>(sums, blocks);
    }

    private readonly struct Term<TFunction> : ILineElement
        where TFunction : struct, IFunction
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TAny Invoke<TAnyLanes, TAny>(TAny a, TAny b, TAny first, TAny second)
            where TAnyLanes : struct, IFunctionLanes<TAny>
            where TAny : unmanaged => TFunction.Invoke<TAnyLanes, TAny>(TAnyLanes.Subtract(a, first));
    }
}
