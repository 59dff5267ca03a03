namespace AdjointKit.Plotting.Drawing;

/// <summary>A place on the canvas, in logical pixels, y pointing down.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double s, Point a) => new(s * a.X, s * a.Y);
}

/// <summary>An upright box on the canvas.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The neutral element of <see cref="Union(Box)"/>.</summary>
    internal static readonly Box Nothing = new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);

    internal double Width => Right - Left;

    internal double Height => Bottom - Top;

    internal Point Center => new((Left + Right) / 2, (Top + Bottom) / 2);

    internal bool IsNothing => !(Left <= Right && Top <= Bottom);

    internal bool Contains(Point p) => p.X >= Left && p.X <= Right && p.Y >= Top && p.Y <= Bottom;

    internal bool Contains(Box other) => other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;

    internal bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    internal Box Inflate(double by) => new(Left - by, Top - by, Right + by, Bottom + by);

    internal Box Union(Box other) => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    internal Box Union(Point p) => new(Math.Min(Left, p.X), Math.Min(Top, p.Y), Math.Max(Right, p.X), Math.Max(Bottom, p.Y));

    internal Box Intersect(Box other) => new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    internal Box Scale(double by) => new(Left * by, Top * by, Right * by, Bottom * by);
}
