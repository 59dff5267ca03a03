using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Drivers.Cuda;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>The discovery says in one sentence why there is no device, or why one is not usable.</summary>
public class CudaDiscoveryTests
{
    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        (List<CudaDeviceEntry> usable, List<DeviceReport> reports) = CudaDiscovery.Find("/nowhere/libcuda.so.1", null);
        Assert.Empty(usable);
        Assert.Equal("/nowhere/libcuda.so.1, which ADJOINTKIT_CUDA_LIBRARY names, could not be loaded", Assert.Single(reports).Obstacle);
    }

    [SkippableFact]
    public void A_library_of_another_kind_is_no_driver()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the library that is no driver is named as Linux names it");
        (List<CudaDeviceEntry> usable, List<DeviceReport> reports) = CudaDiscovery.Find("libc.so.6", null);
        Assert.Empty(usable);
        Assert.Contains("libc.so.6 is no CUDA driver that this program can use", Assert.Single(reports).Obstacle, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Devices_are_counted_from_zero()
    {
        using StandIn standIn = new StandIn().With("DEVICES", "2");
        (List<CudaDeviceEntry> usable, List<DeviceReport> reports) = Discover(standIn);
        Assert.Equal(["cuda:0", "cuda:1"], usable.Select(entry => entry.Device.ToString()));
        Assert.Equal(usable.Select(entry => entry.Device), reports.Select(report => report.Device!.Value));
        Assert.All(reports, report => Assert.Null(report.Obstacle));
        Assert.Equal("CUDA 12.4, compute capability 9.0", reports[0].Description!.Driver);
    }

    [SkippableTheory]
    [InlineData("INIT_ERROR", "3", "the NVIDIA driver could not be started: CUDA_ERROR_NOT_INITIALIZED (initialization error)")]
    [InlineData("DEVICES", "0", "the NVIDIA driver shows no device (is one visible to this process? CUDA_VISIBLE_DEVICES and containers hide them)")]
    [InlineData("CAPABILITY", "61", "its compute capability 6.1 is older than what NVRTC 12.4 compiles for (7.5 and later): use an NVRTC of an older CUDA")]
    public void An_obstacle_is_one_sentence(string setting, string value, string obstacle)
    {
        using StandIn standIn = new StandIn().With(setting, value);
        (List<CudaDeviceEntry> usable, List<DeviceReport> reports) = Discover(standIn);
        Assert.Empty(usable);
        DeviceReport report = Assert.Single(reports);
        Assert.Equal(obstacle, report.Obstacle);
        Assert.Equal(DeviceKind.Cuda, report.Kind);
    }

    [SkippableFact]
    public void Without_a_compiler_the_device_is_seen_and_not_usable()
    {
        using var standIn = new StandIn();
        (List<CudaDeviceEntry> usable, List<DeviceReport> reports) = CudaDiscovery.Find(standIn.Library, "/nowhere/libnvrtc.so.12");
        Assert.Empty(usable);
        DeviceReport report = Assert.Single(reports);
        Assert.Contains("stand-in", report.Name, StringComparison.Ordinal);
        Assert.Equal("/nowhere/libnvrtc.so.12, which ADJOINTKIT_NVRTC_LIBRARY names, could not be loaded", report.Obstacle);
    }

    [SkippableTheory]
    [InlineData("80", "sm_80")]
    [InlineData("90", "sm_90")]
    [InlineData("100", "compute_90")]
    [InlineData("87", "compute_86")]
    public void A_device_newer_than_the_compiler_gets_ptx(string capability, string target)
    {
        using StandIn standIn = new StandIn().With("CAPABILITY", capability);
        Assert.Equal(target, Assert.Single(Discover(standIn).Usable).Compiler.Target);
        using DeviceDriver driver = standIn.Open();
        nint program = driver.TryLoad(driver.Compile(driver.Prelude + "KERNEL nothing(int x) { }\n", "nothing.cl"));
        Assert.NotEqual(0, driver.FindKernel(program, "nothing"));
        Assert.Contains(target, driver.CompilerIdentity, StringComparison.Ordinal);
    }

    private static (List<CudaDeviceEntry> Usable, List<DeviceReport> Reports) Discover(StandIn standIn) => CudaDiscovery.Find(standIn.Library, standIn.Library);
}
