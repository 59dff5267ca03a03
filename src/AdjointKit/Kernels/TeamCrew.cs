using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace AdjointKit.Kernels;

/// <summary>
/// The threads behind a <see cref="ThreadTeam"/>. Each thread has one word, (run number, parts not yet claimed), on a cache line of its own; writing the
/// words starts a run, and lowering one by compare-and-swap claims a part. The run number in the word makes a claim that comes too late fail.
/// </summary>
internal sealed class TeamCrew
{
    // A thread that has done its own parts leaves the others this many rounds before it takes theirs over.
    private const int PatienceRounds = 40;

    private readonly Lock gate = new();
    private readonly PaddedWord[] words;
    private readonly Parking[] parkings;
    private readonly Thread[] threads;
    private ITeamWork? work;
    private int parts;
    private uint run;
    private Crowding crowding;
    private PaddedCount unfinished;
    private int reserved;
    private bool started;
    private volatile bool stopping;
    private ExceptionDispatchInfo? failure;
    private int failedPart;

    internal TeamCrew(int count)
    {
        words = new PaddedWord[count];
        parkings = new Parking[count];
        for (int index = 0; index < count; index++) parkings[index] = new Parking();
        threads = new Thread[count - 1];
    }

    internal bool TryReserve() => Interlocked.CompareExchange(ref reserved, 1, 0) == 0;

    internal void Free() => Volatile.Write(ref reserved, 0);

    /// <summary>Whether the caller had better do all parts itself for now; only for the thread that holds the reservation.</summary>
    internal bool IsCrowdedOut()
    {
        if (!crowding.HasBegun) return false;
        if (crowding.GoesOn(Stopwatch.GetTimestamp())) return true;
        parkings[0].Forget();
        return false;
    }

    /// <summary>The caller does short runs itself from now on, for a while; only for the thread that holds the reservation.</summary>
    /// <param name="now">The time, <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal void LeaveToCaller(long now) => crowding.Begin(now);

    /// <summary>Does all parts on the calling thread, which holds the reservation, as long as they are short.</summary>
    internal void RunAlone(ITeamWork newWork, int newParts)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            ThreadTeam.RunInline(newWork, newParts);
        }
        finally
        {
            crowding.Ran(began, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Runs all parts; only for the thread that holds the reservation.</summary>
    internal void Run(ITeamWork newWork, int newParts)
    {
        if (!started) Start();
        work = newWork;
        parts = newParts;
        Volatile.Write(ref unfinished.Value, newParts);
        run++;
        for (int thread = 0; thread < words.Length; thread++) Volatile.Write(ref words[thread].Value, Pack(run, PartsOf(thread, newParts)));

        Interlocked.MemoryBarrier();
        WakeMembers();
        Contribute(0);
        AwaitOthers();
        work = null;
        if (IsAllOfTwoProcessors && parkings[0].TakeCrowded()) LeaveToCaller(Stopwatch.GetTimestamp());

        if (failure is not ExceptionDispatchInfo first) return;
        failure = null;
        first.Throw();
    }

    internal void Stop(bool wait)
    {
        stopping = true;
        Interlocked.MemoryBarrier();
        WakeMembers();
        if (!wait || !started) return;
        foreach (Thread thread in threads) thread.Join();
        foreach (Parking place in parkings) place.Dispose();
    }

    private static long Pack(uint run, int unclaimed) => ((long)run << 32) | (uint)unclaimed;

    private int PartsOf(int thread, int total) => thread >= total ? 0 : (total - thread - 1) / words.Length + 1;

    private void Start()
    {
        started = true;
        for (int index = 0; index < threads.Length; index++)
        {
            int member = index + 1;
            threads[index] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"AdjointKit team {member}" };
            threads[index].Start();
        }
    }

    /// <summary>The life of a member: wait for a run, do the own parts, help those who are late.</summary>
    private void Serve(int member)
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        ThreadTeam.MarkAsMember();
        uint seen = 0;
        while (true)
        {
            seen = AwaitRun(member, seen);
            if (stopping) return;
            Contribute(member);
            Help(member);
        }
    }

    private uint AwaitRun(int member, uint seen)
    {
        for (int round = 0; !HasRun(member, seen); round++)
        {
            if (parkings[member].Pause(round)) continue;
            parkings[member].Prepare();
            if (HasRun(member, seen)) parkings[member].Cancel();
            else parkings[member].Wait();
        }

        return RunOf(member);
    }

    private void AwaitOthers()
    {
        for (int round = 0; !IsComplete; round++)
        {
            if (round == PatienceRounds) Steal(0);
            if (parkings[0].Pause(round)) continue;
            parkings[0].Prepare();
            if (IsComplete) parkings[0].Cancel();
            else parkings[0].Wait();
        }
    }

    private bool IsAllOfTwoProcessors => words.Length == 2 && Environment.ProcessorCount <= 2;

    private bool IsComplete => Volatile.Read(ref unfinished.Value) <= 0;

    private uint RunOf(int member) => (uint)(Volatile.Read(ref words[member].Value) >> 32);

    private bool HasRun(int member, uint seen) => RunOf(member) != seen || stopping;

    /// <summary>A member that is through waits a moment for the others and then takes their parts over.</summary>
    private void Help(int member)
    {
        for (int round = 0; round < PatienceRounds; round++)
        {
            if (IsComplete) return;
            Thread.SpinWait(1);
        }

        Steal(member);
    }

    private void Steal(int member)
    {
        for (int distance = 1; distance < words.Length; distance++) Contribute((member + distance) % words.Length);
    }

    /// <summary>Claims and does parts of a thread until none is left.</summary>
    private void Contribute(int owner)
    {
        ref long word = ref words[owner].Value;
        int done = 0;
        while (true)
        {
            long seen = Volatile.Read(ref word);
            int unclaimed = (int)(uint)seen;
            if (unclaimed == 0) break;
            if (Interlocked.CompareExchange(ref word, seen - 1, seen) != seen) continue;

            // The claim holds the run open, so its fields are stable from here until the part is reported.
            int part = owner + (PartsOf(owner, parts) - unclaimed) * words.Length;
            try
            {
                work!.Execute(part, parts);
            }
            catch (Exception exception)
            {
                Keep(exception, part);
            }

            done++;
            if (unclaimed == 1) break;
        }

        if (done > 0 && Interlocked.Add(ref unfinished.Value, -done) == 0) parkings[0].Wake();
    }

    private void Keep(Exception exception, int part)
    {
        lock (gate)
        {
            if (failure is not null && failedPart < part) return;
            failure = ExceptionDispatchInfo.Capture(exception);
            failedPart = part;
        }
    }

    private void WakeMembers()
    {
        for (int member = 1; member < parkings.Length; member++) parkings[member].Wake();
    }

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PaddedWord
    {
        [FieldOffset(64)]
        internal long Value;
    }

    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct PaddedCount
    {
        [FieldOffset(64)]
        internal int Value;
    }
}
