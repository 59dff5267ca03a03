using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Functions;
using AdjointKit.Kernels.Reductions;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Lines;

/// <summary>into = (x - mean x) r for each line, r = 1 / sqrt(mean (x - mean x)^2 + shift): A is x, OfLine gets r.</summary>
internal readonly unsafe struct StandardizeLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        TVector ofOne = LineMeans<TLanes, TVector, T>.Number(1.0 / lines.Length);
        TVector shift = LineMeans<TLanes, TVector, T>.Number(lines.Shift);
        for (nint line = lines.First; line < lines.End; line++)
        {
            T* x = (T*)lines.A + (line * lines.Length);
            T* y = (T*)lines.Into + (line * lines.Length);
            TVector sum = TLanes.Broadcast(LineSums.Of(x, lines.Length));
            LineLoops<TLanes, TVector, T>.Map<LessNumber>(x, x, Mean.Invoke<TLanes, TVector>(sum, sum, ofOne, TLanes.Constant(0, 0)), default, y, lines.Length);
            TVector squares = TLanes.Broadcast(LineMeans<TLanes, TVector, T>.SumOf<Square>(y, y, lines.Length));
            TVector r = InverseRoot.Invoke<TLanes, TVector>(squares, squares, ofOne, shift);
            LineLoops<TLanes, TVector, T>.Map<Scaled>(y, y, r, default, y, lines.Length);
            ((T*)lines.OfLine)[line] = LineMeans<TLanes, TVector, T>.First(r);
        }
    }

    private readonly struct Square : ILineElement
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(a, a);
    }

    private readonly struct Scaled : ILineElement
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(a, first);
    }

    private readonly struct InverseRoot : ILineElement
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(Numbers<TLanes, TVector>.One, TLanes.SquareRoot(Mean.Invoke<TLanes, TVector>(a, b, first, second)));
    }
}

/// <summary>into = r (v - mean v - y mean y v) for each line: A is y, B is v, OfLine holds r.</summary>
internal readonly unsafe struct StandardizeChangeLines : ILineKernel
{
    public static void Run<TLanes, TVector, T>(in WholeLines lines)
        where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        TVector ofOne = LineMeans<TLanes, TVector, T>.Number(1.0 / lines.Length);
        TVector zero = TLanes.Constant(0, 0);
        for (nint line = lines.First; line < lines.End; line++)
        {
            nint at = line * lines.Length;
            T* y = (T*)lines.A + at;
            T* v = (T*)lines.B + at;
            T* into = (T*)lines.Into + at;
            TVector sum = TLanes.Broadcast(LineSums.Of(v, lines.Length));
            TVector along = TLanes.Broadcast(LineMeans<TLanes, TVector, T>.SumOf<StrongProduct>(v, y, lines.Length));
            LineLoops<TLanes, TVector, T>.Map<Projected>(v, y, Mean.Invoke<TLanes, TVector>(sum, sum, ofOne, zero), Mean.Invoke<TLanes, TVector>(along, along, ofOne, zero), into, lines.Length);
            LineLoops<TLanes, TVector, T>.Map<Scaled>(into, into, TLanes.Broadcast(((T*)lines.OfLine)[line]), default, into, lines.Length);
        }
    }

    private readonly struct Projected : ILineElement
    {
        public static bool TakesTwo => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => TLanes.Subtract(TLanes.Subtract(a, first), Numbers<TLanes, TVector>.StrongProduct(second, b));
    }

    private readonly struct Scaled : ILineElement
    {
        public static bool TakesTwo => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
            where TLanes : struct, IFunctionLanes<TVector>
            where TVector : unmanaged => Numbers<TLanes, TVector>.StrongProduct(a, first);
    }
}

/// <summary>A sum times the share of one element, plus a number.</summary>
internal readonly struct Mean : ILineElement
{
    public static bool TakesTwo => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector a, TVector b, TVector first, TVector second)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged => TLanes.MultiplyAdd(first, a, second);
}

/// <summary>Numbers of a line in registers, and sums of what is made from its elements, rounded to the element type before they are added.</summary>
internal static unsafe class LineMeans<TLanes, TVector, T>
    where TLanes : struct, IVectorOperations<TVector, T>, IFunctionLanes<TVector>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>A number in every lane.</summary>
    internal static TVector Number(double value)
    {
        T number;
        Doubles.Store1(value, &number);
        return TLanes.Broadcast(number);
    }

    /// <summary>The first lane.</summary>
    internal static T First(TVector value)
    {
        T* lanes = stackalloc T[TLanes.Width];
        TLanes.Store(value, lanes);
        return lanes[0];
    }

    /// <summary>The sum of a function of the elements of two lines.</summary>
    [SkipLocalsInit]
    internal static T SumOf<TElement>(T* a, T* b, nint length)
        where TElement : struct, ILineElement
    {
        T* terms = stackalloc T[(int)Math.Min(LaneTree.BlockLength, length)];
        double* sums = stackalloc double[WholeLines.MostBlocks];
        nint blocks = 0;
        for (nint from = 0; from < length; from += LaneTree.BlockLength)
        {
            int count = (int)Math.Min(LaneTree.BlockLength, length - from);
            LineLoops<TLanes, TVector, T>.Map<TElement>(a + from, b + from, default, default, terms, count);
            sums[blocks++] = LaneTree.Reduce<Sum, T>(terms, count);
        }

        return LineSums.Join<T>(sums, blocks);
    }
}
