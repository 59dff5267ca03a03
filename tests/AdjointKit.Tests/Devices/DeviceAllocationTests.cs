using AdjointKit.Arrays;
using AdjointKit.Devices;
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
            backend.CopyToHost(a, host);
        }
    }
}
