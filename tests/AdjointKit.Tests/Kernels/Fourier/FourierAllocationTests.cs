using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Kernels.Fourier;

[Collection("Alone")]
public sealed class FourierAllocationTests
{
    [Theory]
    [InlineData(48)]
    [InlineData(1024)]
    [InlineData(1021)]
    [InlineData(20000)]
    [InlineData(16411)]
    public void A_transform_allocates_no_managed_memory(int n)
    {
        using var compute = new Compute(threads: 2);
        using NdArray<ComplexF> x = compute.Zeros<ComplexF>(20, n);
        using NdArray<float> real = compute.Zeros<float>(20, n);
        FourierPlan plan = compute.Backend.PlanFourier(n);
        using NdArray<ComplexF> half = compute.Zeros<ComplexF>(20, plan.HalfLength);

        AssertNoAllocation(Transform);

        void Transform()
        {
            plan.Forward(x, x);
            plan.Inverse(x, x);
            plan.ForwardReal(real, half);
            plan.InverseReal(half, real);
        }
    }

    [Theory]
    [InlineData(512, 64)]
    [InlineData(37, 100)]
    public void A_transform_over_a_grid_allocates_no_managed_memory(int rows, int columns)
    {
        using var compute = new Compute(threads: 2);
        using NdArray<ComplexF> x = compute.Zeros<ComplexF>(2, rows, columns);
        using NdArray<ComplexF> transfer = compute.Zeros<ComplexF>(rows, columns);
        using NdArray<float> real = compute.Zeros<float>(2, rows, columns);
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(rows, columns));
        using NdArray<ComplexF> half = compute.Zeros<ComplexF>(2, rows, plan.HalfLength);
        AssertNoAllocation(Transform);

        void Transform()
        {
            plan.Forward(x, x);
            plan.Inverse(x, x);
            plan.Filter(x, transfer, false, x);
            plan.ForwardReal(real, half);
            plan.InverseReal(half, real);
        }
    }

    /// <summary>The test runner allocates now and then: one quiet round of several counts.</summary>
    private static void AssertNoAllocation(Action transform)
    {
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            transform();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            transform();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }
}
