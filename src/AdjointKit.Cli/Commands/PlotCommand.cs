using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Plotting;

namespace AdjointKit.Cli.Commands;

/// <summary><c>plot FILE</c>: a quick figure of an array: lines for one axis, an image (or wiggles, or lines) for two.</summary>
internal sealed class PlotCommand : CliCommand
{
    private const int MostLines = 12;

    private readonly Argument<string> file = new("FILE") { Description = "The array file" };
    private readonly HeaderlessOptions headerless = new();
    private readonly Option<string?> kind = OptionFactory.Text("--kind", "What to draw [default: lines for one axis, an image for two]", "image|lines|wiggle");
    private readonly Option<int?> index = OptionFactory.Whole("--index", "Which entry of the first axis of an array with three axes [default: 0]", "N", 0);
    private readonly Option<double[]?> spacing = OptionFactory.Numbers("--spacing", "Distance of neighbours along each drawn axis [default: 1]", "d1[,d2]", required: false, 1, 2);
    private readonly Option<string?> axes = OptionFactory.Text("--axes", "xz: the first axis runs to the right; zx: it runs down [default: xz; zx for image files]", "xz|zx");
    private readonly Option<string?> map = OptionFactory.Text("--map", "Colours [default: seismic for values of both signs, else viridis]", "viridis|gray|seismic|magma|twilight");
    private readonly Option<double?> clip = OptionFactory.Number("--clip", "Percentage of the values that the colours span [default: 99 for values of both signs, else 100]", "99", above: 0);
    private readonly Option<string?> title = OptionFactory.Text("--title", "Title", "TEXT");
    private readonly Option<string?> label = OptionFactory.Text("--label", "Name and unit of the values", "TEXT");
    private readonly Option<string?> horizontalLabel = OptionFactory.Text("--x-label", "Name and unit of the horizontal axis", "TEXT");
    private readonly Option<string?> verticalLabel = OptionFactory.Text("--y-label", "Name and unit of the vertical axis", "TEXT");
    private readonly Option<double[]?> size = OptionFactory.Numbers("--size", "Size in pixels", "width,height", required: false, 2);

    internal PlotCommand()
        : base("plot", "Draw a quick figure (PNG or SVG)", "adjointkit plot image.npy --spacing 7.5,7.5 --map gray --clip 98 --out image.png")
    {
        Command.Arguments.Add(file);
        headerless.AddTo(Command);
        ReadTraces();
        Option[] own = [kind, index, spacing, axes, map, clip, title, label, horizontalLabel, verticalLabel, size];
        foreach (Option option in own) Command.Options.Add(option);
    }

    internal override CommonUse Uses => CommonUse.Precision | CommonUse.Out;

    internal override int Run(RunContext run)
    {
        string path = run.Parse.GetValue(file)!;
        string target = run.Common.Out ?? Path.ChangeExtension(Path.GetFileName(path), ".png");
        OutputPath.Require(target, path);
        if (Path.GetExtension(target).ToUpperInvariant() is not (".PNG" or ".SVG")) throw new UsageException($"the output {target} does not say what to draw: end the name with .png or .svg");
        using AnyArray stored = ArrayInput.Read(run, path, headerless.Read(run));
        bool isImage = stored.Image is not null;
        NdArray<double> values = Drawn(run, path, RealValues.Of(stored), isImage);
        Figure figure = Draw(run, path, values, firstDown: isImage);
        if (run.Get(size) is [double width, double height]) figure = figure.WithSize(width, height);
        figure.Save(target);
        run.Wrote(target, $"figure of {ArrayDescription.NameOf(stored.ElementType)} {stored.Shape}");
        return ExitCode.Done;
    }

    /// <summary>The one or two axes that are drawn.</summary>
    private NdArray<double> Drawn(RunContext run, string path, NdArray<double> values, bool isImage)
    {
        int? entry = run.Get(index);
        if (values.Count == 0 || values.Rank is 0 or > 3) throw new UsageException($"{path} has shape {values.Shape}: a figure shows one, two or three axes with elements");
        if (values.Rank != 3) return entry is null ? values : throw new UsageException($"--index chooses from three axes, but {path} has shape {values.Shape}");
        if (isImage && entry is null && values.Shape[2] is >= 2 and <= 4)
        {
            run.Note($"{path} has shape {values.Shape}: drawing the brightness of its colours (--index draws an entry of the first axis)");
            return RealValues.Brightness(values);
        }

        if (entry >= values.Shape[0]) throw new UsageException($"--index {entry} is outside the first axis of {path}, shape {values.Shape}");
        if (entry is null && values.Shape[0] > 1) run.Note($"{path} has shape {values.Shape}: drawing entry 0 of the first axis (--index)");
        return values.Select(0, entry ?? 0);
    }

    private Figure Draw(RunContext run, string path, NdArray<double> values, bool firstDown)
    {
        double[] steps = run.Get(spacing) ?? [1];
        firstDown = run.Get(axes) switch { null => firstDown, "xz" => false, "zx" => true, string other => throw new UsageException($"--axes takes xz or zx, not '{other}'") };
        string heading = run.Get(title) ?? Path.GetFileName(path);
        string shape = run.Get(kind) ?? (values.Rank == 1 ? "lines" : "image");
        switch (shape)
        {
            case "lines":
                return Figure.Lines(RowsOf(values, steps[^1]), heading, run.Get(horizontalLabel), run.Get(verticalLabel) ?? run.Get(label));
            case "image" or "wiggle" when values.Rank == 1:
                throw new UsageException($"--kind {shape} needs two axes, but {path} has shape {values.Shape}");
            case "image":
                return Image(run, values, heading, steps, firstDown);
            case "wiggle":
                if (run.Get(axes) == "zx") throw new UsageException("--kind wiggle draws traces along the second axis: leave --axes out");
                return Figure.Wiggle(values, heading, timeStep: steps[^1], traceSpacing: steps.Length == 2 ? steps[0] : 1, xLabel: run.Get(horizontalLabel), yLabel: run.Get(verticalLabel));
            default:
                throw new UsageException($"--kind takes image, lines or wiggle, not '{shape}'");
        }
    }

    private Figure Image(RunContext run, NdArray<double> values, string heading, double[] steps, bool firstDown)
    {
        bool signed = RealValues.HasBothSigns(values);
        double percent = run.Get(clip) ?? (signed ? 99 : 100);
        nint columns = values.Shape[firstDown ? 1 : 0];
        nint rows = values.Shape[firstDown ? 0 : 1];
        double right = firstDown ? steps[^1] : steps[0];
        double down = firstDown ? steps[0] : steps[^1];
        return Figure.Image(
            values,
            heading,
            Extent.OfGrid(columns, right, rows, down),
            firstDown ? AxisOrder.VerticalFirst : AxisOrder.HorizontalFirst,
            ColorMap.Named(run.Get(map) ?? (signed ? "seismic" : "viridis")),
            run.Get(label),
            signed ? ColorLimits.Symmetric(percent) : ColorLimits.Percentile(percent),
            run.Get(horizontalLabel),
            run.Get(verticalLabel));
    }

    private static List<Series> RowsOf(NdArray<double> values, double step)
    {
        if (values.Rank == 1) return [Series.OfSamples(values, step)];
        if (values.Shape[0] > MostLines) throw new UsageException($"--kind lines draws at most {MostLines} rows, not {values.Shape[0]}: use image or wiggle");
        var rows = new List<Series>();
        for (nint row = 0; row < values.Shape[0]; row++) rows.Add(Series.OfSamples(values.Select(0, row), step, label: $"row {row}"));
        return rows;
    }
}
