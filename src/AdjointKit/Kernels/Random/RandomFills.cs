using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Random;

/// <summary>Which kernel makes the random numbers of an element type.</summary>
internal static unsafe class RandomFills
{
    internal static RandomFill Uniform(ElementType type, CounterRandom random, ulong first) => new()
    {
        Random = random,
        First = first,
        Kernel = ElementTypes.RealOf(type) switch
        {
            ElementType.Float32 => &RandomRuns.Uniform<float>,
            ElementType.Float64 => &RandomRuns.Uniform<double>,
            _ => throw Unsupported(type),
        },
    };

    internal static RandomFill Normal(ElementType type, CounterRandom random, ulong first) => new()
    {
        Random = random,
        First = first,
        Kernel = ElementTypes.RealOf(type) switch
        {
            ElementType.Float32 => &RandomRuns.Normal<float>,
            ElementType.Float64 => &RandomRuns.Normal<double>,
            _ => throw Unsupported(type),
        },
    };

    internal static RandomFill Bernoulli(ElementType type, double probability, CounterRandom random, ulong first)
    {
        CounterRandom.CheckProbability(probability);
        return new RandomFill
        {
            Random = random,
            First = first,
            Threshold = RandomRuns.Threshold(probability),
            Kernel = type switch
            {
                ElementType.Boolean or ElementType.UInt8 => &RandomRuns.Bernoulli<byte>,
                ElementType.Float32 => &RandomRuns.Bernoulli<float>,
                ElementType.Float64 => &RandomRuns.Bernoulli<double>,
                _ => throw new NotSupportedException($"Bernoulli numbers of type {type} are not made: use bool, byte, float or double."),
            },
        };
    }

    internal static RandomFill Integers(long from, long to, CounterRandom random, ulong first)
    {
        CounterRandom.CheckRange(from, to);
        return new RandomFill { Random = random, First = first, From = from, Range = (ulong)to - (ulong)from, Kernel = &RandomRuns.Integers };
    }

    internal static RandomFill Permutation(RandomPermutation permutation) => new() { Permutation = permutation, Kernel = &RandomRuns.Permutation };

    private static NotSupportedException Unsupported(ElementType type) => new($"Random numbers of type {type} are not made: use float, double, ComplexF or Complex.");
}
