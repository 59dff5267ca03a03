using AdjointKit.Devices.Drivers;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

public unsafe class CudaAllocationTests
{
    [SkippableFact]
    public void Launches_and_copies_allocate_no_managed_memory()
    {
        using var standIn = new StandIn();
        using DeviceDriver driver = standIn.Open();
        nint kernel = driver.FindKernel(driver.TryLoad(driver.Compile(driver.Prelude + "KERNEL count(GLOBAL int *to, int by) { to[GLOBAL_X] += by; }\n", "count.cl")), "count");
        nint memory = driver.TryAllocate(64);
        int value = 0;
        Step(driver, kernel, memory, &value);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Step(driver, kernel, memory, &value);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(5, value);
    }

    private static void Step(DeviceDriver driver, nint kernel, nint memory, int* value)
    {
        driver.Fill(memory, 0, 64, 0);
        *value = 2;
        driver.Write(memory, 0, value, sizeof(int));
        driver.Launch(kernel, new LaunchSize(1, 1, 16, 1), [KernelArgument.Memory(memory), KernelArgument.Int(3)]);
        driver.Copy(memory, 0, memory, 32, 32);
        driver.Read(memory, 32, value, sizeof(int));
        driver.Finish();
    }
}
