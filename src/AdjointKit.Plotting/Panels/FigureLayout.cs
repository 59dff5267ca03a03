using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Panels;

/// <summary>The size of a figure and the layout of its panels: a grid of cells whose plot areas line up by columns and rows.</summary>
internal sealed record FigureLayout(double Width, double Height, IReadOnlyList<PanelLayout> Panels)
{
    private const double LeastHeight = 150;

    /// <summary>Lays out a figure of a given width. Without a height it takes <paramref name="usualHeight"/>, or for equal aspect the height that leaves no blank.</summary>
    internal static FigureLayout Make(Figure figure, double width, double? height, double usualHeight, double mostHeight)
    {
        if (height is double given) return Arrange(figure, width, given);
        if (!figure.Cells.Any(panel => panel?.Aspect == Aspect.Equal)) return Arrange(figure, width, usualHeight);

        // Equal aspect: with all the height that it wants, each panel takes its full width; the figure then closes up around the rows.
        FigureLayout roomy = Arrange(figure, width, 20 * mostHeight);
        double needed = TitleHeight(figure);
        for (int row = 0; row < figure.Rows; row++)
        {
            double tallest = 0;
            foreach (PanelLayout panel in roomy.Panels.Where(panel => RowOf(figure, panel.Panel) == row))
            {
                double plot = panel.Panel.Aspect == Aspect.Equal ? panel.Frame.Plot.Height : usualHeight / figure.Rows;
                tallest = Math.Max(tallest, panel.Margins.Top + plot + panel.Margins.Bottom);
            }

            needed += tallest;
        }

        // Fewer labels fit a low plot, which changes its margins: let the result settle.
        double least = Math.Min(LeastHeight * figure.Rows, mostHeight);
        double chosen = Math.Clamp(Math.Ceiling(needed), least, mostHeight);
        return Arrange(figure, chosen < needed ? NarrowerWidth(roomy, width, needed - chosen) : width, chosen);
    }

    private static double NarrowerWidth(FigureLayout roomy, double width, double excess)
    {
        PanelLayout tallest = roomy.Panels.MaxBy(panel => panel.Frame.Plot.Height)!;
        double ratio = tallest.Frame.Plot.Width / tallest.Frame.Plot.Height;
        return Math.Max(width - (excess * ratio), 260);
    }

    private static double TitleHeight(Figure figure) => string.IsNullOrEmpty(figure.Title) ? 0 : Style.Edge + Style.LineHeight(Style.FigureTitleSize);

    private static int RowOf(Figure figure, Panel panel)
    {
        for (int i = 0; i < figure.Cells.Count; i++)
        {
            if (ReferenceEquals(figure.Cells[i], panel)) return i / figure.Columns;
        }

        return -1;
    }

    private static FigureLayout Arrange(Figure figure, double width, double height)
    {
        double top = TitleHeight(figure);
        var columns = new Margins[figure.Columns];
        var rows = new Margins[figure.Rows];
        var layouts = new PanelLayout?[figure.Cells.Count];

        // The second pass gives all panels of a column the same left and right margins, all of a row the same top and bottom.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < layouts.Length; i++)
            {
                if (figure.Cells[i] is not Panel panel) continue;
                int row = i / figure.Columns;
                int column = i % figure.Columns;
                var cell = new Box(
                    Math.Round(column * width / figure.Columns),
                    Math.Round(top + (row * (height - top) / figure.Rows)),
                    Math.Round((column + 1) * width / figure.Columns),
                    Math.Round(top + ((row + 1) * (height - top) / figure.Rows)));
                Margins least = pass == 0 ? default : new Margins(columns[column].Left, rows[row].Top, columns[column].Right, rows[row].Bottom);
                PanelLayout layout = PanelLayout.Make(panel, cell, figure.Scale, least);
                layouts[i] = layout;
                if (pass > 0) continue;
                columns[column] = columns[column].Union(layout.Margins);
                rows[row] = rows[row].Union(layout.Margins);
            }

            // Pictures in one scale stand side by side to be compared: their plot areas have one size.
            if (figure.Cells.All(panel => panel?.Aspect == Aspect.Equal)) Array.Fill(columns, columns.Aggregate((all, one) => all.Union(one)));
        }

        return new FigureLayout(width, height, [.. layouts.OfType<PanelLayout>()]);
    }
}
