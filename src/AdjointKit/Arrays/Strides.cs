using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>The distance between neighbours along each axis, in elements.</summary>
internal readonly struct Strides : IEquatable<Strides>
{
    private readonly Steps steps;

    internal Strides(ReadOnlySpan<nint> steps)
    {
        for (int axis = 0; axis < steps.Length; axis++) this.steps[axis] = steps[axis];
    }

    internal nint this[int axis] => steps[axis];

    /// <summary>The strides of a contiguous array, last axis fastest.</summary>
    internal static Strides RowMajor(Shape shape)
    {
        Span<nint> row = stackalloc nint[Shape.MaxRank];
        nint step = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            row[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return new Strides(row[..shape.Rank]);
    }

    public bool Equals(Strides other) => ((ReadOnlySpan<nint>)steps).SequenceEqual(other.steps);

    public override bool Equals(object? obj) => obj is Strides other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(steps[0], steps[1], steps[2], steps[3]);

    internal Strides With(int axis, nint step)
    {
        Span<nint> changed = stackalloc nint[Shape.MaxRank];
        ((ReadOnlySpan<nint>)steps).CopyTo(changed);
        changed[axis] = step;
        return new Strides(changed);
    }

    [InlineArray(Shape.MaxRank)]
    private struct Steps
    {
        private nint first;
    }
}
