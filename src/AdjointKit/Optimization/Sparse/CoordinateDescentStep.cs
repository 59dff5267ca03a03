using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// Coordinate descent (Friedman, Hastie, Tibshirani, J. Stat. Softw. 33, 2010): a step is one sweep, in which every element in its turn goes to where the objective is smallest along it,
/// x_j = eta(x_j + a_j^H r / |a_j|^2; lambda / |a_j|^2), eta the soft threshold.
/// </summary>
/// <remarks>
/// Columns are taken in blocks: the inner products of a block with the misfit are one product of matrices, and what an element's change does to those after it is in the block's own inner products.
/// The numbers are those of one element after the other.
/// </remarks>
internal sealed class CoordinateDescentStep : WeightedStep
{
    private const int BlockSize = 32;

    private readonly Backend backend;
    private readonly UntypedArray[] columns;
    private readonly UntypedArray[] products;
    private readonly double[] curvatures;
    private readonly Var[] changes = new Var[BlockSize];
    private readonly Var[] parts;

    internal CoordinateDescentStep(Compute compute, SampleOperator a, UntypedArray matrix, double weight)
        : base(a, weight)
    {
        backend = compute.Backend;
        int count = (int)((a.Columns + BlockSize - 1) / BlockSize);
        columns = new UntypedArray[count];
        products = new UntypedArray[count];
        parts = new Var[count];
        curvatures = new double[a.Columns];
        for (int block = 0; block < count; block++)
        {
            nint first = block * BlockSize;
            nint length = Math.Min(BlockSize, a.Columns - first);
            columns[block] = matrix.Slice(1, first, length, 1);
            products[block] = compute.Backend.Allocate(matrix.ElementType, new Shape(length, length), account: null);
            compute.Backend.MatrixMultiply(MatrixForm.ConjugateTransposed, columns[block], MatrixForm.Plain, columns[block], accumulate: false, products[block]);
            for (nint k = 0; k < length; k++)
            {
                UntypedArray column = columns[block].Slice(1, k, 1, 1);
                double squared = compute.Backend.Dot(column, column).Real;
                curvatures[first + k] = squared > 0 ? squared : 1;
            }
        }
    }

    internal override string Name => "coordinate descent";

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var x = state[0];
        Var misfit = A.Misfit(y, x);
        for (int block = 0; block < columns.Length; block++)
        {
            Var matrix = y.Tape.Constant(columns[block]);
            Var before = UntypedOps.Slice(x, 1, block * BlockSize, matrix.Shape[1], 1);
            Var change = Changes(block, before, UntypedOps.MatMul(MatrixForm.Plain, misfit, MatrixForm.Conjugated, matrix));
            misfit -= UntypedOps.MatMul(MatrixForm.Plain, change, MatrixForm.Transposed, matrix);
            parts[block] = before + change;
        }

        state[0] = UntypedOps.Concat(parts, 1);
    }

    internal override void Release()
    {
        foreach (UntypedArray array in products) array.Release();
    }

    /// <summary>The changes of the elements of a block, one after the other; <paramref name="slope"/> is A^H (y - A x) of the block before the first of them.</summary>
    private Var Changes(int block, Var x, Var slope)
    {
        if (TryChanges(block, x, slope, out Var found)) return found;
        Var inner = x.Tape.Constant(products[block]);
        nint length = x.Shape[1];
        for (int k = 0; k < length; k++)
        {
            double curvature = curvatures[(block * BlockSize) + k];
            Var element = UntypedOps.Slice(x, 1, k, 1, 1);
            Var point = element + ((1 / curvature) * UntypedOps.Slice(slope, 1, 0, 1, 1));
            Var threshold = point.Tape.Filled(ElementTypes.RealOf(point.ElementType), default, Weight / curvature);
            changes[k] = UntypedOps.SoftThreshold(point, threshold) - element;
            nint rest = length - k - 1;
            if (rest == 0) break;
            Var column = UntypedOps.Reshape(UntypedOps.Slice(UntypedOps.Slice(inner, 1, k, 1, 1), 0, k + 1, rest, 1), new Shape(1, rest));
            slope = UntypedOps.Slice(slope, 1, 1, rest, 1) - (changes[k] * column);
        }

        return UntypedOps.Concat(changes.AsSpan(0, (int)length), 1);
    }

    /// <summary>The same by a kernel of the backend, where nothing is recorded.</summary>
    private bool TryChanges(int block, Var x, Var slope, out Var found)
    {
        found = default;
        if (x.Tape.Records(x) || x.Tape.Records(slope)) return false;
        UntypedArray into = backend.Allocate(x.ElementType, x.Shape, account: null);
        if (!backend.TrySweep(x.Value, slope.Value, products[block], curvatures.AsSpan(block * BlockSize, (int)x.Shape[1]), Weight, into))
        {
            into.Release();
            return false;
        }

        found = x.Tape.Adopt(into);
        return true;
    }
}
