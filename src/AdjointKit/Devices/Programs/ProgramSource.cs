using System.Reflection;
using System.Text;

namespace AdjointKit.Devices.Programs;

/// <summary>
/// A program for devices: embedded source files, one after another, specialised by definitions. Two sources of equal key are the same program.
/// </summary>
/// <param name="Assembly">The library that holds the files.</param>
/// <param name="Files">The files, those of this library (helpers that others share) by the prefix "engine:".</param>
/// <param name="Definitions">Names and values of macros, "REAL=float".</param>
internal sealed record ProgramSource(Assembly Assembly, string Files, string Definitions)
{
    private const string EnginePrefix = "engine:";

    /// <summary>A source of this library.</summary>
    internal static ProgramSource Engine(string files, string definitions) => new(typeof(ProgramSource).Assembly, files, definitions);

    /// <summary>The complete text: definitions, prelude of the driver, files.</summary>
    internal string Text(string prelude)
    {
        var text = new StringBuilder();
        foreach (string definition in Definitions.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int split = definition.IndexOf('=', StringComparison.Ordinal);
            text.Append("#define ").Append(split < 0 ? definition : definition[..split]).Append(' ').Append(split < 0 ? "1" : definition[(split + 1)..]).Append('\n');
        }

        text.Append(prelude).Append('\n');
        foreach (string file in Files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool ofEngine = file.StartsWith(EnginePrefix, StringComparison.Ordinal);
            text.Append(ofEngine ? KernelText.Read(file[EnginePrefix.Length..]) : KernelText.Read(Assembly, file)).Append('\n');
        }

        return text.ToString();
    }
}
