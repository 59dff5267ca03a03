namespace AdjointKit.Cli.Hosting;

/// <summary>Wrong usage or wrong input: one sentence for the user, exit code 2.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
