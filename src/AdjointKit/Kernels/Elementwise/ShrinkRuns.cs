using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>
/// A step of the proximal gradient method for the L1 norm on a block of at most <see cref="LaneTree.BlockLength"/> elements that lie side by side: into = z less itself cut off at the threshold,
/// z = y - length gradient in one rounding, y = x + momentum (x - previous) as <see cref="FusedRuns.Combine"/> has it. The sums that judge the step are made while the block is in the cache.
/// </summary>
internal static unsafe class ShrinkRuns
{
    /// <summary>
    /// Runs a block: A is x, B the iterate before it, C the gradient (into may be the same), Scale the length, Shift the threshold and (its imaginary part) the momentum; <paramref name="sums"/> gets the
    /// sum of |into| and that of (into - y)^2.
    /// </summary>
    [SkipLocalsInit]
    internal static void Block<TFused, T>(Row* block, byte* unused, double* sums)
        where TFused : IFused<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* start = stackalloc T[LaneTree.BlockLength];
        T* y = (T*)block->A;
        double momentum = block->Shift.Imaginary;
        if (momentum != 0)
        {
            var ahead = new Row { Into = (byte*)start, A = block->A, B = block->B, StepInto = 1, StepA = 1, StepB = 1, Count = block->Count, Scale = 1 + momentum, Shift = -momentum };
            FusedRuns.Combine<TFused, T>(&ahead);
            y = start;
        }

        T* gradient = (T*)block->C;
        T* into = (T*)block->Into;
        T length = -TFused.From(block->Scale);
        T threshold = TFused.From(block->Shift);
        var lengths = new Vector<T>(length);
        var thresholds = new Vector<T>(threshold);
        nint i = 0;
        for (; i <= block->Count - Vector<T>.Count; i += Vector<T>.Count)
        {
            // What is no number stays none in the difference, whatever the limits make of it.
            Vector<T> point = FusedRuns.MultiplyAdd(lengths, Vector.Load(gradient + i), Vector.Load(y + i));
            Vector.Store(point - Vector.MaxNative(-thresholds, Vector.MinNative(thresholds, point)), into + i);
        }

        for (; i < block->Count; i++)
        {
            T point = TFused.MultiplyAdd(length, gradient[i], y[i]);
            into[i] = point - T.MaxNative(-threshold, T.MinNative(threshold, point));
        }

        sums[0] = LaneTree.Reduce<SumOfMagnitudes, T>(into, (int)block->Count);
        sums[1] = LaneTree.DistanceSquared(into, y, (int)block->Count);
    }

    /// <summary>Runs a block with a gradient that is ahead of the slope at x, C, and of that at the iterate before, D, as y is of the iterates; into is none of them.</summary>
    [SkipLocalsInit]
    internal static void BlockOfSlopes<TFused, T>(Row* block, byte* d, double* sums)
        where TFused : IFused<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* y = stackalloc T[LaneTree.BlockLength];
        T* x = (T*)block->A;
        T* previous = (T*)block->B;
        T* slope = (T*)block->C;
        T* previousSlope = (T*)d;
        T* into = (T*)block->Into;
        T momentum = TFused.From(block->Shift.Imaginary);
        T ahead = TFused.From(1 + block->Shift.Imaginary);
        T length = -TFused.From(block->Scale);
        T threshold = TFused.From(block->Shift);
        var momenta = new Vector<T>(-momentum);
        var aheads = new Vector<T>(ahead);
        var lengths = new Vector<T>(length);
        var thresholds = new Vector<T>(threshold);
        nint i = 0;
        for (; i <= block->Count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> start = FusedRuns.MultiplyAdd(aheads, Vector.Load(x + i), momenta * Vector.Load(previous + i));
            Vector<T> gradient = FusedRuns.MultiplyAdd(aheads, Vector.Load(slope + i), momenta * Vector.Load(previousSlope + i));
            Vector<T> point = FusedRuns.MultiplyAdd(lengths, gradient, start);
            Vector.Store(start, y + i);
            Vector.Store(point - Vector.MaxNative(-thresholds, Vector.MinNative(thresholds, point)), into + i);
        }

        for (; i < block->Count; i++)
        {
            y[i] = TFused.MultiplyAdd(ahead, x[i], -momentum * previous[i]);
            T gradient = TFused.MultiplyAdd(ahead, slope[i], -momentum * previousSlope[i]);
            T point = TFused.MultiplyAdd(length, gradient, y[i]);
            into[i] = point - T.MaxNative(-threshold, T.MinNative(threshold, point));
        }

        sums[0] = LaneTree.Reduce<SumOfMagnitudes, T>(into, (int)block->Count);
        sums[1] = LaneTree.DistanceSquared(into, y, (int)block->Count);
    }

    /// <summary>into = into + A for a block; the sum that it gets is that of B times into + A, the other one 0.</summary>
    [SkipLocalsInit]
    internal static void BlockWithGain<TFused, T>(Row* block, byte* unused, double* sums)
        where TFused : IFused<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* both = stackalloc T[LaneTree.BlockLength];
        T* slope = (T*)block->A;
        T* into = (T*)block->Into;
        nint i = 0;
        for (; i <= block->Count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> first = Vector.Load(slope + i);
            Vector<T> last = Vector.Load(into + i) + first;
            Vector.Store(last, into + i);
            Vector.Store(last + first, both + i);
        }

        for (; i < block->Count; i++)
        {
            into[i] += slope[i];
            both[i] = into[i] + slope[i];
        }

        LaneTree.Dot<T>(block->B, (byte*)both, (int)block->Count, sums);
        sums[1] = 0;
    }
}
