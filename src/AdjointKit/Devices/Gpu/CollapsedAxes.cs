using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Gpu;

/// <summary>
/// The axes of up to four arrays of one shape, as few as there can be: axes of length 1 are dropped, and axes that lie one after another in all arrays are merged,
/// so that contiguous arrays have one. Kernels take four; what is beyond goes to the host as a loop over launches.
/// </summary>
internal struct CollapsedAxes
{
    internal const int MaxOperands = 4;
    internal const int KernelAxes = 4;
    private AxisList lengths;
    private StepList steps;
    private readonly int operands;

    internal CollapsedAxes(in Shape shape, ReadOnlySpan<UntypedArray> arrays)
    {
        operands = arrays.Length;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1) continue;
            if (Rank > 0 && Continues(arrays, axis, shape[axis])) lengths[Rank - 1] *= shape[axis];
            else lengths[Rank++] = shape[axis];
            for (int operand = 0; operand < operands; operand++) steps[((Rank - 1) * MaxOperands) + operand] = arrays[operand].Strides[axis];
        }

        if (Rank == 0) lengths[Rank++] = 1;
    }

    internal int Rank { get; private set; }

    /// <summary>The length of an axis counted from the last one, which is 0; 1 beyond the first.</summary>
    internal readonly nint FromLast(int axis) => axis < Rank ? lengths[Rank - 1 - axis] : 1;

    /// <summary>The step of an operand along an axis counted from the last one; 0 beyond the first.</summary>
    internal readonly nint StepFromLast(int axis, int operand) => axis < Rank ? steps[((Rank - 1 - axis) * MaxOperands) + operand] : 0;

    /// <summary>Where the elements of an operand begin for an index that counts the axes that no kernel takes.</summary>
    internal readonly nint PlaceOf(nint index, int operand)
    {
        nint place = 0;
        for (int axis = KernelAxes; axis < Rank; axis++)
        {
            place += index % FromLast(axis) * StepFromLast(axis, operand);
            index /= FromLast(axis);
        }

        return place;
    }

    private readonly bool Continues(ReadOnlySpan<UntypedArray> arrays, int axis, nint length)
    {
        for (int operand = 0; operand < operands; operand++)
        {
            if (steps[((Rank - 1) * MaxOperands) + operand] != length * arrays[operand].Strides[axis]) return false;
        }

        return true;
    }

    [InlineArray(Shape.MaxRank)]
    private struct AxisList
    {
        private nint first;
    }

    [InlineArray(Shape.MaxRank * MaxOperands)]
    private struct StepList
    {
        private nint first;
    }
}
