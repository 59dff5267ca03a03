using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Raster;

/// <summary>Draws a draw list into pixels.</summary>
internal static class RasterSink
{
    /// <summary>Draws at <paramref name="scale"/> device pixels per logical pixel.</summary>
    internal static PixelImage Draw(DrawList list, double scale)
    {
        var image = new PixelImage(Math.Max(1, (int)Math.Round(list.Width * scale)), Math.Max(1, (int)Math.Round(list.Height * scale)));
        image.Clear(list.Background);
        var filler = new CoverageFiller();
        var canvas = new Box(0, 0, image.Width, image.Height);
        foreach (DrawItem item in list.Items)
        {
            Box clip = item.Clip is Box box ? box.Scale(scale).Intersect(canvas) : canvas;
            switch (item)
            {
                case PathItem path:
                    if (path.Fill is Color fill) Fill(image, filler, path.Path, fill, clip, scale);
                    if (path.Stroke is Stroke stroke) StrokePath(image, filler, path.Path, stroke, clip, scale);
                    break;
                case TextItem text:
                    StrokePath(image, filler, text.Skeleton, text.Pen, clip, scale);
                    break;
                case ImageItem picture:
                    Copy(image, picture.Image, picture.Place.Scale(scale), clip);
                    break;
            }
        }

        return image;
    }

    private static void Fill(PixelImage image, CoverageFiller filler, VectorPath path, Color color, Box clip, double scale)
    {
        if (!filler.Begin(path.Bounds().Scale(scale).Intersect(clip))) return;
        foreach (VectorPath.Contour contour in path.Contours)
        {
            List<Point> points = contour.Points;
            for (int i = 0; i < points.Count; i++) filler.AddEdge(scale * points[i], scale * points[(i + 1) % points.Count]);
        }

        filler.Paint(image, color);
    }

    private static void StrokePath(PixelImage image, CoverageFiller filler, VectorPath path, Stroke stroke, Box clip, double scale)
    {
        // Mitred corners reach out at most four half widths.
        Box bounds = path.Bounds().Inflate(stroke.Width * (stroke.Square ? 2 : 0.5)).Scale(scale).Intersect(clip);
        if (path.IsEmpty || !filler.Begin(bounds)) return;
        Stroker.Add(filler, path, stroke, scale);
        filler.Paint(image, stroke.Color);
    }

    /// <summary>Copies a picture, each device pixel taking the source pixel that its centre lies in.</summary>
    private static void Copy(PixelImage target, PixelImage source, Box place, Box clip)
    {
        Box visible = place.Intersect(clip);
        int right = (int)Math.Round(visible.Right);
        int bottom = (int)Math.Round(visible.Bottom);
        for (int y = (int)Math.Round(visible.Top); y < bottom; y++)
        {
            int row = Math.Clamp((int)((y + 0.5 - place.Top) / place.Height * source.Height), 0, source.Height - 1);
            for (int x = (int)Math.Round(visible.Left); x < right; x++)
            {
                int column = Math.Clamp((int)((x + 0.5 - place.Left) / place.Width * source.Width), 0, source.Width - 1);
                source.Pixels.AsSpan(4 * ((row * source.Width) + column), 4).CopyTo(target.Pixels.AsSpan(4 * ((y * target.Width) + x), 4));
            }
        }
    }
}
