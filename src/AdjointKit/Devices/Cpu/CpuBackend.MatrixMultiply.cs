using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.MatrixMultiply;

namespace AdjointKit.Devices.Cpu;

/// <content>Matrix products.</content>
internal sealed unsafe partial class CpuBackend
{
    private static readonly Products<float> SingleProducts = Products<float>.Create(Products<float>.BestWidth);
    private static readonly Products<double> DoubleProducts = Products<double>.Create(Products<double>.BestWidth);

    internal override bool LeavesOutZeros => true;

    public override void MatrixMultiply(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into)
    {
        MatrixShapes.Check(formA, a, formB, b, into);
        into.BeginWrite();
        if (ElementTypes.RealOf(into.ElementType) == ElementType.Float32) SingleProducts.Run(ProductOf<float>(formA, a, formB, b, accumulate, into), team);
        else DoubleProducts.Run(ProductOf<double>(formA, a, formB, b, accumulate, into), team);
        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        GC.KeepAlive(into.Storage);
    }

    internal override void MultiplySparse(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, in UntypedArray into)
    {
        MatrixShapes.Check(formA, a, formB, b, into);
        into.BeginWrite();
        if (ElementTypes.RealOf(into.ElementType) == ElementType.Float32) SingleProducts.RunSparse(ProductOf<float>(formA, a, formB, b, accumulate: false, into), team);
        else DoubleProducts.RunSparse(ProductOf<double>(formA, a, formB, b, accumulate: false, into), team);
        GC.KeepAlive(a.Storage);
        GC.KeepAlive(b.Storage);
        GC.KeepAlive(into.Storage);
    }

    private static Product<T> ProductOf<T>(MatrixForm formA, in UntypedArray a, MatrixForm formB, in UntypedArray b, bool accumulate, in UntypedArray into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int parts = ElementTypes.IsComplex(into.ElementType) ? 2 : 1;
        var batch = new Batch();
        for (int axis = 0; axis < into.Rank - 2; axis++)
        {
            batch.AddAxis(into.Shape[axis], BatchStep(a, axis + a.Rank - into.Rank) * parts, BatchStep(b, axis + b.Rank - into.Rank) * parts, into.Strides[axis] * parts);
        }

        return new Product<T>
        {
            Rows = into.Shape[-2],
            Columns = into.Shape[-1],
            Inner = a.Shape[(formA & MatrixForm.Transposed) == MatrixForm.Transposed ? -2 : -1],
            Parts = parts,
            A = MatrixOf<T>(formA, a, parts),
            B = MatrixOf<T>(formB, b, parts),
            Into = MatrixOf<T>(MatrixForm.Plain, into, parts),
            ConjugateA = (formA & MatrixForm.Conjugated) == MatrixForm.Conjugated,
            ConjugateB = (formB & MatrixForm.Conjugated) == MatrixForm.Conjugated,
            Add = accumulate,
            Batch = batch,
        };
    }

    private static Matrix<T> MatrixOf<T>(MatrixForm form, in UntypedArray x, int parts)
        where T : unmanaged
    {
        var matrix = new Matrix<T>((nint)x.Pointer, x.Strides[x.Rank - 2] * parts, x.Strides[x.Rank - 1] * parts);
        return (form & MatrixForm.Transposed) == MatrixForm.Transposed ? matrix.Transposed : matrix;
    }

    /// <summary>The distance along a leading axis; 0 where there is none or it is broadcast.</summary>
    private static nint BatchStep(in UntypedArray x, int axis) => axis < 0 || x.Shape[axis] == 1 ? 0 : x.Strides[axis];
}
