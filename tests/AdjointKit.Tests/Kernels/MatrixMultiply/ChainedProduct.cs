using System.Numerics;
using AdjointKit.Kernels.MatrixMultiply;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

/// <summary>The plain twin of the kernels, written apart from them: element by element, the sum in the order that the library promises.</summary>
internal static unsafe class ChainedProduct
{
    internal static void Run<T>(in Product<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint index = 0; index < product.Batch.Count; index++)
        {
            Batch.Axis offsets = product.Batch.Offsets(index);
            for (nint i = 0; i < product.Rows; i++)
            {
                for (nint j = 0; j < product.Columns; j++)
                {
                    T* a = product.A.Moved(offsets.StepA).At(i, 0);
                    T* b = product.B.Moved(offsets.StepB).At(0, j);
                    Element(product, a, b, product.Into.Moved(offsets.StepInto).At(i, j));
                }
            }
        }
    }

    /// <summary>Blocks of k of at most 512, as long as each other; in a block the four products of parts are chains of their own.</summary>
    private static void Element<T>(in Product<T> product, T* a, T* b, T* into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint blocks = (product.Inner + 511) / 512;
        if (blocks == 0 && !product.Add) new Span<T>(into, product.Parts).Clear();
        for (nint block = 0; block < blocks; block++)
        {
            nint end = product.Inner * (block + 1) / blocks;
            T realReal = T.Zero;
            T imaginaryImaginary = T.Zero;
            T realImaginary = T.Zero;
            T imaginaryReal = T.Zero;
            for (nint k = product.Inner * block / blocks; k < end; k++)
            {
                T* left = a + (k * product.A.ColumnStep);
                T* right = b + (k * product.B.RowStep);
                realReal = T.FusedMultiplyAdd(left[0], right[0], realReal);
                if (product.Parts == 1) continue;
                T leftImaginary = product.ConjugateA ? -left[1] : left[1];
                T rightImaginary = product.ConjugateB ? -right[1] : right[1];
                imaginaryImaginary = T.FusedMultiplyAdd(leftImaginary, rightImaginary, imaginaryImaginary);
                realImaginary = T.FusedMultiplyAdd(left[0], rightImaginary, realImaginary);
                imaginaryReal = T.FusedMultiplyAdd(leftImaginary, right[0], imaginaryReal);
            }

            bool add = product.Add || block > 0;
            T real = product.Parts == 1 ? realReal : realReal - imaginaryImaginary;
            into[0] = add ? into[0] + real : real;
            if (product.Parts == 2) into[1] = add ? into[1] + (realImaginary + imaginaryReal) : realImaginary + imaginaryReal;
        }
    }
}
