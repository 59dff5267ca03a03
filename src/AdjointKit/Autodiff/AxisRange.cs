using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// What is taken along one axis: an index (<c>3</c>, <c>^1</c>, <c>-1</c>; the axis goes), a range (<c>1..8</c>, <c>..</c>), or a range with a step (<c>(1..8, 2)</c>). A negative step
/// takes the same range from its end: <c>(1..8, -2)</c> is 7, 5, 3, 1.
/// </summary>
public readonly struct AxisRange : IEquatable<AxisRange>
{
    private readonly Range range;
    private readonly int step;

    private AxisRange(Range range, int step)
    {
        this.range = range;
        this.step = step;
    }

    /// <summary>Whether one index is taken, so that the axis goes.</summary>
    public bool IsIndex => step == 0;

    /// <summary>Whether all entries are taken as they stand.</summary>
    internal bool IsWhole => step == 1 && range.Equals(Range.All);

    /// <summary>A range.</summary>
    public static implicit operator AxisRange(Range range) => new(range, 1);

    /// <summary>A range of which every step-th entry is taken.</summary>
    public static implicit operator AxisRange((Range Range, int Step) stepped) =>
        stepped.Step == 0 ? throw new ArgumentException("a range is taken by a step other than 0", nameof(stepped)) : new(stepped.Range, stepped.Step);

    /// <summary>One index.</summary>
    public static implicit operator AxisRange(Index index) => new(index..index, 0);

    /// <summary>One index; a negative one counts from the end.</summary>
    public static implicit operator AxisRange(int index) => index < 0 ? new Index(-index, fromEnd: true) : new Index(index);

    /// <summary>Whether two are equal.</summary>
    public static bool operator ==(AxisRange left, AxisRange right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(AxisRange left, AxisRange right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AxisRange other) => range.Equals(other.range) && step == other.step;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(range, step);

    /// <summary>As it is written.</summary>
    public override string ToString() => IsIndex ? $"{range.Start}" : step == 1 ? $"{range}" : $"({range}, {step})";

    /// <summary>The first entry, how many, and the step, along an axis of an array.</summary>
    internal (nint Start, nint Count, nint Step) Along(in Shape shape, int axis)
    {
        nint length = shape[axis];
        nint from = Place(range.Start, length);
        if (IsIndex) return from >= 0 && from < length ? (from, 1, 1) : throw Outside(shape, axis);
        nint to = Place(range.End, length);
        if (from < 0 || to > length || from > to) throw Outside(shape, axis);
        nint count = (to - from + Math.Abs((nint)step) - 1) / Math.Abs((nint)step);
        return (step > 0 || count == 0 ? from : to - 1, count, step);
    }

    private static nint Place(Index index, nint length) => index.IsFromEnd ? length - index.Value : index.Value;

    private ArgumentOutOfRangeException Outside(in Shape shape, int axis) => new(nameof(shape), ToString(), $"{(IsIndex ? "index" : "the range")} {this} is outside axis {axis} of an array of shape {shape}");
}
