using AdjointKit.Arrays;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// The matrices of a batched array, read into scratch memory as doubles and written back from there, rounded once. Arrays of one axis less than a matrix needs are
/// taken as rows.
/// </summary>
internal readonly unsafe struct MatrixStack
{
    private readonly UntypedArray array;
    private readonly int matrixAxes;

    /// <summary>Takes an array whose leading axes are broadcast to those of a batch.</summary>
    /// <param name="array">The array.</param>
    /// <param name="batch">The lengths in front of the matrices.</param>
    /// <param name="matrixAxes">2, or 1 for rows, or 0 for numbers.</param>
    internal MatrixStack(in UntypedArray array, in Shape batch, int matrixAxes = 2)
    {
        this.matrixAxes = matrixAxes;
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        for (int axis = 0; axis < batch.Rank; axis++) lengths[axis] = batch[axis];
        for (int axis = 0; axis < matrixAxes; axis++) lengths[batch.Rank + axis] = array.Shape[array.Rank - matrixAxes + axis];
        this.array = array.BroadcastTo(new Shape(lengths[..(batch.Rank + matrixAxes)]));
        Rows = matrixAxes == 2 ? array.Shape[-2] : 1;
        Columns = matrixAxes >= 1 ? array.Shape[-1] : 1;
        RowStep = matrixAxes == 2 ? this.array.Strides[batch.Rank] : 0;
        ColumnStep = matrixAxes >= 1 ? this.array.Strides[batch.Rank + matrixAxes - 1] : 0;
    }

    internal nint Rows { get; }

    internal nint Columns { get; }

    private nint RowStep { get; }

    private nint ColumnStep { get; }

    /// <summary>Reads matrix number <paramref name="index"/> of the batch, row after row; complex numbers as two doubles.</summary>
    internal void Read(nint index, double* into)
    {
        byte* first = First(index);
        nint columns = Columns;
        for (nint row = 0; row < Rows; row++)
        {
            switch (array.ElementType)
            {
                case ElementType.Float32:
                    ReadRow((float*)first + (row * RowStep), 1, into + (row * columns));
                    break;
                case ElementType.Float64:
                    ReadRow((double*)first + (row * RowStep), 1, into + (row * columns));
                    break;
                case ElementType.Complex64:
                    ReadRow((float*)first + (2 * row * RowStep), 2, into + (2 * row * columns));
                    break;
                default:
                    ReadRow((double*)first + (2 * row * RowStep), 2, into + (2 * row * columns));
                    break;
            }
        }
    }

    /// <summary>Writes matrix number <paramref name="index"/> of the batch.</summary>
    internal void Write(nint index, double* from)
    {
        byte* first = First(index);
        nint columns = Columns;
        for (nint row = 0; row < Rows; row++)
        {
            switch (array.ElementType)
            {
                case ElementType.Float32:
                    WriteRow(from + (row * columns), 1, (float*)first + (row * RowStep));
                    break;
                case ElementType.Float64:
                    WriteRow(from + (row * columns), 1, (double*)first + (row * RowStep));
                    break;
                case ElementType.Complex64:
                    WriteRow(from + (2 * row * columns), 2, (float*)first + (2 * row * RowStep));
                    break;
                default:
                    WriteRow(from + (2 * row * columns), 2, (double*)first + (2 * row * RowStep));
                    break;
            }
        }
    }

    private void ReadRow(float* source, int parts, double* into)
    {
        for (nint column = 0; column < Columns; column++)
        {
            for (int part = 0; part < parts; part++) into[(column * parts) + part] = source[(column * ColumnStep * parts) + part];
        }
    }

    private void ReadRow(double* source, int parts, double* into)
    {
        for (nint column = 0; column < Columns; column++)
        {
            for (int part = 0; part < parts; part++) into[(column * parts) + part] = source[(column * ColumnStep * parts) + part];
        }
    }

    private void WriteRow(double* from, int parts, float* target)
    {
        for (nint column = 0; column < Columns; column++)
        {
            for (int part = 0; part < parts; part++) target[(column * ColumnStep * parts) + part] = (float)from[(column * parts) + part];
        }
    }

    private void WriteRow(double* from, int parts, double* target)
    {
        for (nint column = 0; column < Columns; column++)
        {
            for (int part = 0; part < parts; part++) target[(column * ColumnStep * parts) + part] = from[(column * parts) + part];
        }
    }

    private byte* First(nint index)
    {
        nint offset = 0;
        for (int axis = array.Rank - matrixAxes - 1; axis >= 0; axis--)
        {
            (nint before, nint at) = Math.DivRem(index, array.Shape[axis]);
            offset += at * array.Strides[axis];
            index = before;
        }

        return array.Pointer + (offset * ElementTypes.SizeOf(array.ElementType));
    }
}
