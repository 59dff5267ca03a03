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

        // The test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            Transform();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Transform();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);

        void Transform()
        {
            plan.Forward(x, x);
            plan.Inverse(x, x);
            plan.ForwardReal(real, half);
            plan.InverseReal(half, real);
        }
    }
}
