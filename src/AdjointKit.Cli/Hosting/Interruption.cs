using System.Runtime.InteropServices;

namespace AdjointKit.Cli.Hosting;

/// <summary>
/// Turns SIGINT and SIGTERM into a cancellation. Work that does not stop in time, and a second signal, end the process at once: files are
/// written beside their place and renamed, so nothing half-written can remain under a result's name.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long the work may take to stop: the user waits a second at most, and a busy machine needs a part of it for the end itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Action<int>? lastWords;
    private Timer? timer;
    private int exitCode;

    /// <summary>Starts to listen.</summary>
    /// <param name="lastWords">Called with the exit code before the process is ended by force; null (in tests): the signals are left alone.</param>
    internal Interruption(Action<int>? lastWords)
    {
        this.lastWords = lastWords;
        if (lastWords is null) return;
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, Hosting.ExitCode.Interrupted)));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, Hosting.ExitCode.Terminated)));
    }

    internal CancellationToken Token => source.Token;

    /// <summary>The exit code of a cancelled run: which signal it was.</summary>
    internal int ExitCode => exitCode == 0 ? Hosting.ExitCode.Interrupted : exitCode;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        timer?.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref exitCode, code, 0) != 0) EndNow();
        timer = new Timer(_ => EndNow(), null, Patience, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }

    private void EndNow()
    {
        lastWords?.Invoke(exitCode);
        Environment.Exit(exitCode);
    }
}
