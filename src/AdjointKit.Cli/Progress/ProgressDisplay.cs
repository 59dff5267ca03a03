using Spectre.Console;

namespace AdjointKit.Cli.Progress;

/// <summary>Where a long run reports how far it is.</summary>
internal interface IProgressReport
{
    /// <summary>Reports that <paramref name="done"/> of <paramref name="total"/> units are done.</summary>
    void Report(double done, double total);
}

/// <summary>Shows progress on stderr: a live bar with rate and time left on a terminal, a plain line now and then where stderr is piped.</summary>
internal sealed class ProgressDisplay(TextWriter error, bool terminal, bool quiet)
{
    /// <summary>Runs work under a progress line.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="unit">What is counted, plural.</param>
    /// <param name="work">The work; it reports on the thread that it likes.</param>
    internal T Run<T>(string title, string unit, Func<IProgressReport, T> work)
    {
        if (quiet) return work(Silent.Instance);
        if (!terminal)
        {
            var lines = new PlainLines(error, title, unit);
            T result = work(lines);
            lines.Finish();
            return result;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(enabled: false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(unit), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title));
                T result = work(new Bar(task));
                task.Value = task.MaxValue;
                return result;
            });
    }

    private sealed class Silent : IProgressReport
    {
        internal static readonly Silent Instance = new();

        public void Report(double done, double total)
        {
        }
    }

    private sealed class Bar(ProgressTask task) : IProgressReport
    {
        public void Report(double done, double total)
        {
            task.MaxValue = Math.Max(1e-12, total);
            task.Value = Math.Min(done, total);
        }
    }
}
