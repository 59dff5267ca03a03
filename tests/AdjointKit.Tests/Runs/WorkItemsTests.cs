using System.Diagnostics;
using AdjointKit.Kernels;
using AdjointKit.Runs;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Runs;

public sealed class WorkItemsTests
{
    private const int Count = 24;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_workers_gives_the_same_bits(int workers)
    {
        using var team = new ThreadTeam(5);
        using var shots = new ShotSum(Count) { OnCompute = item => Thread.Sleep(item * 7 % 5) };
        WorkItems.Run(shots, "summing", "shots", team, workers);
        Assert.Equal(Expected(Count), shots.Sum);
        Assert.Equal(Enumerable.Range(0, Count), shots.Committed);
        Assert.InRange(shots.MostAtOnce, 1, workers);
        Assert.All(shots.Shots, shot => Assert.True(shot.Disposed));
    }

    [Fact]
    public void The_order_of_the_addends_matters_for_this_test()
    {
        using var shots = new ShotSum(Count);
        for (int item = Count - 1; item >= 0; item--) shots.Commit(item, shots.Compute(item, null, default));
        Assert.NotEqual(Expected(Count), shots.Sum);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    [InlineData(3, 7)]
    [InlineData(3, 23)]
    public void A_run_killed_after_any_commit_goes_on_to_the_same_bits(int workers, int killedAfter)
    {
        using var folder = new TemporaryFolder();
        using var team = new ThreadTeam(3);
        string image = "";
        using (ResumableRun eager = Eager(folder["image.run"]))
        using (var shots = new ShotSum(Count))
        {
            shots.OnCommitted = item =>
            {
                if (item == killedAfter) image = KilledRun.CopyOf(eager.Folder, folder["killed.run"]);
            };
            WorkItems.Run(shots, "summing", "shots", team, workers, eager);
        }

        // The image was taken at a commit, before its save: exactly the items before it are in the state.
        using var rest = new ShotSum(Count);
        using ResumableRun resumed = ResumableRun.Start(image, Manifest(), resume: true);
        Assert.Equal(killedAfter > 0, resumed.Resumed);
        WorkItems.Run(rest, "summing", "shots", team, workers, resumed);
        Assert.Equal(Enumerable.Range(killedAfter, Count - killedAfter), rest.Committed);
        Assert.Equal(Expected(Count), rest.Sum);
    }

    [Fact]
    public void A_cancelled_run_saves_what_is_committed_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        using var team = new ThreadTeam(2);
        using var cancellation = new CancellationTokenSource();
        using (ResumableRun run = ResumableRun.Start(folder["image.run"], Manifest()))
        using (var shots = new ShotSum(Count))
        {
            shots.OnCommitted = item =>
            {
                if (item == 9) cancellation.Cancel();
            };
            Assert.ThrowsAny<OperationCanceledException>(() => WorkItems.Run(shots, "summing", "shots", team, 2, run, null, cancellation.Token));
            Assert.Equal(shots.Committed.Count, run.Saved);
            Assert.All(shots.Shots, shot => Assert.True(shot.Disposed));
        }

        using ResumableRun resumed = ResumableRun.Start(folder["image.run"], Manifest(), resume: true);
        using var rest = new ShotSum(Count);
        WorkItems.Run(rest, "summing", "shots", team, 2, resumed);
        Assert.Equal(Expected(Count), rest.Sum);
        Assert.InRange(rest.Committed[0], 10, 12);
        resumed.Complete();
        Assert.False(Directory.Exists(folder["image.run"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_first_failing_item_is_reported_and_those_before_it_are_saved(int workers)
    {
        using var folder = new TemporaryFolder();
        using var team = new ThreadTeam(4);
        using ResumableRun run = ResumableRun.Start(folder["image.run"], Manifest());
        using var shots = new ShotSum(Count)
        {
            OnCompute = item =>
            {
                if (item == 6) Thread.Sleep(20);
                if (item >= 6) throw new InvalidOperationException($"shot {item}");
            },
        };
        var failure = Assert.Throws<InvalidOperationException>(() => WorkItems.Run(shots, "summing", "shots", team, workers, run));
        Assert.Equal("shot 6", failure.Message);
        Assert.Equal(6, run.Saved);
        Assert.Equal(Enumerable.Range(0, 6), shots.Committed);
    }

    [Fact]
    public void A_save_that_fails_half_way_leaves_the_last_whole_state()
    {
        using var folder = new TemporaryFolder();
        using (ResumableRun run = ResumableRun.Start(folder["image.run"], Manifest()))
        {
            run.Save(3, new Text("three"));
            Assert.Throws<IOException>(() => run.Save(4, new Text("four") { Fails = true }));
        }

        using ResumableRun resumed = ResumableRun.Start(folder["image.run"], Manifest(), resume: true);
        var text = new Text("");
        Assert.Equal(3, resumed.Load(text));
        Assert.Equal("three", text.Value);
    }

    [Fact]
    public void Progress_counts_items_and_knows_the_time_left()
    {
        using var shots = new ShotSum(8) { OnCompute = _ => Thread.Sleep(5) };
        var events = new List<RunProgress>();
        WorkItems.Run(shots, "summing", "shots", null, 1, null, new Reporter(events.Add));
        Assert.Equal(new RunProgress("summing", 8, 8, "shots", events[^1].Elapsed, TimeSpan.Zero) { Rate = 8 / events[^1].Elapsed.TotalSeconds }, events[^1]);
        Assert.True(events[0].Rate > 0, "half of the first item is done");
        Assert.All(events, happened => Assert.Equal("shots", happened.Unit));
        Assert.True(events.Count >= 8);
        Assert.True(events[3].Remaining > TimeSpan.Zero);
    }

    [Fact]
    public void Rate_and_time_left_of_a_resumed_run_count_what_it_does_itself()
    {
        using var folder = new TemporaryFolder();
        using var before = new ShotSum(Count);
        using ResumableRun run = Eager(folder["image.run"]);
        run.Save(20, before);
        using var shots = new ShotSum(Count) { OnCompute = _ => Thread.Sleep(5) };
        var events = new List<RunProgress>();
        WorkItems.Run(shots, "summing", "shots", null, 1, run, new Reporter(events.Add));
        Assert.Equal(4 / events[^1].Elapsed.TotalSeconds, events[^1].Rate);
        RunProgress second = events.First(happened => happened.Done == 22);
        Assert.Equal(2 / second.Elapsed.TotalSeconds, second.Rate);
        Assert.True(second.Remaining <= second.Elapsed);
    }

    /// <summary>Items take seconds or hours: a busy machine is no reason to leave them to one thread, as short runs are.</summary>
    [Fact]
    public void Items_are_shared_by_a_crowded_team_too()
    {
        using var team = new ThreadTeam(2);
        team.Crew!.LeaveToCaller(Stopwatch.GetTimestamp() + (100 * Stopwatch.Frequency));
        Assert.True(team.Crew.IsCrowdedOut());
        using var meeting = new Barrier(2);
        using var shots = new ShotSum(2) { OnCompute = _ => meeting.SignalAndWait(TimeSpan.FromSeconds(30)) };
        WorkItems.Run(shots, "summing", "shots", team, 2);
        Assert.Equal(2, shots.MostAtOnce);
    }

    [Fact]
    public void Saves_are_not_more_frequent_than_asked()
    {
        using var folder = new TemporaryFolder();
        using ResumableRun run = ResumableRun.Start(folder["image.run"], Manifest());
        Assert.False(run.SaveWhenDue(1, new Text("one")));
        using ResumableRun eager = Eager(folder["eager.run"]);
        Assert.True(eager.SaveWhenDue(1, new Text("one")));
    }

    private static float[] Expected(int count)
    {
        using var shots = new ShotSum(count);
        for (int item = 0; item < count; item++) shots.Commit(item, shots.Compute(item, null, default));
        return shots.Sum;
    }

    private static RunManifest Manifest() => new RunManifest("test").WithParameter("nt", "100");

    /// <summary>A run that saves after every item.</summary>
    private static ResumableRun Eager(string folder)
    {
        ResumableRun run = ResumableRun.Start(folder, Manifest());
        run.SaveInterval = TimeSpan.Zero;
        run.SavingShare = double.PositiveInfinity;
        return run;
    }

    private sealed class Reporter(Action<RunProgress> action) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => action(value);
    }

    private sealed class Text(string value) : IRunState
    {
        public string Value { get; private set; } = value;

        public bool Fails { get; init; }

        public void Save(Stream stream)
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Value));
            if (Fails) throw new IOException("the disk is full");
        }

        public void Load(Stream stream)
        {
            byte[] buffer = new byte[5];
            stream.ReadExactly(buffer);
            Value = System.Text.Encoding.UTF8.GetString(buffer);
        }
    }
}
