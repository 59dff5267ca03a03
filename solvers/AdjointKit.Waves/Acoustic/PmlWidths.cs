namespace AdjointKit.Waves;

/// <summary>The widths of the absorbing layers outside the model, in grid points. A width of 0 is a hard edge: u = 0 outside.</summary>
/// <param name="Left">At x = 0.</param>
/// <param name="Right">At the largest x.</param>
/// <param name="Top">At z = 0; taken as 0 when there is a free surface.</param>
/// <param name="Bottom">At the largest z.</param>
public readonly record struct PmlWidths(int Left, int Right, int Top, int Bottom)
{
    /// <summary>The same width on all sides.</summary>
    public static PmlWidths All(int points) => new(points, points, points, points);
}
