using AdjointKit.TestKit;

namespace AdjointKit.IO.Tests.Segy;

/// <summary>The files of traces in the shared folder.</summary>
internal static class SharedTraceFiles
{
    /// <summary>What the standard's readers refuse, and so do we.</summary>
    public static readonly IReadOnlyList<string> Refused = ["increment.sgy", "text.sgy", "format_99.sgy"];

    /// <summary>Every SEG-Y file of the shared folder.</summary>
    public static IEnumerable<string> Segy() => Files().Where(path => !IsSu(path));

    /// <summary>Every SU file of the shared folder.</summary>
    public static IEnumerable<string> Su() => Files().Where(IsSu);

    private static bool IsSu(string path) => path.EndsWith(".su", StringComparison.Ordinal) || path.EndsWith(".su_first_trace", StringComparison.Ordinal);

    private static IEnumerable<string> Files()
    {
        string[] folders = ["data/seismic/segy", "data/seismic/su", "data/seismic/seg2", "data/seismic/field", "data/formats/segy"];
        string[] endings = [".sgy", ".segy", ".su", "_first_trace"];
        return folders
            .SelectMany(folder => Directory.EnumerateFiles(SharedData.Path(folder), "*", SearchOption.AllDirectories))
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
    }
}
