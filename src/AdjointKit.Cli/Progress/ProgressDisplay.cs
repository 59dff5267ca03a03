using AdjointKit.Runs;
using Spectre.Console;

namespace AdjointKit.Cli.Progress;

/// <summary>Shows progress on stderr: a live bar with rate and time left on a terminal, a plain line now and then where stderr is piped.</summary>
internal sealed class ProgressDisplay(TextWriter error, bool terminal, bool quiet)
{
    private IAnsiConsole? live;

    /// <summary>Prints a line on stderr, above the bar where one is shown; silent where nobody looks.</summary>
    internal void Line(string text)
    {
        if (quiet) return;
        if (live is IAnsiConsole console) console.WriteLine(text);
        else error.WriteLine(text);
    }

    /// <summary>Runs work under a progress line.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it may report from any thread. It gets null where nobody looks.</param>
    internal T Run<T>(string title, Func<IProgress<RunProgress>?, T> work)
    {
        if (quiet) return work(null);
        if (!terminal)
        {
            var lines = new PlainLines(error, title);
            T result = work(lines);
            lines.Finish();
            return result;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        var bar = new Bar();
        live = console;
        try
        {
            return console.Progress()
                .AutoClear(enabled: false)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ReportColumn(bar))
                .Start(context =>
                {
                    bar.Task = context.AddTask(Markup.Escape(title));
                    T result = work(bar);
                    bar.Task.IsIndeterminate = false;
                    bar.Task.Value = bar.Task.MaxValue;
                    return result;
                });
        }
        finally
        {
            live = null;
        }
    }

    /// <summary>Feeds a bar of the console with what the library reports.</summary>
    internal sealed class Bar : IProgress<RunProgress>
    {
        internal ProgressTask? Task { get; set; }

        internal RunProgress Latest { get; private set; }

        public void Report(RunProgress value)
        {
            Latest = value;
            if (Task is null) return;
            Task.IsIndeterminate = value.Total <= 0;
            if (value.Total <= 0) return;
            Task.MaxValue = value.Total;
            Task.Value = Math.Min(value.Done, value.Total);
        }
    }
}
