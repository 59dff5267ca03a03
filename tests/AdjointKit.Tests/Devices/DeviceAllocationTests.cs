using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>Nothing managed is allocated per launch, per operation, per copy.</summary>
public sealed class DeviceAllocationTests
{
    [SkippableFact]
    public void Operations_allocate_nothing()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        Backend backend = compute.Backend;
        using NdArray<float> host = NdArray.Zeros<float>(30, 40);
        using NdArray<float> a = compute.ToDevice(host);
        using NdArray<float> b = compute.ToDevice(host);
        using NdArray<float> row = compute.Zeros<float>(40);
        using NdArray<float> number = compute.Zeros<float>();
        using NdArray<long> place = compute.Zeros<long>();
        using NdArray<long> hostIndices = NdArray.From<long>([3, 1, 2, 2], new Shape(4, 1));
        using NdArray<long> first = compute.ToDevice(hostIndices);
        using NdArray<long> second = compute.ToDevice(hostIndices);
        using NdArray<float> weights = compute.Zeros<float>(4, 1);
        using NdArray<float> values = compute.Zeros<float>(4);
        for (int round = 0; round < 3; round++) Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 5; round++) Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            backend.CopyFromHost(host, a);
            backend.Unary(UnaryOp.Exp, a, b);
            backend.Binary(BinaryOp.Add, a.Transpose(1, 0), b.Transpose(1, 0), b.Transpose(1, 0));
            backend.AddScaled(2, row, a);
            backend.SumTo(a, row);
            backend.Dot(a, b, number);
            _ = backend.Dot(a, b);
            _ = backend.MaxAbs(a);
            backend.Locate(ExtremeOp.Largest, a, place);
            backend.RunningSum(a, 0, a);
            backend.FillNormal(a, new CounterRandom(1));
            backend.Fill(a, 0);
            backend.Gather(a, first, weights, values);
            backend.Gather(a, second, weights, values);
            backend.ScatterAdd(values, first, weights, a);
            backend.ScatterAdd(values, second, weights, a);
            backend.CopyToHost(a, host);
        }
    }

    /// <summary>Scratch comes from the pool of the device; both variants of every kind of transform.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Transforms_products_and_steps_allocate_nothing(bool treatAsGpu)
    {
        using Compute compute = OpenClFixture.Open(treatAsGpu) ?? throw new SkipException("no OpenCL device");
        Backend backend = compute.Backend;
        FourierPlan[] plans = [backend.PlanFourier(60), backend.PlanFourier(17), backend.PlanFourier(4093)];
        GridFourierPlan grid = backend.PlanFourier(new Shape(16, 24));
        using NdArray<ComplexF> field = compute.Zeros<ComplexF>(16, 24);
        using NdArray<ComplexF> transfer = compute.Zeros<ComplexF>(16, 24);
        using NdArray<float> a = compute.Zeros<float>(20, 30);
        using NdArray<float> b = compute.Zeros<float>(30, 40);
        using NdArray<float> product = compute.Zeros<float>(20, 40);
        using NdArray<float> number = compute.Zeros<float>(1, 1);
        using NdArray<float> first = compute.Zeros<float>(20, 40);
        using NdArray<float> second = compute.Zeros<float>(20, 40);
        using NdArray<float> third = compute.Zeros<float>(20, 40);
        using var optimizer = new Optimizer([product], new OptimizerOptions { Rule = new Adam(), Average = IterateAverage.Exponential(0.7) }, compute);
        using NdArray<ComplexF> line = compute.Zeros<ComplexF>(4093);
        for (int round = 0; round < 3; round++) Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 5; round++) Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            UntypedArray whole = line;
            plans[0].Forward(whole.Slice(0, 0, 60, 1), whole.Slice(0, 0, 60, 1));
            plans[0].InverseReal(whole.Slice(0, 0, 31, 1), ((UntypedArray)a).Reshape(new Shape(600)).Slice(0, 0, 60, 1));
            plans[1].Inverse(whole.Slice(0, 0, 17, 1), whole.Slice(0, 30, 17, 1));
            plans[2].Forward(whole, whole);
            grid.Filter(field, transfer, conjugate: true, field);
            backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, accumulate: true, product);
            backend.AddProduct(product, -1, MatrixForm.Plain, a, MatrixForm.Plain, b, leavesOutZeros: true, product);
            backend.AddScaledProduct(product, number, MatrixForm.Plain, a, MatrixForm.Plain, b, first, second);
            backend.SupportThreshold(product, number, 3, first, second, third);
            _ = backend.ShrinkAfterDescent(product, first, 0.5, second, 0.1, 0.2, third);
            optimizer.Step(product, first);
        }
    }
}
