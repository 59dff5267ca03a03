using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdjointKit.Cli.Hosting;

/// <summary>
/// <c>--config FILE.json</c>: one JSON object of long option names without dashes. Its values become arguments of the command line, unless the
/// command line has the option already.
/// </summary>
internal static class ConfigurationFile
{
    /// <summary>Options that say how a run is started rather than what it computes: a written configuration leaves them out.</summary>
    private static readonly string[] NotWritten = ["--config", "--json", "--quiet", "--debug", "--resume", "--help", "--version"];

    /// <summary>The arguments with those of the file added.</summary>
    internal static string[] Merge(string[] arguments, ParseResult parse, string path)
    {
        var added = new List<string>();
        foreach ((string key, JsonElement value) in Read(path))
        {
            Option option = Find(parse.CommandResult, key) ?? throw new UsageException($"{path}: the command {PathOf(parse.CommandResult)} has no option '{key}'");
            if (option.Name == "--config") throw new UsageException($"{path}: a configuration cannot name another one");
            if (parse.GetResult(option) is { Implicit: false }) continue;
            added.Add($"{option.Name}={Argument(path, key, value)}");
        }

        int end = Array.IndexOf(arguments, "--");
        return end < 0 ? [.. arguments, .. added] : [.. arguments[..end], .. added, .. arguments[end..]];
    }

    /// <summary>The options of a run as such a file: what the user gave, on the command line or in a file.</summary>
    internal static string Write(ParseResult parse)
    {
        var file = new JsonObject();
        foreach ((string name, string? value) in Given(parse)) file[name.TrimStart('-')] = value is null ? JsonValue.Create(value: true) : Value(value);
        return file.ToJsonString(JsonText.Indented) + "\n";
    }

    /// <summary>The options that the user gave, on the command line or in a file, with their texts (null: a flag).</summary>
    internal static IEnumerable<(string Name, string? Value)> Given(ParseResult parse)
    {
        foreach (SymbolResult child in Levels(parse.CommandResult).SelectMany(level => level.Children))
        {
            if (child is not OptionResult { Implicit: false } result || NotWritten.Contains(result.Option.Name)) continue;
            yield return (result.Option.Name, result.Tokens.Count == 0 ? null : result.Tokens[0].Value);
        }
    }

    /// <summary>The command line that repeats a run in a shell.</summary>
    internal static string CommandLine(ParseResult parse) =>
        $"adjointkit {PathOf(parse.CommandResult)}{string.Concat(Given(parse).Select(option => option.Value is null ? $" {option.Name}" : $" {option.Name} {Quoted(option.Value)}"))}";

    private static string Quoted(string text) => text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || "/.,:;=+-_@%".Contains(letter, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static IEnumerable<(string Key, JsonElement Value)> Read(string path)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException failure)
        {
            throw new UsageException($"{path} is no JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}", failure);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new UsageException($"{path} holds no JSON object: write {{\"option\": value, ...}}");
            foreach (JsonProperty property in document.RootElement.EnumerateObject()) yield return (property.Name, property.Value);
        }
    }

    private static string Argument(string path, string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(entry => Argument(path, key, entry))),
        _ => throw new UsageException($"{path}: the value of '{key}' is neither a string, a number, true, false nor a list of these"),
    };

    private static JsonNode Value(string text)
    {
        if (text is "true" or "false") return JsonValue.Create(text == "true");
        if (Options.NumberText.TryWhole(text, out long whole)) return JsonValue.Create(whole);
        return Options.NumberText.TryDouble(text, out double number) ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    private static Option? Find(CommandResult command, string key)
    {
        string name = "--" + key;
        return Levels(command).SelectMany(level => level.Command.Options).FirstOrDefault(option => option.Name == name && option is not System.CommandLine.Help.HelpOption and not VersionOption);
    }

    private static IEnumerable<CommandResult> Levels(CommandResult command)
    {
        for (SymbolResult? level = command; level is not null; level = level.Parent)
        {
            if (level is CommandResult result) yield return result;
        }
    }

    private static string PathOf(CommandResult command) => string.Join(' ', Levels(command).Select(level => level.Command.Name).Reverse().Skip(1));
}
