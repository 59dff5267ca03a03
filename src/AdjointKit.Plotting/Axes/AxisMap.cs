namespace AdjointKit.Plotting.Axes;

/// <summary>Maps values along an axis to the canvas and back. <paramref name="First"/> lies at pixel <paramref name="FirstPixel"/>.</summary>
internal readonly record struct AxisMap(double First, double Last, AxisScale Scale, double FirstPixel, double LastPixel)
{
    internal double Low => Math.Min(First, Last);

    internal double High => Math.Max(First, Last);

    /// <summary>Canvas pixels per unit of a linear axis, without sign.</summary>
    internal double PixelsPerUnit => Math.Abs((LastPixel - FirstPixel) / (Last - First));

    /// <summary>The pixel of a value; NaN for one that has no place on the axis.</summary>
    internal double ToPixel(double value)
    {
        if (!double.IsFinite(value)) return double.NaN;
        if (Scale == AxisScale.Linear) return FirstPixel + ((value - First) / (Last - First) * (LastPixel - FirstPixel));
        return value > 0 ? FirstPixel + ((Math.Log(value) - Math.Log(First)) / (Math.Log(Last) - Math.Log(First)) * (LastPixel - FirstPixel)) : double.NaN;
    }
}

/// <summary>A range of values that grows with what it is shown; starts empty.</summary>
internal record struct ValueRange(double Low, double High)
{
    internal static ValueRange Empty => new(double.PositiveInfinity, double.NegativeInfinity);

    internal readonly bool IsEmpty => !(Low <= High);

    internal void Add(double value)
    {
        if (!double.IsFinite(value)) return;
        Low = Math.Min(Low, value);
        High = Math.Max(High, value);
    }

    internal void Add(ValueRange other)
    {
        Low = Math.Min(Low, other.Low);
        High = Math.Max(High, other.High);
    }
}
