using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdjointKit.Cli.Hosting;

/// <summary>How this tool writes JSON: readable file names, no number that JSON cannot hold.</summary>
internal static class JsonText
{
    internal static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A number, or null where it is NaN or infinite: JSON has no such numbers.</summary>
    internal static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    internal static JsonArray List(IEnumerable<string> entries)
    {
        var list = new JsonArray();
        foreach (string entry in entries) list.Add(JsonValue.Create(entry));
        return list;
    }
}
