using System.Text.Json;
using AdjointKit.Arrays;

namespace AdjointKit.Runs;

/// <summary>
/// What a run was asked: the command, its parameters as text, and the SHA-256 of each input. Two runs with equal manifests give the same bits, so the
/// second may go on where the first one stopped. Options that do not change the bits (threads, verbosity) do not belong here.
/// </summary>
public sealed class RunManifest
{
    private const int Format = 1;
    private readonly SortedDictionary<string, string> parameters = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> inputs = new(StringComparer.Ordinal);

    /// <summary>Begins the manifest of a command.</summary>
    /// <param name="command">What is run, such as "rtm".</param>
    public RunManifest(string command)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        Command = command;
    }

    /// <summary>What is run.</summary>
    public string Command { get; }

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters => parameters;

    /// <summary>The digests of the inputs by name.</summary>
    public IReadOnlyDictionary<string, string> Inputs => inputs;

    /// <summary>Adds a parameter. Numbers are to be written such that they read back exactly ("R").</summary>
    public RunManifest WithParameter(string name, string value)
    {
        parameters.Add(name, value);
        return this;
    }

    /// <summary>Adds the contents of a file as an input; where the file lies does not matter.</summary>
    public RunManifest WithFile(string name, string path)
    {
        inputs.Add(name, InputDigest.OfFile(path));
        return this;
    }

    /// <summary>Adds an array as an input: its bytes and its shape.</summary>
    public RunManifest WithArray<T>(string name, NdArray<T> array)
        where T : unmanaged
    {
        inputs.Add(name, InputDigest.Of(array));
        return this;
    }

    /// <summary>What is different in another manifest, each as a phrase that names it; empty when nothing is.</summary>
    internal List<string> DifferencesTo(RunManifest later)
    {
        var differences = new List<string>();
        if (later.Command != Command) differences.Add($"the command (was {Command}, now {later.Command})");
        foreach (string name in inputs.Keys.Union(later.inputs.Keys, StringComparer.Ordinal))
        {
            string? before = inputs.GetValueOrDefault(name);
            string? now = later.inputs.GetValueOrDefault(name);
            if (before == now) continue;
            differences.Add(before is null ? $"the input {name} (was not there)" : now is null ? $"the input {name} (is no longer there)" : $"the contents of the input {name}");
        }

        foreach (string name in parameters.Keys.Union(later.parameters.Keys, StringComparer.Ordinal))
        {
            string? before = parameters.GetValueOrDefault(name);
            string? now = later.parameters.GetValueOrDefault(name);
            if (before != now) differences.Add($"{name} (was {before ?? "not given"}, now {now ?? "not given"})");
        }

        return differences;
    }

    internal void Write(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("command", Command);
        WriteMap("parameters", parameters);
        WriteMap("inputs", inputs);
        writer.WriteEndObject();

        void WriteMap(string name, SortedDictionary<string, string> map)
        {
            writer.WriteStartObject(name);
            foreach ((string key, string value) in map) writer.WriteString(key, value);
            writer.WriteEndObject();
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a manifest.</exception>
    internal static RunManifest Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format) throw new FormatException("it is of another format");
            var manifest = new RunManifest(root.GetProperty("command").GetString() ?? "");
            foreach (JsonProperty property in root.GetProperty("parameters").EnumerateObject()) manifest.parameters.Add(property.Name, property.Value.GetString() ?? "");
            foreach (JsonProperty property in root.GetProperty("inputs").EnumerateObject()) manifest.inputs.Add(property.Name, property.Value.GetString() ?? "");
            return manifest;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(failure.Message, failure);
        }
    }
}
