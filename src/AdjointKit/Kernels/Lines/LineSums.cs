using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Kernels.Lines;

/// <summary>The sum of a line, in the order of <see cref="LaneTree"/>, rounded to the element type as a reduction stores it.</summary>
internal static unsafe class LineSums
{
    internal static T Of<T>(T* x, nint length)
        where T : unmanaged
    {
        double* sums = stackalloc double[WholeLines.MostBlocks];
        nint blocks = 0;
        for (nint from = 0; from < length; from += LaneTree.BlockLength) sums[blocks++] = LaneTree.Reduce<Sum, T>(x + from, (int)Math.Min(LaneTree.BlockLength, length - from));
        return Join<T>(sums, blocks);
    }

    /// <summary>The sum of the sums of the blocks, which are overwritten.</summary>
    internal static T Join<T>(double* sums, nint blocks)
        where T : unmanaged
    {
        LaneTree.Combine(sums, blocks, 1, &LaneTree.Join<Sum>);
        T sum;
        Doubles.Store1(sums[0], &sum);
        return sum;
    }
}
