namespace AdjointKit.Nn;

/// <summary>How samples are put into batches.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The samples of a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the orders: that of an epoch is a function of the seed and its number.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the samples at the end of an epoch that do not fill a batch are left out; else they are a smaller batch.</summary>
    public bool DropsLast { get; init; }

    /// <summary>Whether the next batch is put together on a thread of its own while one is worked on.</summary>
    public bool Prefetch { get; init; } = true;
}
