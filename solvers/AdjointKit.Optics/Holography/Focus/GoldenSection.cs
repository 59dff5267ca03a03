namespace AdjointKit.Optics;

/// <summary>The largest value of a function with one maximum, by golden sections.</summary>
internal static class GoldenSection
{
    private static readonly double Part = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Where it is, at most <paramref name="tolerance"/> away.</summary>
    internal static double Largest(Func<double, double> function, double from, double to, double tolerance)
    {
        (double low, double high) = (Math.Min(from, to), Math.Max(from, to));
        (double left, double right) = (high - (Part * (high - low)), low + (Part * (high - low)));
        (double atLeft, double atRight) = (function(left), function(right));
        while ((high - low) / 2 > tolerance)
        {
            if (atLeft >= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Part * (high - low));
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Part * (high - low));
                atRight = function(right);
            }
        }

        return (low + high) / 2;
    }
}
