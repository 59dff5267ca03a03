using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Random;

/// <summary>What random numbers an array gets. Numbers count parts: a complex element is two.</summary>
internal readonly unsafe struct RandomFill
{
    /// <summary>Writes numbers: the array, the position of the first one, how many.</summary>
    internal delegate*<in RandomFill, byte*, nint, nint, void> Kernel { get; init; }

    /// <summary>The stream.</summary>
    internal CounterRandom Random { get; init; }

    /// <summary>The number of the stream that position 0 of the array gets.</summary>
    internal ulong First { get; init; }

    /// <summary>Of Bernoulli numbers: 1 where the 53 leading bits are below it.</summary>
    internal ulong Threshold { get; init; }

    /// <summary>Of integers: the smallest.</summary>
    internal long From { get; init; }

    /// <summary>Of integers: how many there are.</summary>
    internal ulong Range { get; init; }

    /// <summary>Of a permutation: which.</summary>
    internal RandomPermutation Permutation { get; init; }
}
