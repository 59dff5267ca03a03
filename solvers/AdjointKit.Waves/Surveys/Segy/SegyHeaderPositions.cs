using AdjointKit.IO;

namespace AdjointKit.Waves;

/// <summary>Positions in the model from trace headers.</summary>
internal sealed class SegyHeaderPositions
{
    private readonly TraceHeaders headers;
    private readonly SegyGeometry geometry;
    private readonly double unit;
    private readonly (double X, double Y) start;
    private readonly (double X, double Y) along;

    public SegyHeaderPositions(TraceHeaders headers, SegyGeometry geometry, double unit)
    {
        if (!(unit > 0) || !double.IsFinite(unit)) throw new ArgumentException($"MetresPerUnit {unit} must be a positive number");
        this.headers = headers;
        this.geometry = geometry;
        this.unit = unit;
        (start, along) = geometry.Direction switch
        {
            LineDirection.X => ((0.0, 0.0), (1.0, 0.0)),
            LineDirection.Y => ((0.0, 0.0), (0.0, 1.0)),
            _ => StatedLine(geometry),
        };
    }

    /// <summary>
    /// The source: below its surface elevation by the source depth. With elevations that count downwards the stored number is the depth itself, in either field.
    /// </summary>
    public Position Source(int trace)
    {
        double elevation = unit * headers.Scaled(trace, TraceField.SourceElevation);
        double belowSurface = unit * headers.Scaled(trace, TraceField.SourceDepth);
        return new Position(AlongLine(trace, TraceField.SourceX, TraceField.SourceY), geometry.SourceDepth ?? (Depth(elevation) + belowSurface));
    }

    public Position Receiver(int trace) =>
        new(AlongLine(trace, TraceField.GroupX, TraceField.GroupY), geometry.ReceiverDepth ?? Depth(unit * headers.Scaled(trace, TraceField.ReceiverElevation)));

    /// <summary>The largest distance from the line; for a line along x or y, from the mean of the other coordinate.</summary>
    public double OffLine()
    {
        var across = new List<double>();
        for (int trace = 0; trace < headers.Count; trace++)
        {
            across.Add(AcrossLine(trace, TraceField.SourceX, TraceField.SourceY));
            across.Add(AcrossLine(trace, TraceField.GroupX, TraceField.GroupY));
        }

        double middle = geometry.Direction == LineDirection.Line ? 0 : 0.5 * (across.Min() + across.Max());
        return across.Max(distance => Math.Abs(distance - middle));
    }

    private static ((double X, double Y) Start, (double X, double Y) Along) StatedLine(SegyGeometry geometry)
    {
        if (geometry.LineStart is not (double, double) start || geometry.LineEnd is not (double, double) end) throw new ArgumentException("positions projected onto a line need its LineStart and LineEnd");
        double length = Math.Sqrt(Math.Pow(end.X - start.X, 2) + Math.Pow(end.Y - start.Y, 2));
        if (!(length > 0)) throw new ArgumentException($"LineStart and LineEnd are the same point ({start.X}, {start.Y}): a line needs two");
        return (start, ((end.X - start.X) / length, (end.Y - start.Y) / length));
    }

    private double Depth(double elevation) => geometry.Elevations == ElevationDirection.Up ? geometry.Datum - elevation : elevation - geometry.Datum;

    private double AlongLine(int trace, TraceField x, TraceField y) =>
        (((unit * headers.Scaled(trace, x)) - start.X) * along.X) + (((unit * headers.Scaled(trace, y)) - start.Y) * along.Y) - geometry.OriginX;

    private double AcrossLine(int trace, TraceField x, TraceField y) =>
        (((unit * headers.Scaled(trace, y)) - start.Y) * along.X) - (((unit * headers.Scaled(trace, x)) - start.X) * along.Y);
}
