using AdjointKit.Arrays;

namespace AdjointKit.Devices;

/// <summary>How the windows of a convolution or a pool lie along one axis: tap k of window o sees the element o stride + k dilation - padding.</summary>
/// <param name="Length">The elements along the axis.</param>
/// <param name="Taps">The taps of a window.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Padding">How far the first window stands before the first element, and how far the last may reach behind the last.</param>
/// <param name="Dilation">From a tap to the next.</param>
internal readonly record struct WindowAxis(nint Length, nint Taps, nint Stride, nint Padding, nint Dilation)
{
    /// <summary>The number of windows.</summary>
    internal nint Windows => ((Length + (2 * Padding) - Reach) / Stride) + 1;

    /// <summary>Whether the windows are the elements themselves.</summary>
    internal bool IsTrivial => Taps == 1 && Stride == 1 && Padding == 0;

    private nint Reach => (Dilation * (Taps - 1)) + 1;

    /// <summary>Throws if the windows do not fit.</summary>
    /// <param name="op">The op, for the message.</param>
    /// <param name="input">The shape of the array that has the axis.</param>
    internal void Check(string op, in Shape input)
    {
        if (Taps < 1) throw new ArgumentException($"{op} of an array of shape {input}: a window has one tap or more along an axis, not {Taps}");
        if (Stride < 1 || Dilation < 1) throw new ArgumentException($"{op} of an array of shape {input}: stride {Stride} and dilation {Dilation} must be positive");
        if (Padding < 0) throw new ArgumentException($"{op} of an array of shape {input}: the padding {Padding} is negative");
        if (Length + (2 * Padding) < Reach) throw new ArgumentException($"{op} of an array of shape {input}: a window that reaches over {Reach} elements does not fit an axis of length {Length} with padding {Padding}");
    }

    /// <summary>Those of <paramref name="count"/> windows from <paramref name="from"/> on whose tap is an element of the axis: the first of them, their number, and the first's element.</summary>
    internal (nint First, nint Count, nint Element) Within(nint tap, nint from, nint count)
    {
        nint shift = (tap * Dilation) - Padding;
        nint first = Math.Max(from, shift >= 0 ? 0 : (Stride - 1 - shift) / Stride);
        nint last = Length - 1 - shift;
        nint end = last < 0 ? first : Math.Min(from + count, (last / Stride) + 1);
        return end > first ? (first, end - first, (first * Stride) + shift) : (from, 0, 0);
    }
}
