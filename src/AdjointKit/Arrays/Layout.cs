using System.Runtime.CompilerServices;

namespace AdjointKit.Arrays;

/// <summary>
/// How the elements of an array lie: lengths along the axes and the distances between neighbours along them. Immutable; arrays share it, so that a view is four
/// words and shapes are compared by reference. Taken from <see cref="LayoutCache"/>.
/// </summary>
internal sealed class Layout
{
    private readonly Axes lengths;
    private readonly Axes strides;

    internal Layout(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, int hash, Layout? dense)
    {
        Rank = lengths.Length;
        Hash = hash;
        nint count = 1;
        nint low = 0;
        nint high = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            this.lengths[axis] = lengths[axis];
            this.strides[axis] = strides[axis];
            count *= lengths[axis];
            nint reach = (lengths[axis] - 1) * strides[axis];
            low += Math.Min(0, reach);
            high += Math.Max(0, reach);
        }

        Count = count;
        Low = low;
        High = high;
        Dense = dense ?? this;
        IsContiguous = dense is null || count == 0 || LiesLike(dense);
    }

    /// <summary>The layout of an array without axes: one element.</summary>
    internal static Layout Scalar { get; } = new([], [], hash: 0, dense: null);

    internal int Rank { get; }

    /// <summary>The number of elements.</summary>
    internal nint Count { get; }

    /// <summary>The layout of these lengths in which the elements lie one after another, last axis fastest: what a shape refers to.</summary>
    internal Layout Dense { get; }

    /// <summary>Whether the elements lie one after another, last axis fastest.</summary>
    internal bool IsContiguous { get; }

    /// <summary>The lowest place of an element, seen from the first, in elements; 0 or negative.</summary>
    internal nint Low { get; }

    /// <summary>The highest place of an element, seen from the first, in elements.</summary>
    internal nint High { get; }

    internal int Hash { get; }

    /// <summary>The lengths along the axes.</summary>
    internal ReadOnlySpan<nint> Lengths => ((ReadOnlySpan<nint>)lengths)[..Rank];

    /// <summary>The distances between neighbours along the axes, in elements.</summary>
    internal ReadOnlySpan<nint> Strides => ((ReadOnlySpan<nint>)strides)[..Rank];

    /// <summary>Whether two layouts are the same axis by axis: the cache forgets, so equal layouts may be two objects.</summary>
    internal bool Matches(Layout other) =>
        ReferenceEquals(this, other) || (Hash == other.Hash && Matches(other.Lengths, other.Strides));

    internal bool Matches(ReadOnlySpan<nint> otherLengths, ReadOnlySpan<nint> otherStrides) =>
        Lengths.SequenceEqual(otherLengths) && Strides.SequenceEqual(otherStrides);

    /// <summary>Whether the strides are those of the dense layout but for axes of length 1, where they do not matter.</summary>
    private bool LiesLike(Layout dense)
    {
        for (int axis = 0; axis < Rank; axis++)
        {
            if (lengths[axis] != 1 && strides[axis] != dense.strides[axis]) return false;
        }

        return true;
    }

    [InlineArray(Shape.MaxRank)]
    private struct Axes
    {
        private nint first;
    }
}
