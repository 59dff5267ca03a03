using AdjointKit.Devices.Drivers;

namespace AdjointKit.Cli.Hosting;

/// <summary>Says what went wrong in one line, and which exit code it is.</summary>
internal static class ErrorSentence
{
    private const int NoSpaceLeft = 28;

    internal static (int Code, string Sentence) Of(Exception failure) => failure switch
    {
        UsageException => (ExitCode.Usage, OneLine(failure.Message)),
        AggregateException { InnerExceptions.Count: > 0 } several => Of(several.InnerExceptions[0]),
        InsufficientMemoryException => (ExitCode.Failed, OneLine(failure.Message)),
        OutOfMemoryException => (ExitCode.Failed, "the memory of this machine does not suffice: use smaller arrays, or bound the run with --memory"),
        ArgumentException wrong => (ExitCode.Usage, OfArgument(wrong)),
        IO.FileFormatException => (ExitCode.Usage, OneLine(failure.Message)),
        FormatException or InvalidDataException or NotSupportedException => (ExitCode.Usage, OneLine(failure.Message)),
        FileNotFoundException { FileName: string name } => (ExitCode.Usage, Directory.Exists(name) ? $"{name} is a folder: name a file in it" : $"the file {name} does not exist"),
        FileNotFoundException => (ExitCode.Usage, OneLine(failure.Message)),
        DirectoryNotFoundException => (ExitCode.Usage, OneLine(failure.Message)),
        UnauthorizedAccessException => (ExitCode.Usage, OneLine(failure.Message)),
        Optimization.ConvergenceException => (ExitCode.Failed, OneLine(failure.Message)),
        DeviceException => (ExitCode.Failed, OneLine(failure.Message)),
        IOException disk when (disk.HResult & 0xFFFF) == NoSpaceLeft => (ExitCode.Failed, "the disk is full: " + OneLine(failure.Message)),
        IOException => (ExitCode.Failed, OneLine(failure.Message)),
        _ => (ExitCode.Failed, $"unexpected {failure.GetType().Name}: {OneLine(failure.Message)} (run again with --debug for the details)"),
    };

    /// <summary>Messages of the framework may span lines ("Actual value was ..."): the first one says it.</summary>
    private static string OneLine(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }

    /// <summary>What the library says of a wrong argument, without the name of its parameter.</summary>
    internal static string OfArgument(ArgumentException failure)
    {
        string line = OneLine(failure.Message);
        int suffix = line.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? line : line[..suffix];
    }
}
