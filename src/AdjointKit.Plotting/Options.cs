namespace AdjointKit.Plotting;

/// <summary>Which axis of an array runs to the right in a picture.</summary>
public enum AxisOrder
{
    /// <summary>The first axis runs to the right, the second down or up: seismic arrays [x, z], gathers [receiver, time].</summary>
    HorizontalFirst,

    /// <summary>The first axis runs down or up, the second to the right: matrices, optical fields [y, x].</summary>
    VerticalFirst,
}

/// <summary>How a unit along the horizontal axis compares with one along the vertical axis.</summary>
public enum Aspect
{
    /// <summary>The plot fills the space that it has.</summary>
    Auto,

    /// <summary>One unit has the same length on both axes.</summary>
    Equal,
}

/// <summary>How an image is enlarged. One that has to shrink is always averaged.</summary>
public enum Interpolation
{
    /// <summary>Every sample is a box of one colour.</summary>
    Nearest,

    /// <summary>Values are interpolated between samples.</summary>
    Bilinear,
}

/// <summary>The spacing of values along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences have equal lengths.</summary>
    Linear,

    /// <summary>Equal ratios have equal lengths; values that are not positive are gaps.</summary>
    Log,
}

/// <summary>A shape drawn at each point of a series.</summary>
public enum Marker
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A filled disc.</summary>
    Circle,

    /// <summary>A filled square.</summary>
    Square,

    /// <summary>A triangle that points down: receivers.</summary>
    Triangle,

    /// <summary>A star: sources.</summary>
    Star,

    /// <summary>A diagonal cross.</summary>
    Cross,
}

/// <summary>How the points of a series are joined.</summary>
public enum LineStyle
{
    /// <summary>A solid line.</summary>
    Solid,

    /// <summary>A dashed line.</summary>
    Dashed,

    /// <summary>A dotted line.</summary>
    Dotted,

    /// <summary>No line: markers only.</summary>
    None,
}

/// <summary>Where the outer edges of an image lie, in the units of the axes. The left edge may exceed the right one, the top the bottom: the axis then runs the other way.</summary>
/// <param name="Left">The left edge.</param>
/// <param name="Right">The right edge.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Bottom">The lower edge; for depth or time it is the larger.</param>
public readonly record struct Extent(double Left, double Right, double Top, double Bottom)
{
    /// <summary>The extent of a grid whose samples lie at x0 + i dx and z0 + k dz, z down: half a cell more on each side, so that each sample is the centre of its box.</summary>
    /// <param name="columns">The number of samples to the right.</param>
    /// <param name="dx">Their distance.</param>
    /// <param name="rows">The number of samples downwards.</param>
    /// <param name="dz">Their distance.</param>
    /// <param name="x0">The position of the first sample to the right.</param>
    /// <param name="z0">The position of the first sample downwards.</param>
    public static Extent OfGrid(long columns, double dx, long rows, double dz, double x0 = 0, double z0 = 0) =>
        new(x0 - (dx / 2), x0 + ((columns - 0.5) * dx), z0 - (dz / 2), z0 + ((rows - 0.5) * dz));
}
