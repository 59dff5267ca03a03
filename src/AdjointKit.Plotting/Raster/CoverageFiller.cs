using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Raster;

/// <summary>
/// Fills polygons with exact area coverage. Each edge adds, in every pixel row that it crosses, its signed height to the pixels on its right, the pixel
/// that it cuts getting the cut area; a running sum along the row is then the covered area of each pixel, min(|sum|, 1) under the nonzero rule.
/// Exact for polygons that do not overlap themselves.
/// </summary>
internal sealed class CoverageFiller
{
    private float[] cells = [];
    private int left;
    private int top;
    private int width;
    private int height;
    private int pitch;
    private double clipLeft;
    private double clipTop;
    private double clipRight;
    private double clipBottom;

    /// <summary>Starts a polygon. Only the part inside <paramref name="clip"/> is filled, cut exactly, in pixels.</summary>
    /// <returns>False where nothing can be visible.</returns>
    internal bool Begin(Box clip)
    {
        if (!(clip.Left < clip.Right && clip.Top < clip.Bottom)) return false;
        left = (int)Math.Floor(clip.Left);
        top = (int)Math.Floor(clip.Top);
        width = (int)Math.Ceiling(clip.Right) - left;
        height = (int)Math.Ceiling(clip.Bottom) - top;
        pitch = width + 2;
        clipLeft = clip.Left - left;
        clipTop = clip.Top - top;
        clipRight = clip.Right - left;
        clipBottom = clip.Bottom - top;
        int needed = checked(pitch * height);
        if (cells.Length < needed) cells = new float[needed];
        else cells.AsSpan(0, needed).Clear();
        return true;
    }

    /// <summary>Adds the edges of a closed polygon.</summary>
    internal void AddPolygon(ReadOnlySpan<Point> corners)
    {
        Point last = corners[^1];
        foreach (Point corner in corners)
        {
            AddEdge(last, corner);
            last = corner;
        }
    }

    internal void AddEdge(Point from, Point to)
    {
        double x0 = from.X - left;
        double y0 = from.Y - top;
        double x1 = to.X - left;
        double y1 = to.Y - top;
        int sign = 1;
        if (y0 > y1)
        {
            (x0, y0, x1, y1) = (x1, y1, x0, y0);
            sign = -1;
        }

        if (y0 >= clipBottom || y1 <= clipTop || y0 == y1) return;
        double slope = (x1 - x0) / (y1 - y0);
        if (y0 < clipTop) (x0, y0) = (x0 + (slope * (clipTop - y0)), clipTop);
        if (y1 > clipBottom) (x1, y1) = (x1 - (slope * (y1 - clipBottom)), clipBottom);

        // Outside the clip on the left or right the edge is replaced by its shadow on the border: the area inside stays exact.
        if (x0 < clipLeft && x1 < clipLeft) x0 = x1 = clipLeft;
        else if (x0 > clipRight && x1 > clipRight) x0 = x1 = clipRight;
        if (Math.Min(x0, x1) >= clipLeft && Math.Max(x0, x1) <= clipRight)
        {
            AddInside(x0, y0, x1, y1, sign);
            return;
        }

        Span<double> cuts = [y0, y1, y1, y1];
        int count = 1;
        Span<double> borders = slope > 0 ? [clipLeft, clipRight] : [clipRight, clipLeft];
        foreach (double border in borders)
        {
            if ((x0 - border) * (x1 - border) < 0) cuts[count++] = Math.Clamp(y0 + ((border - x0) / slope), y0, y1);
        }

        for (int i = 0; i < count; i++)
        {
            double a = Math.Clamp(x0 + (slope * (cuts[i] - y0)), clipLeft, clipRight);
            double b = Math.Clamp(x0 + (slope * (cuts[i + 1] - y0)), clipLeft, clipRight);
            AddInside(a, cuts[i], b, cuts[i + 1], sign);
        }
    }

    /// <summary>Blends the colour over the image, weighted by coverage.</summary>
    internal void Paint(PixelImage image, Color color)
    {
        int firstColumn = Math.Max(0, -left);
        int columns = Math.Min(width, image.Width - left);
        double opacity = color.A / 255.0;
        for (int row = Math.Max(0, -top); row < Math.Min(height, image.Height - top); row++)
        {
            float sum = 0;
            ReadOnlySpan<float> line = cells.AsSpan(row * pitch, pitch);
            for (int column = 0; column < firstColumn; column++) sum += line[column];
            int at = 4 * (((row + top) * image.Width) + left + firstColumn);
            for (int column = firstColumn; column < columns; column++, at += 4)
            {
                sum += line[column];
                float coverage = Math.Min(Math.Abs(sum), 1);
                if (coverage > 1f / 1024) Blend(image.Pixels.AsSpan(at, 4), color, coverage * (float)opacity);
            }
        }
    }

    /// <summary>The coverage of a pixel, from 0 to 1, for checks.</summary>
    internal double CoverageAt(int x, int y)
    {
        if (x < left || y < top || x >= left + width || y >= top + height) return 0;
        double sum = 0;
        for (int column = 0; column <= x - left; column++) sum += cells[((y - top) * pitch) + column];
        return Math.Min(Math.Abs(sum), 1);
    }

    private static void Blend(Span<byte> pixel, Color color, float weight)
    {
        if (pixel[3] == 255)
        {
            pixel[0] = (byte)(pixel[0] + ((color.R - pixel[0]) * weight) + 0.5f);
            pixel[1] = (byte)(pixel[1] + ((color.G - pixel[1]) * weight) + 0.5f);
            pixel[2] = (byte)(pixel[2] + ((color.B - pixel[2]) * weight) + 0.5f);
            return;
        }

        float under = pixel[3] / 255f * (1 - weight);
        float total = weight + under;
        if (total <= 0) return;
        pixel[0] = (byte)((((color.R * weight) + (pixel[0] * under)) / total) + 0.5f);
        pixel[1] = (byte)((((color.G * weight) + (pixel[1] * under)) / total) + 0.5f);
        pixel[2] = (byte)((((color.B * weight) + (pixel[2] * under)) / total) + 0.5f);
        pixel[3] = (byte)((255 * total) + 0.5f);
    }

    private void AddInside(double x0, double y0, double x1, double y1, int sign)
    {
        if (y1 <= y0) return;
        double slope = (x1 - x0) / (y1 - y0);
        int lastRow = Math.Min((int)Math.Ceiling(y1), height) - 1;
        for (int row = (int)y0; row <= lastRow; row++)
        {
            double upper = Math.Max(row, y0);
            double lower = Math.Min(row + 1, y1);
            double a = x0 + (slope * (upper - y0));
            double b = x0 + (slope * (lower - y0));
            AddRow(row * pitch, Math.Clamp(Math.Min(a, b), 0, width), Math.Clamp(Math.Max(a, b), 0, width), sign * (lower - upper));
        }
    }

    /// <summary>One edge within one row: <paramref name="rise"/> is its signed height, spread over the pixels between xl and xr.</summary>
    private void AddRow(int rowStart, double xl, double xr, double rise)
    {
        int first = (int)xl;
        if (xr <= first + 1)
        {
            double right = rise * (((xl + xr) / 2) - first);
            cells[rowStart + first] += (float)(rise - right);
            cells[rowStart + first + 1] += (float)right;
            return;
        }

        double perPixel = rise / (xr - xl);
        for (int column = first; column < xr; column++)
        {
            double a = Math.Max(xl, column);
            double b = Math.Min(xr, column + 1);
            double part = perPixel * (b - a);
            double right = part * (((a + b) / 2) - column);
            cells[rowStart + column] += (float)(part - right);
            cells[rowStart + column + 1] += (float)right;
        }
    }
}
