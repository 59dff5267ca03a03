namespace AdjointKit.Cli.Hosting;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>The run, or a test that it made, failed.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage or wrong input.</summary>
    internal const int Usage = 2;

    /// <summary>Stopped by Ctrl-C (128 + SIGINT).</summary>
    internal const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM (128 + SIGTERM).</summary>
    internal const int Terminated = 143;
}
