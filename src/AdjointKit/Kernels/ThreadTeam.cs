namespace AdjointKit.Kernels;

/// <summary>Work that a <see cref="ThreadTeam"/> splits into parts. The result may not depend on which thread runs a part.</summary>
public interface ITeamWork
{
    /// <summary>Does part number <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Execute(int part, int parts);
}

/// <summary>A persistent team of threads, the caller included, for one level of parallelism at a time.</summary>
/// <remarks>
/// Part p belongs to thread p modulo <see cref="Threads"/>, so that a thread finds in its cache what it wrote in the run before; only when that thread
/// is late (the machine is busy) another one takes the part over. A run inside a part, and a run while another thread uses the team, executes on its
/// caller alone. Denormals are flushed in every computing thread while it computes. A run allocates nothing.
/// </remarks>
public sealed class ThreadTeam : IDisposable
{
    [ThreadStatic]
    private static bool insideRun;

    private readonly TeamCrew? crew;
    private bool disposed;

    /// <summary>Makes a team. Its threads start with the first run that needs them.</summary>
    /// <param name="threads">The number of threads, the caller's included; at least 1.</param>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
        if (threads > 1) crew = new TeamCrew(threads);
        else GC.SuppressFinalize(this);
    }

    /// <summary>Ends the threads of a team that was forgotten: they hold the crew, not the team.</summary>
    ~ThreadTeam() => crew?.Stop(wait: false);

    /// <summary>The number of threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Runs all parts and returns when they are done.</summary>
    /// <param name="work">What each part does.</param>
    /// <param name="parts">The number of parts; none or less does nothing.</param>
    /// <remarks>When parts throw, the exception of the one with the smallest number is thrown again here, with its own stack trace, after the other parts have ended.</remarks>
    public void Run(ITeamWork work, int parts)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(disposed, this);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        if (crew is null || parts <= 1 || insideRun || !crew.TryReserve())
        {
            for (int part = 0; part < parts; part++) work.Execute(part, parts);
            return;
        }

        insideRun = true;
        try
        {
            crew.Run(work, parts);
        }
        finally
        {
            insideRun = false;
            crew.Free();
        }
    }

    /// <summary>Ends the threads. Not to be called while a run is under way.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        crew?.Stop(wait: !insideRun);
        GC.SuppressFinalize(this);
    }

    /// <summary>Marks the calling thread as a member of a team for good: runs that its parts start are executed inline.</summary>
    internal static void MarkAsMember() => insideRun = true;
}
