using System.Text;
using Xunit;

namespace AdjointKit.TestKit;

/// <summary>The examples of a README: its C# must stand in a source file that is compiled, its commands can be taken out and run.</summary>
public static class ReadmeExample
{
    /// <summary>Fails where the C# of a README is not, line by line, part of a source file.</summary>
    /// <param name="readme">The README's path from the repository's root.</param>
    /// <param name="source">The path of a source file that is compiled and run, from the repository's root.</param>
    public static void RequireCode(string readme, string source)
    {
        string[] compiled = [.. Lines(File.ReadAllText(Path.Combine(Repository.Root, source)))];
        List<string> code = [.. Blocks(readme, "csharp").SelectMany(Lines)];
        Assert.NotEmpty(code);
        foreach (string directive in code.Where(IsUsingDirective)) Assert.Contains(directive, compiled);
        code.RemoveAll(IsUsingDirective);
        Assert.Contains(string.Join('\n', code), string.Join('\n', compiled), StringComparison.Ordinal);
    }

    /// <summary>The commands of a README's shell blocks that begin with a program, each as one line.</summary>
    public static IEnumerable<string> Commands(string readme, string program) =>
        Blocks(readme, "bash").SelectMany(block => Lines(block.Replace("\\\n", " ", StringComparison.Ordinal))).Where(line => line.StartsWith(program + " ", StringComparison.Ordinal));

    private static IEnumerable<string> Blocks(string readme, string language)
    {
        StringBuilder? block = null;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, readme)))
        {
            if (block is null)
            {
                if (line == "```" + language) block = new StringBuilder();
            }
            else if (line == "```")
            {
                yield return block.ToString();
                block = null;
            }
            else
            {
                block.Append(line).Append('\n');
            }
        }
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static bool IsUsingDirective(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=') && !line.Contains('(');
}
