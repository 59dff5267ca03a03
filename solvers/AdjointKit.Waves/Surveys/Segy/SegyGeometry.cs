namespace AdjointKit.Waves;

/// <summary>What makes traces one shot.</summary>
public enum ShotGrouping
{
    /// <summary>The same field record number (bytes 9-12).</summary>
    FieldRecord,

    /// <summary>The same source position: x, y and depth as stored.</summary>
    SourcePosition,
}

/// <summary>Which coordinate of the headers is x of the model.</summary>
public enum LineDirection
{
    /// <summary>The headers' x.</summary>
    X,

    /// <summary>The headers' y.</summary>
    Y,

    /// <summary>The distance along a straight line, onto which the positions are projected: <see cref="SegyGeometry.LineStart"/> to <see cref="SegyGeometry.LineEnd"/>.</summary>
    Line,
}

/// <summary>Which way the headers' elevations count.</summary>
public enum ElevationDirection
{
    /// <summary>Upwards, as the standard says: depth = datum - elevation.</summary>
    Up,

    /// <summary>Downwards: writers of synthetic data store depths there.</summary>
    Down,
}

/// <summary>
/// How the headers of a SEG-Y or SU file become positions in a two-dimensional model: what the headers do not say is stated here. All lengths are metres after
/// <see cref="MetresPerUnit"/>.
/// </summary>
public sealed record SegyGeometry
{
    /// <summary>What makes traces one shot.</summary>
    public ShotGrouping Grouping { get; init; }

    /// <summary>Which coordinate is x of the model.</summary>
    public LineDirection Direction { get; init; }

    /// <summary>With <see cref="LineDirection.Line"/>: the headers' (x, y) of the line's beginning, where x of the model is 0, m.</summary>
    public (double X, double Y)? LineStart { get; init; }

    /// <summary>With <see cref="LineDirection.Line"/>: a second point (x, y) of the line, m.</summary>
    public (double X, double Y)? LineEnd { get; init; }

    /// <summary>The coordinate at which x of the model is 0, m; with <see cref="LineDirection.Line"/> the distance along it.</summary>
    public double OriginX { get; init; }

    /// <summary>The elevation at which z of the model is 0, m.</summary>
    public double Datum { get; init; }

    /// <summary>Which way elevations count.</summary>
    public ElevationDirection Elevations { get; init; }

    /// <summary>The depth of all sources in the model, m, instead of what the headers say.</summary>
    public double? SourceDepth { get; init; }

    /// <summary>The depth of all receivers in the model, m, instead of what the headers say.</summary>
    public double? ReceiverDepth { get; init; }

    /// <summary>Metres per unit of the headers' coordinates and elevations, 1 or 0.3048; null: as the file's binary header states (an error where it states nothing).</summary>
    public double? MetresPerUnit { get; init; }
}
