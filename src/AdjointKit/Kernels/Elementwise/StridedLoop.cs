using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Elementwise;

/// <summary>
/// A loop nest over up to four arrays of one shape and any strides. Axes of length 1 are dropped and axes that lie one after another in all arrays are
/// merged, so that contiguous arrays become a single run. It can be split into parts along its first axis.
/// </summary>
internal unsafe struct StridedLoop
{
    private const int MaxOperands = 4;
    private int rank;
    private int operands;
    private LengthList lengths;
    private StepList steps;
    private OriginList origins;
    private SizeList sizes;
    private StorageList storages;

    /// <summary>The kernel: a static method that does one run.</summary>
    internal delegate*<Row*, void> Kernel { get; set; }

    /// <summary>Numbers that the kernel takes.</summary>
    internal Row Parameters { get; set; }

    /// <summary>Starts the nest with the shape and the array that is written.</summary>
    internal static StridedLoop Over(in UntypedArray into)
    {
        StridedLoop loop = default;
        loop.rank = into.Rank;
        for (int axis = 0; axis < loop.rank; axis++) loop.lengths[axis] = into.Shape[axis];
        loop.Add(into);
        return loop;
    }

    /// <summary>Adds an operand of the same shape.</summary>
    internal void Add(in UntypedArray operand)
    {
        int size = ElementTypes.SizeOf(operand.ElementType);
        sizes[operands] = size;
        origins[operands] = (nint)operand.Pointer;
        storages[operands] = operand.Storage;
        for (int axis = 0; axis < rank; axis++) steps[(axis * MaxOperands) + operands] = operand.Strides[axis];
        operands++;
    }

    /// <summary>Merges axes. Call once, after the last <see cref="Add"/>.</summary>
    internal void Collapse()
    {
        int kept = 0;
        for (int axis = 0; axis < rank; axis++)
        {
            if (lengths[axis] == 1) continue;
            if (kept > 0 && Continues(kept - 1, axis)) MoveAxis(axis, kept - 1, lengths[kept - 1] * lengths[axis]);
            else MoveAxis(axis, kept++, lengths[axis]);
        }

        if (kept == 0)
        {
            lengths[0] = 1;
            kept = 1;
        }

        rank = kept;
    }

    /// <summary>Lets go of the arrays, which the nest keeps alive while it runs.</summary>
    internal void Forget() => storages = default;

    /// <summary>Does part number <paramref name="part"/> of <paramref name="parts"/> of the nest.</summary>
    internal readonly void Run(int part, int parts)
    {
        const nint Granule = 16;
        nint granules = (lengths[0] + Granule - 1) / Granule;
        nint unit = rank == 1 ? Granule : 1;
        nint units = rank == 1 ? granules : lengths[0];
        nint first = units * part / parts * unit;
        nint last = Math.Min(lengths[0], units * (part + 1) / parts * unit);
        if (first >= last) return;
        Row row = Parameters;
        SetPointers(ref row, origins[0], origins[1], origins[2], origins[3]);
        RunAxis(0, first, last, ref row);
    }

    private static void SetPointers(ref Row row, nint into, nint a, nint b, nint c)
    {
        row.Into = (byte*)into;
        row.A = (byte*)a;
        row.B = (byte*)b;
        row.C = (byte*)c;
    }

    private readonly void RunAxis(int axis, nint first, nint last, ref Row row)
    {
        nint into = (nint)row.Into + (first * ByteStep(axis, 0));
        nint a = (nint)row.A + (first * ByteStep(axis, 1));
        nint b = (nint)row.B + (first * ByteStep(axis, 2));
        nint c = (nint)row.C + (first * ByteStep(axis, 3));
        if (axis == rank - 1)
        {
            SetPointers(ref row, into, a, b, c);
            row.StepInto = Step(axis, 0);
            row.StepA = Step(axis, 1);
            row.StepB = Step(axis, 2);
            row.StepC = Step(axis, 3);
            row.Count = last - first;
            Kernel((Row*)Unsafe.AsPointer(ref row));
            return;
        }

        for (nint index = first; index < last; index++)
        {
            SetPointers(ref row, into, a, b, c);
            RunAxis(axis + 1, 0, lengths[axis + 1], ref row);
            into += ByteStep(axis, 0);
            a += ByteStep(axis, 1);
            b += ByteStep(axis, 2);
            c += ByteStep(axis, 3);
        }
    }

    private readonly bool Continues(int outer, int inner)
    {
        for (int operand = 0; operand < operands; operand++)
        {
            if (Step(outer, operand) != Step(inner, operand) * lengths[inner]) return false;
        }

        return true;
    }

    private void MoveAxis(int from, int to, nint length)
    {
        lengths[to] = length;
        for (int operand = 0; operand < operands; operand++) steps[(to * MaxOperands) + operand] = Step(from, operand);
    }

    private readonly nint Step(int axis, int operand) => steps[(axis * MaxOperands) + operand];

    private readonly nint ByteStep(int axis, int operand) => Step(axis, operand) * sizes[operand];

    [InlineArray(Shape.MaxRank)]
    private struct LengthList
    {
        private nint first;
    }

    [InlineArray(Shape.MaxRank * MaxOperands)]
    private struct StepList
    {
        private nint first;
    }

    [InlineArray(MaxOperands)]
    private struct StorageList
    {
        private Storage? first;
    }

    [InlineArray(MaxOperands)]
    private struct OriginList
    {
        private nint first;
    }

    [InlineArray(MaxOperands)]
    private struct SizeList
    {
        private int first;
    }
}
