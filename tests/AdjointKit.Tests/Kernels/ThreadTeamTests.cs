using System.Diagnostics;
using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

[Collection("Alone")]
public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 20)]
    [InlineData(5, 3)]
    public void Executes_every_part_once(int threads, int parts)
    {
        using var team = new ThreadTeam(threads);
        var work = new Counting(parts);
        for (int repetition = 0; repetition < 200; repetition++)
        {
            team.Run(work, parts);
            Assert.All(work.Counts, count => Assert.Equal(repetition + 1, count));
        }
    }

    [Fact]
    public void Does_nothing_for_no_parts()
    {
        using var team = new ThreadTeam(2);
        team.Run(new Counting(0), 0);
    }

    [Fact]
    public void Changing_work_and_number_of_parts_from_run_to_run_never_mixes_two_runs()
    {
        using var team = new ThreadTeam(4);
        var works = Enumerable.Range(1, 9).Select(parts => new Counting(parts)).ToArray();
        for (int repetition = 0; repetition < 2000; repetition++)
        {
            Counting work = works[repetition % works.Length];
            team.Run(work, work.Counts.Length);
            Assert.All(work.Counts, count => Assert.Equal(repetition / works.Length + 1, count));
        }
    }

    [Fact]
    public void A_part_runs_on_its_own_thread_when_nobody_is_late()
    {
        using var team = new ThreadTeam(2);
        var work = new Meeting(2);
        team.RunLong(work, 2);
        int[] first = [.. work.Threads];
        team.RunLong(work, 2);

        Assert.Equal(Environment.CurrentManagedThreadId, first[0]);
        Assert.NotEqual(first[0], first[1]);
        Assert.Equal(first, work.Threads);
    }

    [Fact]
    public void A_run_inside_a_part_executes_on_the_same_thread()
    {
        using var team = new ThreadTeam(3);
        using var other = new ThreadTeam(3);
        var work = new Nested(team, other, 6);
        team.Run(work, 6);
        Assert.All(work.InnerStayed, Assert.True);
    }

    [Fact]
    public void A_second_caller_is_not_held_up()
    {
        using var team = new ThreadTeam(2);
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var blocker = new Blocking(entered, release);
        var first = new Thread(() => team.Run(blocker, 2));
        first.Start();
        entered.Wait();
        var work = new Counting(5);
        team.Run(work, 5);
        release.Set();
        first.Join();
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_crowded_team_leaves_short_runs_to_its_caller_until_one_is_long()
    {
        using var team = new ThreadTeam(2);
        team.Run(new Counting(2), 2);
        team.Crew!.LeaveToCaller(Stopwatch.GetTimestamp() + (100 * Stopwatch.Frequency));
        var work = new Where();
        for (int repetition = 0; repetition < 50; repetition++) team.Run(work, 6);
        Assert.Equal(300, work.Threads.Count);
        Assert.All(work.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.Throws<InvalidOperationException>(() => team.Run(new FirstFails(), 6));
        Assert.True(team.Crew.IsCrowdedOut());

        // What is known to be long is shared all the same: these parts wait for each other.
        var meeting = new Meeting(2);
        team.RunLong(meeting, 2);
        Assert.NotEqual(meeting.Threads[0], meeting.Threads[1]);

        // One that turns out to be long is done alone, and is the last.
        team.Run(new Sleeping(milliseconds: 60), 2);
        Assert.False(team.Crew.IsCrowdedOut());
        team.Run(meeting, 2);
        Assert.NotEqual(meeting.Threads[0], meeting.Threads[1]);
    }

    /// <summary>On one thread as on several the parts behind a failing one are done.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void All_parts_end_though_one_throws(int threads)
    {
        using var team = new ThreadTeam(threads);
        var work = new FirstFails();
        Assert.Throws<InvalidOperationException>(() => team.Run(work, 6));
        Assert.Equal(6, work.Ended);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_exception_of_the_smallest_failing_part_reaches_the_caller_with_its_stack(int threads)
    {
        using var team = new ThreadTeam(threads);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            var failure = Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(), 12));
            Assert.Equal("part 4", failure.Message);
            Assert.Contains(nameof(Failing.ThrowFor), failure.StackTrace, StringComparison.Ordinal);
        }

        var work = new Counting(4);
        team.Run(work, 4);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        using var team = new ThreadTeam(2);
        var work = new Counting(8);
        for (int repetition = 0; repetition < 1000; repetition++) team.Run(work, 8);
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(true);
            for (int repetition = 0; repetition < 1000; repetition++) team.Run(work, 8);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(true) - before);
        }

        // The test host itself allocates a little now and then; one object per run would be 24,000 bytes.
        Assert.InRange(least, 0, 4000);
    }

    [Fact]
    public void A_parked_team_wakes_up()
    {
        using var team = new ThreadTeam(3);
        var work = new Meeting(3);
        for (int repetition = 0; repetition < 5; repetition++)
        {
            team.Run(work, 3);
            Thread.Sleep(30);
        }

        Assert.Equal(3, work.Threads.Distinct().Count());
    }

    [Fact]
    public void The_caller_parks_while_a_long_part_runs_and_wakes_up()
    {
        using var team = new ThreadTeam(2);
        var work = new Sleeping(milliseconds: 60);
        team.Run(work, 2);
        Assert.Equal(2, work.Done);
    }

    [Fact]
    public void A_disposed_team_refuses_work()
    {
        var team = new ThreadTeam(2);
        team.Run(new Counting(2), 2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new Counting(2), 2));
    }

    [Fact]
    public void A_team_needs_a_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(0));

    private sealed class Counting(int parts) : ITeamWork
    {
        public int[] Counts { get; } = new int[parts];

        public void Execute(int part, int parts) => Interlocked.Increment(ref Counts[part]);
    }

    private sealed class Meeting(int parts) : ITeamWork
    {
        private readonly Barrier barrier = new(parts);

        public int[] Threads { get; } = new int[parts];

        public void Execute(int part, int parts)
        {
            barrier.SignalAndWait();
            Threads[part] = Environment.CurrentManagedThreadId;
        }
    }

    private sealed class Nested(ThreadTeam team, ThreadTeam other, int parts) : ITeamWork
    {
        public bool[] InnerStayed { get; } = new bool[parts];

        public void Execute(int part, int parts)
        {
            var same = new Where();
            team.Run(same, 4);
            other.Run(same, 4);
            InnerStayed[part] = same.Threads.Count == 8 && same.Threads.TrueForAll(thread => thread == Environment.CurrentManagedThreadId);
        }
    }

    private sealed class Where : ITeamWork
    {
        public List<int> Threads { get; } = [];

        public void Execute(int part, int parts) => Threads.Add(Environment.CurrentManagedThreadId);
    }

    private sealed class Blocking(ManualResetEventSlim entered, ManualResetEventSlim release) : ITeamWork
    {
        public void Execute(int part, int parts)
        {
            entered.Set();
            release.Wait();
        }
    }

    private sealed class Failing : ITeamWork
    {
        public void Execute(int part, int parts)
        {
            if (part >= 4) ThrowFor(part);
        }

        internal static void ThrowFor(int part) => throw new InvalidOperationException($"part {part}");
    }

    private sealed class FirstFails : ITeamWork
    {
        private int ended;

        public int Ended => ended;

        public void Execute(int part, int parts)
        {
            Interlocked.Increment(ref ended);
            if (part == 0) throw new InvalidOperationException("part 0");
        }
    }

    private sealed class Sleeping(int milliseconds) : ITeamWork
    {
        private int done;

        public int Done => done;

        public void Execute(int part, int parts)
        {
            if (part == 1) Thread.Sleep(milliseconds);
            Interlocked.Increment(ref done);
        }
    }
}
