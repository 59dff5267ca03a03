namespace AdjointKit.Optimization;

/// <summary>A mean of the iterates, which is kept beside them.</summary>
public sealed record IterateAverage
{
    private IterateAverage(long from, double? memory)
    {
        From = from;
        Memory = memory;
    }

    /// <summary>The number of steps before the mean begins; until then it is the iterate.</summary>
    public long From { get; }

    /// <summary>The part of the mean that stays in a step; null: all iterates count alike.</summary>
    public double? Memory { get; }

    /// <summary>The mean of all iterates after step <paramref name="from"/> (Polyak and Juditsky, SIAM J. Control Optim. 30, 1992).</summary>
    /// <param name="from">The number of steps that do not count.</param>
    public static IterateAverage Uniform(long from = 0) =>
        from >= 0 ? new IterateAverage(from, null) : throw new ArgumentException($"a mean begins after 0 or more steps, not {from}");

    /// <summary>mean = memory mean + (1 - memory) x, beginning with the first iterate after step <paramref name="from"/>.</summary>
    /// <param name="memory">At least 0 and less than 1.</param>
    /// <param name="from">The number of steps that do not count.</param>
    public static IterateAverage Exponential(double memory, long from = 0)
    {
        if (memory is not (>= 0 and < 1)) throw new ArgumentException($"the memory of a mean is at least 0 and less than 1, not {memory}");
        return from >= 0 ? new IterateAverage(from, memory) : throw new ArgumentException($"a mean begins after 0 or more steps, not {from}");
    }

    /// <summary>The weight of the iterate after a step, numbered from 1.</summary>
    internal double Weight(long step)
    {
        long counted = step - From;
        return counted <= 1 ? 1 : Memory is double memory ? 1 - memory : 1.0 / counted;
    }
}
