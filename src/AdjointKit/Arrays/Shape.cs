using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>The lengths of an array along its axes, up to eight of them, first axis first. A value: it allocates nothing.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 8;

    // None where there are no axes.
    private readonly Layout? layout;

    /// <summary>Makes a shape from its lengths.</summary>
    /// <param name="lengths">One length per axis, none negative.</param>
    /// <exception cref="ArgumentException">More than eight axes, a negative length, or a product that overflows.</exception>
    public Shape(params ReadOnlySpan<nint> lengths)
    {
        if (lengths.Length > MaxRank) throw new ArgumentException($"a shape has at most {MaxRank} axes, not {lengths.Length}", nameof(lengths));
        nint product = 1;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            if (lengths[axis] < 0) throw new ArgumentException($"length {lengths[axis]} of axis {axis} is negative", nameof(lengths));
            try
            {
                product = checked(product * lengths[axis]);
            }
            catch (OverflowException overflow)
            {
                throw new ArgumentException("the number of elements exceeds the address space", nameof(lengths), overflow);
            }
        }

        if (lengths.Length > 0) layout = LayoutCache.Dense(lengths);
    }

    internal Shape(Layout dense) => layout = dense.Rank == 0 ? null : dense;

    /// <summary>The number of axes.</summary>
    public int Rank => layout is null ? 0 : layout.Rank;

    /// <summary>The number of elements: the product of the lengths, 1 for rank 0.</summary>
    public nint Count => layout is null ? 1 : layout.Count;

    /// <summary>The length along an axis; a negative axis counts from the end.</summary>
    public nint this[int axis]
    {
        get
        {
            ReadOnlySpan<nint> lengths = Lengths;
            int index = axis < 0 ? axis + lengths.Length : axis;
            if ((uint)index >= (uint)lengths.Length) throw NoSuchAxis(axis);
            return lengths[index];
        }
    }

    /// <summary>The layout of a contiguous array of this shape.</summary>
    internal Layout Layout => layout ?? Layout.Scalar;

    /// <summary>The lengths along the axes.</summary>
    internal ReadOnlySpan<nint> Lengths => layout is null ? default : layout.Lengths;

    /// <summary>Whether two shapes are equal, axis by axis.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(layout, other.layout) || (layout is not null && other.layout is not null && layout.Matches(other.layout));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => layout is null ? 0 : layout.Hash;

    /// <summary>The shape as text, "(3, 4)".</summary>
    public override string ToString()
    {
        var parts = new string[Rank];
        for (int axis = 0; axis < Rank; axis++) parts[axis] = Lengths[axis].ToString();
        return $"({string.Join(", ", parts)}{(Rank == 1 ? "," : "")})";
    }

    /// <summary>The same lengths but for one axis.</summary>
    internal Shape With(int axis, nint length)
    {
        Span<nint> changed = stackalloc nint[MaxRank];
        Lengths.CopyTo(changed);
        changed[axis] = length;
        return new Shape(changed[..Rank]);
    }

    /// <summary>The lengths without one axis.</summary>
    internal Shape Without(int axis)
    {
        Span<nint> left = stackalloc nint[MaxRank];
        int rank = 0;
        for (int other = 0; other < Rank; other++)
        {
            if (other != axis) left[rank++] = Lengths[other];
        }

        return new Shape(left[..rank]);
    }

    /// <summary>Apart, so that the indexer is small enough to stand in its callers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ArgumentOutOfRangeException NoSuchAxis(int axis) => new(nameof(axis), axis, $"a shape {this} has no such axis");
}
