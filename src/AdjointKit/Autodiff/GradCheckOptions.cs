namespace AdjointKit.Autodiff;

/// <summary>How thoroughly a <see cref="GradCheck"/> looks.</summary>
public sealed record GradCheckOptions
{
    /// <summary>The number of random directions.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>The number of randomly chosen single elements.</summary>
    public int Points { get; init; } = 4;

    /// <summary>Further single elements to look at, counted row by row: edges, say.</summary>
    public IReadOnlyList<long> Elements { get; init; } = [];

    /// <summary>The largest change of an element in the first difference, relative to the largest |x| (or to 1 where x is zero).</summary>
    public double Step { get; init; } = 0.01;

    /// <summary>The largest error that passes, relative to the largest |gradient|.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>The seed of directions and elements.</summary>
    public ulong Seed { get; init; } = 1;
}
