using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Devices.Drivers;

/// <summary>A driver of one's own, as docs/device-seam.md shows it.</summary>
public sealed class HostDriverTests : IDisposable
{
    private readonly HostDriver driver = new();
    private readonly Compute compute;

    public HostDriverTests() => compute = new Compute(new DeviceRuntime(driver, new ProgramCache(null), memory: null, treatAsGpu: false), threads: 1, memoryBudget: null);

    public void Dispose() => compute.Dispose();

    [Fact]
    public void The_page_shows_the_code_that_is_tested() => ReadmeExample.RequireCode("docs/device-seam.md", "tests/AdjointKit.Tests/Devices/Drivers/HostDriver.cs");

    [Fact]
    public void Arrays_move_through_it()
    {
        NdArray<double> sent = NdArray.From(1.0, 2, 3, 5);
        long before = driver.FreeBytes;
        using (NdArray<double> there = compute.ToDevice(sent))
        {
            Assert.True(driver.FreeBytes < before);
            using NdArray<double> back = compute.ToHost(there);
            Assert.Equal(sent.AsReadOnlySpan().ToArray(), back.AsReadOnlySpan().ToArray());
        }

        Assert.Throws<DeviceMemoryException>(() => compute.Empty<double>((nint)driver.Description.MemoryBytes));
    }

    [Fact]
    public void Its_kernel_runs()
    {
        using NdArray<float> x = compute.ToDevice(NdArray.From(1f, 2, 3));
        using NdArray<float> y = compute.ToDevice(NdArray.From(10f, 20, 30));
        nint program = driver.TryLoad(driver.Compile(driver.Prelude + "KERNEL scaled_add(GLOBAL const float *x, GLOBAL float *y, float scale, int count)", "kernels.cl"));
        nint kernel = driver.FindKernel(program, "scaled_add");
        driver.Launch(kernel, LaunchSize.Over(3, 128), [KernelArgument.Memory(x.Storage.Memory), KernelArgument.Memory(y.Storage.Memory), KernelArgument.Float(2), KernelArgument.Int(3)]);
        using NdArray<float> sum = compute.ToHost(y);
        Assert.Equal([12, 24, 36], sum.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_kernel_that_it_does_not_know_is_named()
    {
        using NdArray<float> x = compute.ToDevice(NdArray.From(1f, 2, 3));
        DeviceException failure = Assert.Throws<DeviceException>(() => compute.Backend.Unary(UnaryOp.Exp, x, x));
        Assert.Contains("opencl:99 has no kernel", failure.Message, StringComparison.Ordinal);
    }
}
