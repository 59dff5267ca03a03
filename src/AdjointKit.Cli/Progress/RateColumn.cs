using Spectre.Console;
using Spectre.Console.Rendering;

namespace AdjointKit.Cli.Progress;

/// <summary>The rate of a progress bar: "12.3 shots/s".</summary>
internal sealed class RateColumn(string unit) : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Speed is double speed ? $"{PlainLines.Rate(speed)} {unit}/s" : "");
}
