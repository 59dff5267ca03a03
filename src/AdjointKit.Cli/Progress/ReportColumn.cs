using AdjointKit.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AdjointKit.Cli.Progress;

/// <summary>What stands beside a progress bar: "12 of 40 shots, 1.30 shots/s, 21 s left".</summary>
internal sealed class ReportColumn(ProgressDisplay.Bar bar) : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        RunProgress latest = bar.Latest;
        return new Text(latest.Unit is null ? "" : ProgressText.Of(latest));
    }
}
