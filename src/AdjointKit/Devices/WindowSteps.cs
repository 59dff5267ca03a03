namespace AdjointKit.Devices;

/// <summary>The steps of windows along an axis, its length and the window's left open.</summary>
internal readonly record struct WindowSteps(nint Stride, nint Padding, nint Dilation)
{
    internal WindowAxis Axis(nint length, nint taps) => new(length, taps, Stride, Padding, Dilation);

    /// <summary>The axis that so many windows come from: the shortest one, and <paramref name="more"/> elements.</summary>
    internal WindowAxis AxisOfTransposed(nint windows, nint taps, nint more) => Axis(((windows - 1) * Stride) - (2 * Padding) + (Dilation * (taps - 1)) + 1 + more, taps);
}
