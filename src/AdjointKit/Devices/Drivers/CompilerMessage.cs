using System.Globalization;
using System.Text.RegularExpressions;

namespace AdjointKit.Devices.Drivers;

/// <summary>Finds the line that a compiler's first error points at.</summary>
internal static partial class CompilerMessage
{
    /// <summary>The line of the text, trimmed; null where the log names none.</summary>
    internal static string? LineOf(string text, string log)
    {
        // "<source>:12:5: error: ..." (clang), "error: <source>:12:5: ..." (PoCL), "program(12): error: ..." (NVRTC), "file:12: error: ...".
        Match match = ErrorPlace().Match(log);
        if (!match.Success || !int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
        string[] lines = text.Split('\n');
        return number >= 1 && number <= lines.Length ? lines[number - 1].Trim() : null;
    }

    [GeneratedRegex(@"[:(](?<line>\d+)(:\d+)?\)?:\s*(fatal )?error|error:\s*[^\s:]+:(?<line>\d+):", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorPlace();
}
