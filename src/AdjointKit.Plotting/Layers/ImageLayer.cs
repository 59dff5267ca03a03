using AdjointKit.Plotting.Axes;
using AdjointKit.Plotting.Colors;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Layers;

/// <summary>An array as a picture.</summary>
internal sealed class ImageLayer(SampledField field, Extent extent, ColorMap map, (double Low, double High) limits, Interpolation interpolation) : Layer
{
    internal override bool SetsLimits => true;

    internal override ValueRange Horizontal(AxisScale scale) => new(Math.Min(extent.Left, extent.Right), Math.Max(extent.Left, extent.Right));

    internal override ValueRange Vertical(AxisScale scale) => new(Math.Min(extent.Top, extent.Bottom), Math.Max(extent.Top, extent.Bottom));

    internal override bool Touches(Box box, PlotFrame frame) => box.Overlaps(frame.Plot);

    internal override void Draw(DrawList list, PlotFrame frame)
    {
        Box place = frame.Plot;
        int columns = Math.Max(1, (int)Math.Round(place.Width * frame.PixelRatio));
        int rows = Math.Max(1, (int)Math.Round(place.Height * frame.PixelRatio));
        float[] values = Resampler.Resample(field, rows, columns, interpolation);
        var image = new PixelImage(columns, rows);
        double low = field.Store(limits.Low);
        double scale = 1 / (field.Store(limits.High) - low);
        for (int i = 0; i < values.Length; i++)
        {
            Color color = map.At((values[i] - low) * scale);
            image.Pixels[4 * i] = color.R;
            image.Pixels[(4 * i) + 1] = color.G;
            image.Pixels[(4 * i) + 2] = color.B;
            image.Pixels[(4 * i) + 3] = color.A;
        }

        list.Add(new ImageItem(image, place));
    }
}
