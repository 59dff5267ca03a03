using System.Runtime.ExceptionServices;

namespace AdjointKit.Kernels;

/// <summary>Work that a <see cref="ThreadTeam"/> splits into parts. The result may not depend on which thread runs a part.</summary>
public interface ITeamWork
{
    /// <summary>Does part number <paramref name="part"/> of <paramref name="parts"/>. It may not wait for a part that may not have begun: one thread may do all.</summary>
    void Execute(int part, int parts);
}

/// <summary>A persistent team of threads, the caller included, for one level of parallelism at a time.</summary>
/// <remarks>
/// Part p belongs to thread p modulo <see cref="Threads"/>, so that a thread finds in its cache what it wrote in the run before; only when that thread
/// is late (the machine is busy) another one takes the part over. On a machine of two processors that others use, too, a team of two leaves runs to their caller for a while (10 to 200 ms), until one takes over 20 ms. A run inside a part, and a run while another thread uses the team, executes on its
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
    public void Run(ITeamWork work, int parts) => Run(work, parts, mayBeAlone: true);

    /// <summary>The threads behind the team; null: it has one.</summary>
    internal TeamCrew? Crew => crew;

    /// <summary>The same for parts of seconds or more, which a team of two shares on a busy machine, too.</summary>
    internal void RunLong(ITeamWork work, int parts) => Run(work, parts, mayBeAlone: false);

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

    /// <summary>Does all parts on the calling thread.</summary>
    internal static void RunInline(ITeamWork work, int parts)
    {
        ExceptionDispatchInfo? failure = null;
        for (int part = 0; part < parts; part++)
        {
            try
            {
                work.Execute(part, parts);
            }
            catch (Exception exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
    }

    private void Run(ITeamWork work, int parts, bool mayBeAlone)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(disposed, this);
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        if (crew is null || parts <= 1 || insideRun || !crew.TryReserve())
        {
            RunInline(work, parts);
            return;
        }

        insideRun = true;
        try
        {
            if (mayBeAlone && crew.IsCrowdedOut()) crew.RunAlone(work, parts);
            else crew.Run(work, parts);
        }
        finally
        {
            insideRun = false;
            crew.Free();
        }
    }
}
