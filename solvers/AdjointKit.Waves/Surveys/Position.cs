namespace AdjointKit.Waves;

/// <summary>A place in a two-dimensional model, metres from the model's origin, z downwards.</summary>
/// <param name="X">Along the model, m.</param>
/// <param name="Z">Depth, m.</param>
public readonly record struct Position(double X, double Z)
{
    /// <summary><paramref name="count"/> positions at one depth, evenly spaced, both ends included.</summary>
    /// <param name="firstX">The first x, m.</param>
    /// <param name="lastX">The last x, m.</param>
    /// <param name="count">How many, at least 1; a single one stands at <paramref name="firstX"/>.</param>
    /// <param name="z">The depth, m.</param>
    public static Position[] Line(double firstX, double lastX, int count, double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var line = new Position[count];
        for (int n = 0; n < count; n++)
        {
            double x = n == count - 1 && count > 1 ? lastX : firstX + (count == 1 ? 0 : (lastX - firstX) * n / (count - 1));
            line[n] = new Position(x, z);
        }

        return line;
    }

    /// <summary>The position as "(x, z)".</summary>
    public override string ToString() => $"({X:G9}, {Z:G9})";
}
