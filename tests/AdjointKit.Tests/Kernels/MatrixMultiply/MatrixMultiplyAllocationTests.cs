using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Kernels.MatrixMultiply;

[Collection("Alone")]
public sealed class MatrixMultiplyAllocationTests
{
    [Theory]
    [InlineData(3, 5, 4)]
    [InlineData(64, 500, 500)]
    [InlineData(500, 64, 300)]
    public void A_product_allocates_no_managed_memory(int m, int k, int n)
    {
        using var compute = new Compute(threads: 2);
        using NdArray<float> a = compute.Zeros<float>(2, m, k);
        using NdArray<float> b = compute.Zeros<float>(n, k);
        using NdArray<float> into = compute.Zeros<float>(2, m, n);
        using NdArray<ComplexF> complex = compute.Zeros<ComplexF>(m, k);
        using NdArray<ComplexF> square = compute.Zeros<ComplexF>(m, m);

        // The test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            Multiply();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Multiply();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);

        void Multiply()
        {
            compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Transposed, b, accumulate: true, into);
            compute.Backend.MatrixMultiply(MatrixForm.Plain, complex, MatrixForm.ConjugateTransposed, complex, accumulate: false, square);
        }
    }
}
