using AdjointKit.Kernels.Reductions;

namespace AdjointKit.Devices.Cpu;

/// <summary>The kernels of one reduction of one element type.</summary>
internal readonly unsafe struct Reducer
{
    /// <summary>The float64 numbers of a result: 1, or 2 where it is complex.</summary>
    internal int Parts { get; init; }

    /// <summary>Whether the reduction is one of pairs of elements.</summary>
    internal bool TakesTwo { get; init; }

    /// <summary>Reduces a block: elements, the others of the pairs, count, result.</summary>
    internal delegate*<byte*, byte*, int, double*, void> Block { get; init; }

    /// <summary>Reduces a block of rows of which each column is an array of its own (<see cref="ColumnTree.Reduce"/>); null: there is no such kernel.</summary>
    internal delegate*<byte*, AxisSet, int, nint, int, int, double*, void> Columns { get; init; }

    /// <summary>Joins the second result to the first.</summary>
    internal delegate*<double*, double*, void> Join { get; init; }
}
