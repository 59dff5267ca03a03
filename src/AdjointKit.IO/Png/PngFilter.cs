namespace AdjointKit.IO;

/// <summary>The five filters of PNG: a byte is stored as its difference from what its neighbours to the left, above and above left predict (ISO/IEC 15948, 9).</summary>
internal static class PngFilter
{
    /// <summary>The number of filters.</summary>
    public const int Count = 5;

    private const int Sub = 1;
    private const int Up = 2;
    private const int Average = 3;
    private const int Paeth = 4;

    /// <summary>Turns the differences of a row into its bytes, in place.</summary>
    /// <param name="filter">Which filter, 0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above; zeros for the first.</param>
    /// <param name="step">Bytes per pixel, at least 1.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case Sub:
                for (int i = step; i < row.Length; i++) row[i] += row[i - step];
                break;
            case Up:
                for (int i = 0; i < row.Length; i++) row[i] += above[i];
                break;
            case Average:
                for (int i = 0; i < row.Length; i++) row[i] += (byte)(((i < step ? 0 : row[i - step]) + above[i]) / 2);
                break;
            case Paeth:
                for (int i = 0; i < Math.Min(step, row.Length); i++) row[i] += above[i];
                for (int i = step; i < row.Length; i++) row[i] += Nearest(row[i - step], above[i], above[i - step]);
                break;
        }
    }

    /// <summary>The differences of a row.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> differences)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < step ? (byte)0 : row[i - step];
            byte predicted = filter switch
            {
                Sub => left,
                Up => above[i],
                Average => (byte)((left + above[i]) / 2),
                Paeth => Nearest(left, above[i], i < step ? (byte)0 : above[i - step]),
                _ => 0,
            };
            differences[i] = (byte)(row[i] - predicted);
        }
    }

    /// <summary>Of three neighbours the one that is nearest to left + above - above left.</summary>
    private static byte Nearest(byte left, byte above, byte aboveLeft)
    {
        int toLeft = Math.Abs(above - aboveLeft);
        int toAbove = Math.Abs(left - aboveLeft);
        int toAboveLeft = Math.Abs(left + above - (2 * aboveLeft));
        if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
