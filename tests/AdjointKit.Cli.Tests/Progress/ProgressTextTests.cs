using AdjointKit.Cli.Progress;
using AdjointKit.Runs;
using Spectre.Console;

namespace AdjointKit.Cli.Tests.Progress;

public class ProgressTextTests
{
    [Theory]
    [InlineData(12, 9.231, 21, "12 of 40 shots, 1.30 shots/s, 21 s left")]
    [InlineData(2, 80, 1520, "2 of 40 shots, 0.025 shots/s, 25 min 20 s left")]
    [InlineData(39, 0.1, 0.001, "39 of 40 shots, 390 shots/s, 1 s left")]
    public void Says_how_far_how_fast_and_how_long(long done, double elapsed, double left, string expected) =>
        Assert.Equal(expected, ProgressText.Of(new RunProgress("migrating", done, 40, "shots", TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(left))));

    [Fact]
    public void Says_nothing_that_it_does_not_know() => Assert.Equal("0 of 40 shots", ProgressText.Of(new RunProgress("migrating", 0, 40, "shots", TimeSpan.FromSeconds(1), null)));

    [Fact]
    public void Says_what_is_done_where_nobody_knows_how_much_there_is() =>
        Assert.Equal("training alista, stage 3 of 48, 120 steps, 40.0 steps/s", ProgressText.Of(new RunProgress("training alista, stage 3 of 48", 120, 0, "steps", TimeSpan.FromSeconds(3), null)));

    [Fact]
    public void A_run_without_a_known_end_has_lines_too()
    {
        using var error = new StringWriter();
        var lines = new PlainLines(error, "sparse train");
        Thread.Sleep(2100);
        lines.Report(new RunProgress("stage 3 of 48", 120, 0, "steps", TimeSpan.FromSeconds(3), null));
        lines.Finish();
        string[] said = error.ToString().Split('\n');
        Assert.Equal("sparse train: stage 3 of 48, 120 steps, 40.0 steps/s", said[0].TrimEnd());
        Assert.StartsWith("sparse train: 120 steps in 2.", said[1], StringComparison.Ordinal);
    }

    /// <summary>A bar whose end is not known has no percentage to show, and is full when the work is done.</summary>
    [Fact]
    public void A_bar_of_a_terminal_says_what_is_done_where_nobody_knows_how_much_there_is()
    {
        using var error = new StringWriter();
        ProgressTask? task = null;
        int result = new ProgressDisplay(error, terminal: true, quiet: false).Run("sparse train", progress =>
        {
            var bar = (ProgressDisplay.Bar)progress!;
            bar.Report(new RunProgress("stage 3 of 48", 120, 0, "steps", TimeSpan.FromSeconds(3), null));
            task = bar.Task!;
            Assert.True(task.IsIndeterminate);
            bar.Report(new RunProgress("stage 4 of 48", 30, 40, "steps", TimeSpan.FromSeconds(3), null));
            Assert.False(task.IsIndeterminate);
            Assert.Equal(75, task.Percentage);
            bar.Report(new RunProgress("stage 5 of 48", 160, 0, "steps", TimeSpan.FromSeconds(4), null));
            Assert.Equal("stage 5 of 48, 160 steps, 40.0 steps/s", ProgressText.Of(bar.Latest));
            return 7;
        });
        Assert.Equal(7, result);
        Assert.False(task!.IsIndeterminate);
        Assert.Equal(100, task.Percentage);
    }
}
