using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Reductions;

/// <summary>
/// Some of the axes that a source shares with a target, outermost first. Axes of length 1 are dropped and axes that lie one after another in both arrays are
/// merged. A combination of indices is named by its number, counted row by row.
/// </summary>
internal struct AxisSet
{
    private int rank;
    private List8 lengths;
    private List8 steps;
    private List8 targetSteps;

    /// <summary>No axes: one combination of indices.</summary>
    public AxisSet() => Count = 1;

    /// <summary>The number of combinations of indices.</summary>
    internal nint Count { get; private set; }

    /// <summary>The length of the innermost axis; 1 if there is none.</summary>
    internal readonly nint InnerLength => rank == 0 ? 1 : lengths[rank - 1];

    /// <summary>The distance in the source along the innermost axis, in elements; 1 if there is none.</summary>
    internal readonly nint InnerStep => rank == 0 ? 1 : steps[rank - 1];

    /// <summary>The distance in the target along the innermost axis, in elements; 1 if there is none.</summary>
    internal readonly nint InnerTargetStep => rank == 0 ? 1 : targetSteps[rank - 1];

    /// <summary>Whether the combinations in order lie one after another in the source.</summary>
    internal readonly bool IsContiguous => rank == 0 || (rank == 1 && steps[0] == 1);

    /// <summary>All axes of an array.</summary>
    internal static AxisSet Of(in UntypedArray array)
    {
        var axes = new AxisSet();
        for (int axis = 0; axis < array.Rank; axis++) axes.Add(array.Shape[axis], array.Strides[axis], array.Strides[axis]);
        return axes;
    }

    /// <summary>Adds an axis inside those that are there.</summary>
    internal void Add(nint length, nint step, nint targetStep)
    {
        Count *= length;
        if (length == 1) return;
        bool continues = rank > 0 && steps[rank - 1] == step * length && targetSteps[rank - 1] == targetStep * length;
        if (continues) length *= lengths[rank - 1];
        else rank++;
        lengths[rank - 1] = length;
        steps[rank - 1] = step;
        targetSteps[rank - 1] = targetStep;
    }

    /// <summary>Where a combination of indices stands in the source, in elements, and the index along the innermost axis.</summary>
    internal readonly nint Offset(nint number, out nint innerIndex)
    {
        nint offset = 0;
        innerIndex = 0;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            (number, nint index) = Math.DivRem(number, lengths[axis]);
            offset += index * steps[axis];
            if (axis == rank - 1) innerIndex = index;
        }

        return offset;
    }

    /// <summary>Where a combination of indices stands in the source and in the target, in elements.</summary>
    internal readonly (nint Source, nint Target) Offsets(nint number)
    {
        nint source = 0;
        nint target = 0;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            (number, nint index) = Math.DivRem(number, lengths[axis]);
            source += index * steps[axis];
            target += index * targetSteps[axis];
        }

        return (source, target);
    }

    [InlineArray(Shape.MaxRank)]
    private struct List8
    {
        private nint first;
    }
}
