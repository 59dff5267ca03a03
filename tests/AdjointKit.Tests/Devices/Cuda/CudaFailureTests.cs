using AdjointKit.Devices.Drivers;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>A device that is lost, that is full, or one of several: on the stand-in, which can be told to be so.</summary>
public unsafe class CudaFailureTests
{
    [SkippableFact]
    public void A_lost_device_is_told_once_with_the_deed_and_then_at_every_call()
    {
        using StandIn standIn = new StandIn().With("FAIL_AFTER", "3");
        using DeviceDriver driver = standIn.Open();
        nint memory = driver.TryAllocate(64);
        nint kernel = Kernel(driver, "GLOBAL int *to", "to[GLOBAL_X] = 1;");
        for (int i = 0; i < 2; i++) Run(driver, kernel, memory);
        driver.Finish();
        Run(driver, kernel, memory);
        DeviceLostException first = Assert.Throws<DeviceLostException>(driver.Finish);
        Assert.Equal("cuda:0 (CUDA stand-in 0 (the processor)) could not finish its work: CUDA_ERROR_ILLEGAL_ADDRESS (an illegal memory access was encountered). Nothing on it can be used any more.", first.Message);
        DeviceLostException second = Assert.Throws<DeviceLostException>(() => driver.TryAllocate(4));
        Assert.Equal("cuda:0 (CUDA stand-in 0 (the processor)) was lost earlier: start the program again.", second.Message);
        driver.Free(memory);
    }

    [SkippableFact]
    public void A_kernel_that_goes_astray_loses_the_device()
    {
        using var standIn = new StandIn();
        using DeviceDriver driver = standIn.Open();
        nint memory = driver.TryAllocate(64);

        // Byte 2048 lies in the closed page that follows every allocation of the stand-in; farther off the process may well have memory of its own.
        Run(driver, Kernel(driver, "GLOBAL int *to", "to[GLOBAL_X + 512] = 1;"), memory);
        DeviceLostException failure = Assert.Throws<DeviceLostException>(() => { ReadInt(driver, memory); });
        Assert.Contains("could not finish a copy: CUDA_ERROR_ILLEGAL_ADDRESS", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_device_refuses_and_tells_what_is_free()
    {
        using StandIn standIn = new StandIn().With("MEMORY", "1000000");
        using DeviceDriver driver = standIn.Open();
        nint first = driver.TryAllocate(600_000);
        Assert.NotEqual(0, first);
        Assert.Equal(0, driver.TryAllocate(600_000));
        Assert.Equal(400_000, driver.FreeBytes);
        driver.Free(first);
        Assert.Equal(1_000_000, driver.FreeBytes);
    }

    [SkippableFact]
    public void Two_devices_take_turns_on_one_thread()
    {
        using StandIn standIn = new StandIn().With("DEVICES", "2");
        using DeviceDriver first = standIn.Open(0);
        using DeviceDriver second = standIn.Open(1);
        nint inFirst = first.TryAllocate(64);
        nint inSecond = second.TryAllocate(64);
        nint ofFirst = Kernel(first, "GLOBAL int *to", "to[GLOBAL_X] = 1;");
        nint ofSecond = Kernel(second, "GLOBAL int *to", "to[GLOBAL_X] = 2;");
        Run(first, ofFirst, inFirst);
        Run(second, ofSecond, inSecond);
        Assert.Equal(1, ReadInt(first, inFirst));
        Assert.Equal(2, ReadInt(second, inSecond));
    }

    [SkippableFact]
    public void Memory_of_another_device_is_not_touched()
    {
        using StandIn standIn = new StandIn().With("DEVICES", "2");
        using DeviceDriver first = standIn.Open(0);
        using DeviceDriver second = standIn.Open(1);
        nint inFirst = first.TryAllocate(64);
        Run(second, Kernel(second, "GLOBAL int *to", "to[GLOBAL_X] = 2;"), inFirst);
        Assert.Throws<DeviceLostException>(second.Finish);
        first.Finish();
    }

    private static nint Kernel(DeviceDriver driver, string parameters, string body) =>
        driver.FindKernel(driver.TryLoad(driver.Compile($"{driver.Prelude}KERNEL it({parameters}) {{ {body} }}\n", "it.cl")), "it");

    private static void Run(DeviceDriver driver, nint kernel, nint memory) => driver.Launch(kernel, new LaunchSize(1, 1, 16, 1), [KernelArgument.Memory(memory)]);

    private static int ReadInt(DeviceDriver driver, nint memory)
    {
        int value;
        driver.Read(memory, 0, &value, sizeof(int));
        return value;
    }
}
