using System.Text.Json.Nodes;
using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Outputs;

/// <summary>The key "focus" of <c>--json</c>: every metric's curve.</summary>
internal static class FocusJson
{
    internal static JsonObject Of(FocusResult focus, FocusMetric metric)
    {
        var curves = new JsonObject();
        foreach (FocusCurve curve in focus.Curves) curves[curve.Metric.Name] = new JsonArray([.. curve.Values.Select(value => JsonText.Number(value))]);
        return new JsonObject
        {
            ["metric"] = metric.Name,
            ["tolerance"] = JsonText.Number(focus.Tolerance),
            ["distances"] = new JsonArray([.. focus.Distances.Select(z => JsonText.Number(z))]),
            ["curves"] = curves,
        };
    }
}
