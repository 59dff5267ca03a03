using System.Globalization;
using System.Text;
using AdjointKit.Plotting.Drawing;
using AdjointKit.Plotting.Raster;
using AdjointKit.Plotting.Reports;

namespace AdjointKit.Plotting.Svg;

/// <summary>
/// Writes a draw list as SVG 1.1. Text is drawn with the built-in stroke font, so that it looks as in the PNG with any viewer; its characters stand in an
/// aria-label for screen readers and search. Self-contained: pictures are PNG data addresses.
/// </summary>
internal static class SvgSink
{
    /// <summary>Writes the drawing. Identifiers begin with <paramref name="idPrefix"/>, so that several drawings can stand in one page.</summary>
    internal static string Write(DrawList list, string title, string idPrefix = "")
    {
        var svg = new StringBuilder();
        string width = Number(list.Width);
        string height = Number(list.Height);
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        if (title.Length > 0) svg.Append("<title>").Append(Html.Escape(title)).Append("</title>\n");
        if (list.Background.A > 0) svg.Append($"<rect width=\"{width}\" height=\"{height}\" {Paint("fill", list.Background)}/>\n");

        var clips = new Dictionary<Box, string>();
        foreach (DrawItem item in list.Items)
        {
            string clip = item.Clip is Box box ? ClipReference(svg, clips, box, idPrefix) : "";
            switch (item)
            {
                case PathItem path:
                    svg.Append("<path d=\"");
                    AppendPath(svg, path.Path);
                    svg.Append("\" ").Append(path.Fill is Color fill ? Paint("fill", fill) : "fill=\"none\"");
                    if (path.Stroke is Stroke stroke) svg.Append(' ').Append(Pen(stroke));
                    svg.Append(clip).Append("/>\n");
                    break;
                case TextItem text:
                    svg.Append("<path aria-label=\"").Append(Html.Escape(text.Text)).Append("\" d=\"");
                    AppendPath(svg, text.Skeleton);
                    svg.Append("\" fill=\"none\" ").Append(Pen(text.Pen)).Append(clip).Append("/>\n");
                    break;
                case ImageItem image:
                    AppendImage(svg, image, clip);
                    break;
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendImage(StringBuilder svg, ImageItem item, string clip)
    {
        string address = "data:image/png;base64," + Convert.ToBase64String(PngEncoder.Encode(item.Image, 96));
        Box place = item.Place;
        svg.Append($"<image x=\"{Number(place.Left)}\" y=\"{Number(place.Top)}\" width=\"{Number(place.Width)}\" height=\"{Number(place.Height)}\" preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"")
           .Append(clip).Append(" xlink:href=\"").Append(address).Append("\"/>\n");
    }

    private static string ClipReference(StringBuilder svg, Dictionary<Box, string> clips, Box box, string idPrefix)
    {
        if (!clips.TryGetValue(box, out string? id))
        {
            id = $"{idPrefix}clip{clips.Count}";
            clips[box] = id;
            svg.Append($"<clipPath id=\"{id}\"><rect x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\"/></clipPath>\n");
        }

        return $" clip-path=\"url(#{id})\"";
    }

    /// <summary>Absolute starts, then steps in hundredths of a pixel, rounded so that errors do not add up.</summary>
    private static void AppendPath(StringBuilder svg, VectorPath path)
    {
        foreach (VectorPath.Contour contour in path.Contours)
        {
            long x = Hundredths(contour.Points[0].X);
            long y = Hundredths(contour.Points[0].Y);
            svg.Append('M').Append(Decimal(x)).Append(' ').Append(Decimal(y));
            bool moved = false;
            for (int i = 1; i < contour.Points.Count; i++)
            {
                long nextX = Hundredths(contour.Points[i].X);
                long nextY = Hundredths(contour.Points[i].Y);
                if (nextX == x && nextY == y) continue;
                svg.Append(moved ? ' ' : 'l').Append(Decimal(nextX - x)).Append(' ').Append(Decimal(nextY - y));
                (x, y, moved) = (nextX, nextY, true);
            }

            // A contour of one place still shows as a dot, by its round ends.
            if (!moved) svg.Append("h0");
            if (contour.IsClosed) svg.Append('z');
        }
    }

    private static string Pen(Stroke stroke)
    {
        string pen = $"{Paint("stroke", stroke.Color)} stroke-width=\"{Number(stroke.Width)}\"";
        pen += stroke.Square ? " stroke-miterlimit=\"4\"" : " stroke-linecap=\"round\" stroke-linejoin=\"round\"";
        return stroke.Dashes.Count == 0 ? pen : pen + $" stroke-dasharray=\"{string.Join(' ', stroke.Dashes.Select(Number))}\"";
    }

    private static string Paint(string property, Color color) => color.A == 255
        ? $"{property}=\"{color.ToHex()}\""
        : $"{property}=\"{color.ToHex()}\" {property}-opacity=\"{Number(color.A / 255.0)}\"";

    private static long Hundredths(double value) => (long)Math.Round(100 * value);

    private static string Decimal(long hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
