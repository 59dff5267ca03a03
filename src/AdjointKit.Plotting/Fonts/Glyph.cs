using System.Globalization;
using AdjointKit.Plotting.Drawing;

namespace AdjointKit.Plotting.Fonts;

/// <summary>One parsed glyph: ink width and pen strokes, in the units of <see cref="GlyphTable"/>.</summary>
internal sealed class Glyph
{
    private readonly List<(char Move, Point[] Points)> moves = [];

    private Glyph(double width) => Width = width;

    internal double Width { get; }

    internal static Glyph Parse(string text)
    {
        string[] words = text.Split(' ');
        var glyph = new Glyph(Number(words[0]));
        int at = 1;
        while (at < words.Length)
        {
            char move = words[at++][0];
            int count = move switch { 'M' or 'L' => 1, 'C' => 3, 'O' => 2, _ => 0 };
            var points = new Point[count];
            for (int i = 0; i < count; i++, at += 2) points[i] = new Point(Number(words[at]), Number(words[at + 1]));
            glyph.moves.Add((move, points));
        }

        return glyph;
    }

    /// <summary>Draws the strokes through a map from glyph units to the canvas.</summary>
    internal void AddTo(VectorPath path, Func<Point, Point> place)
    {
        foreach ((char move, Point[] points) in moves)
        {
            switch (move)
            {
                case 'M':
                    Point start = place(points[0]);
                    path.MoveTo(start.X, start.Y);
                    break;
                case 'L':
                    path.LineTo(place(points[0]));
                    break;
                case 'C':
                    path.CurveTo(place(points[0]), place(points[1]), place(points[2]));
                    break;
                case 'O':
                    AddEllipse(path, points[0], points[1], place);
                    break;
                default:
                    path.Close();
                    break;
            }
        }
    }

    private static void AddEllipse(VectorPath path, Point center, Point radii, Func<Point, Point> place)
    {
        const int Corners = 20;
        for (int i = 0; i < Corners; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / Corners);
            Point p = place(center + new Point(radii.X * cos, radii.Y * sin));
            if (i == 0) path.MoveTo(p.X, p.Y);
            else path.LineTo(p);
        }

        path.Close();
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
