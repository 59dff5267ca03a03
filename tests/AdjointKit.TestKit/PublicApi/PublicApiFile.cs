using System.Reflection;
using System.Text;
using Xunit;

namespace AdjointKit.TestKit;

/// <summary>
/// The public API of an assembly beside the one that is on record in tests/PublicApi/NAME.txt: whoever changes it sees the change as a diff, and so does
/// the reader of the commit.
/// </summary>
public static class PublicApiFile
{
    /// <summary>The environment variable that, set to 1, puts the present API on record.</summary>
    public const string AcceptVariable = "ADJOINTKIT_ACCEPT_API";

    /// <summary>Fails with what was added and removed where the assembly's API is not the one on record.</summary>
    public static void Check(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        string path = Path.Combine(Repository.Root, "tests", "PublicApi", name + ".txt");
        string[] actual = [.. PublicApiText.Of(assembly)];
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllLines(path, actual);
            return;
        }

        string[] recorded = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (recorded.AsSpan().SequenceEqual(actual)) return;
        Assert.Fail($"The public API of {name} is not the one in tests/PublicApi/{name}.txt:\n{Difference(recorded, actual)}If this is meant, run the test with {AcceptVariable}=1 and commit the file.");
    }

    /// <summary>The lines that only one of the two has, each block under the type that it belongs to.</summary>
    internal static string Difference(IReadOnlyList<string> recorded, IReadOnlyList<string> actual)
    {
        var text = new StringBuilder();
        List<(string Type, string Line)> before = WithTypes(recorded);
        List<(string Type, string Line)> now = WithTypes(actual);
        var lines = before.Except(now).Select(entry => (entry.Type, Line: "- " + entry.Line)).Concat(now.Except(before).Select(entry => (entry.Type, Line: "+ " + entry.Line)));
        foreach (IGrouping<string, (string Type, string Line)> type in lines.GroupBy(entry => entry.Type, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("  ").Append(type.Key).Append('\n');
            foreach ((_, string line) in type) text.Append("    ").Append(line).Append('\n');
        }

        return text.Length > 0 ? text.ToString() : "  the same lines in another order\n";
    }

    private static List<(string Type, string Line)> WithTypes(IReadOnlyList<string> lines)
    {
        var result = new List<(string, string)>();
        string type = "";
        foreach (string line in lines)
        {
            if (line.Length == 0) continue;
            if (line[0] != ' ') type = line;
            result.Add((type, line.Trim()));
        }

        return result;
    }
}
