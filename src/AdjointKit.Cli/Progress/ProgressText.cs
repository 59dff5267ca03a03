using AdjointKit.Runs;

namespace AdjointKit.Cli.Progress;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>"12 of 40 shots, 1.30 shots/s, 21 s left"; where nobody knows how many there will be, what is being done, and "12 shots, 1.30 shots/s".</summary>
    internal static string Of(RunProgress progress)
    {
        string text = progress.Total > 0 ? $"{progress.Done} of {progress.Total} {progress.Unit}" : $"{progress.Activity}, {progress.Done} {progress.Unit}";
        if (progress.Rate > 0) text += $", {Rate(progress.Rate)} {progress.Unit}/s";
        return progress.Remaining is TimeSpan left ? $"{text}, {Duration(left)} left" : text;
    }

    /// <summary>Seconds below two minutes, then minutes and seconds, then hours and minutes.</summary>
    internal static string Duration(TimeSpan time)
    {
        double seconds = Math.Ceiling(time.TotalSeconds);
        if (seconds < 120) return $"{seconds:0} s";
        return seconds < 7200 ? $"{Math.Floor(seconds / 60):0} min {seconds % 60:0} s" : $"{Math.Floor(seconds / 3600):0} h {Math.Floor(seconds % 3600 / 60):0} min";
    }

    /// <summary>Three digits, whatever the size.</summary>
    private static string Rate(double rate) => rate >= 100 ? $"{rate:0}" : rate >= 10 ? $"{rate:0.0}" : rate >= 1 ? $"{rate:0.00}" : $"{rate:G3}";
}
