using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Convolutions;

/// <summary>
/// The correlation of planes with sensitivities to a kernel, without columns: every tap has as many sums as a 512-bit register has lanes, column c of a row goes to lane c modulo their number, samples and rows in
/// order; the lanes are added in order in float64. So the bits do not depend on the processor's registers.
/// </summary>
internal static unsafe class DirectCorrelation<T>
    where T : unmanaged
{
    /// <summary>into = the correlation for the output channels, of all groups, from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    /// <param name="shape">The convolution that this is a derivative of.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="x">The planes.</param>
    /// <param name="y">The sensitivities.</param>
    /// <param name="into">The kernel.</param>
    /// <param name="first">The first output channel.</param>
    /// <param name="end">The output channel after the last.</param>
    internal static void Run(in DirectShape shape, nint samples, byte* x, byte* y, byte* into, nint first, nint end)
    {
        nint taps = shape.Inputs * shape.TapsY * shape.TapsX;
        T* planes = (T*)NativeMemory.AllocZeroed((nuint)shape.Scratch, (nuint)sizeof(T));
        T* sensitivities = (T*)NativeMemory.AllocZeroed((nuint)(shape.Rows * RowLength(shape)), (nuint)sizeof(T));
        var sums = (Vector512<T>*)NativeMemory.AlignedAlloc((nuint)((end - first) * taps * sizeof(Vector512<T>)), (nuint)sizeof(Vector512<T>));
        new Span<byte>(sums, checked((int)((end - first) * taps * sizeof(Vector512<T>)))).Clear();
        for (nint sample = 0; sample < samples; sample++)
        {
            nint padded = -1;
            for (nint output = first; output < end; output++)
            {
                nint group = output / shape.Outputs;
                if (group != padded) shape.Pad((T*)x + (((sample * shape.Groups) + group) * shape.Inputs * shape.Height * shape.Width), planes);
                padded = group;
                T* plane = (T*)y + (((sample * shape.Groups * shape.Outputs) + output) * shape.Rows * shape.Columns);
                for (nint row = 0; row < shape.Rows; row++) Unsafe.CopyBlockUnaligned(sensitivities + (row * RowLength(shape)), plane + (row * shape.Columns), (uint)(shape.Columns * sizeof(T)));
                Add(shape, planes, sensitivities, sums + ((output - first) * taps));
            }
        }

        for (nint tap = 0; tap < (end - first) * taps; tap++) ((T*)into)[(first * taps) + tap] = Total(sums[tap]);
        NativeMemory.AlignedFree(sums);
        NativeMemory.Free(sensitivities);
        NativeMemory.Free(planes);
    }

    /// <summary>The columns of a result as whole registers: zeros stand behind them.</summary>
    private static nint RowLength(in DirectShape shape) => (shape.Columns + Vector512<T>.Count - 1) & -Vector512<T>.Count;

    private static void Add(in DirectShape shape, T* planes, T* y, Vector512<T>* sums)
    {
        for (nint input = 0; input < shape.Inputs; input++)
        {
            for (nint tapY = 0; tapY < shape.TapsY; tapY++)
            {
                T* x = planes + (((input * shape.PaddedHeight) + (tapY * shape.DilationY)) * shape.PaddedWidth);
                nint tapX = 0;
                for (; tapX <= shape.TapsX - 3; tapX += 3, sums += 3) AddThree(shape, x + (tapX * shape.DilationX), y, sums);
                for (; tapX < shape.TapsX; tapX++, sums++) AddOne(shape, x + (tapX * shape.DilationX), y, sums);
            }
        }
    }

    private static void AddThree(in DirectShape shape, T* x, T* y, Vector512<T>* sums)
    {
        (Vector512<T> first, Vector512<T> second, Vector512<T> third) = (sums[0], sums[1], sums[2]);
        nint step = shape.DilationX;
        nint last = RowLength(shape) - Vector512<T>.Count;
        nint next = shape.StrideY * shape.PaddedWidth;
        Vector512<T> seen = Seen(shape.Columns - last);
        for (nint row = 0; row < shape.Rows; row++, x += next, y += last + Vector512<T>.Count)
        {
            for (nint column = 0; column < last; column += Vector512<T>.Count)
            {
                Vector512<T> sensitivity = Vector512.Load(y + column);
                first = MultiplyAdd(sensitivity, Vector512.Load(x + column), first);
                second = MultiplyAdd(sensitivity, Vector512.Load(x + column + step), second);
                third = MultiplyAdd(sensitivity, Vector512.Load(x + column + (2 * step)), third);
            }

            Vector512<T> rest = Vector512.Load(y + last);
            first = MultiplyAdd(rest, Vector512.Load(x + last) & seen, first);
            second = MultiplyAdd(rest, Vector512.Load(x + last + step) & seen, second);
            third = MultiplyAdd(rest, Vector512.Load(x + last + (2 * step)) & seen, third);
        }

        (sums[0], sums[1], sums[2]) = (first, second, third);
    }

    private static void AddOne(in DirectShape shape, T* x, T* y, Vector512<T>* sums)
    {
        Vector512<T> sum = *sums;
        nint last = RowLength(shape) - Vector512<T>.Count;
        nint next = shape.StrideY * shape.PaddedWidth;
        Vector512<T> seen = Seen(shape.Columns - last);
        for (nint row = 0; row < shape.Rows; row++, x += next, y += last + Vector512<T>.Count)
        {
            for (nint column = 0; column < last; column += Vector512<T>.Count) sum = MultiplyAdd(Vector512.Load(y + column), Vector512.Load(x + column), sum);
            sum = MultiplyAdd(Vector512.Load(y + last), Vector512.Load(x + last) & seen, sum);
        }

        *sums = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), sum.AsDouble()).As<double, T>();

    /// <summary>Ones in the lanes of the last columns of a row: what stands behind them may be infinite and is not looked at.</summary>
    private static Vector512<T> Seen(nint columns)
    {
        Vector512<T> seen = default;
        new Span<byte>(&seen, (int)columns * sizeof(T)).Fill(byte.MaxValue);
        return seen;
    }

    private static T Total(Vector512<T> lanes)
    {
        double total = 0;
        for (int lane = 0; lane < Vector512<T>.Count; lane++) total += Reductions.Doubles.Load1((T*)&lanes + lane);
        T rounded;
        Reductions.Doubles.Store1(total, &rounded);
        return rounded;
    }
}
