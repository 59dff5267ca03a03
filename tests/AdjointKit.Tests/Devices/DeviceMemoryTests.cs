using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>Arrays in device memory: how they come and go, and what is said when that fails.</summary>
public sealed class DeviceMemoryTests
{
    [SkippableFact]
    public void An_array_goes_to_the_device_and_comes_back()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        NdArray<Complex> host = NdArray.Fill<Complex>(40, 30, (i, k) => new Complex(i, k));
        using NdArray<Complex> device = compute.ToDevice(host);
        using NdArray<Complex> turned = compute.ToHost(device.Transpose(1, 0));
        Assert.Equal(OpenClFixture.Device, device.Storage.Device);
        Assert.Equal(new Complex(7, 29), turned[29, 7]);
        Assert.Equal(host.Count * 16, compute.Backend.Transfers.ToDevice);
        Assert.Equal(host.Count * 16, compute.Backend.Transfers.ToHost);
        InvalidOperationException spans = Assert.Throws<InvalidOperationException>(() => { _ = device.AsReadOnlySpan(); });
        Assert.Contains("opencl:0", spans.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Mixing_devices_is_an_error_that_names_both()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        using Compute other = OpenClFixture.Watched(out _);
        using NdArray<float> host = NdArray.Zeros<float>(5);
        using NdArray<float> device = compute.ToDevice(host);
        InvalidOperationException onDevice = Assert.Throws<InvalidOperationException>(() => compute.Backend.Binary(BinaryOp.Add, device, host, device));
        Assert.Contains("lies on cpu and the operation runs on opencl:0", onDevice.Message, StringComparison.Ordinal);
        InvalidOperationException onHost = Assert.Throws<InvalidOperationException>(() => compute.Host.Backend.Binary(BinaryOp.Add, device, host, host));
        Assert.Contains("lies on opencl:0", onHost.Message, StringComparison.Ordinal);
        InvalidOperationException twice = Assert.Throws<InvalidOperationException>(() => other.Backend.Unary(UnaryOp.Negate, device, device));
        Assert.Contains("another computation", twice.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_device_says_what_was_asked_for_and_what_was_free()
    {
        using Compute compute = OpenClFixture.Watched(out _, deviceMemory: 10 << 20);
        using NdArray<float> first = compute.Zeros<float>(1 << 20);
        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(() => compute.Zeros<float>(2 << 20));
        Assert.Equal(8 << 20, refusal.Requested);
        Assert.Equal(6 << 20, refusal.Free);
        Assert.Contains("has no room for 8388608 bytes (an array of Float32 (2097152,)): 6291456 bytes of its memory are free", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4 << 20, compute.Memory.Used);
    }

    [SkippableFact]
    public void A_budget_bounds_arrays_on_the_device()
    {
        using Compute compute = OpenClFixture.Watched(out _, memoryBudget: 1000);
        using NdArray<float> first = compute.Zeros<float>(200);
        Assert.Throws<InsufficientBudgetException>(() => compute.Zeros<float>(51));
        using NdArray<float> second = compute.Zeros<float>(50);
        Assert.Equal(1000, compute.Memory.Used);
    }

    [SkippableFact]
    public void Released_and_forgotten_arrays_make_room()
    {
        using Compute compute = OpenClFixture.Watched(out _, deviceMemory: 10 << 20);
        for (int round = 0; round < 20; round++) compute.Zeros<float>((nint)(1 << 18) << (round % 3)).Dispose();
        for (int round = 0; round < 20; round++) Forget(compute);
        using NdArray<float> last = compute.Zeros<float>(2 << 20);
        Assert.Equal(0, compute.Backend.MaxAbs(last));
    }

    [SkippableFact]
    public void A_released_array_is_refused()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        NdArray<float> array = compute.Zeros<float>(5);
        array.Dispose();
        Assert.Throws<ObjectDisposedException>(() => compute.Backend.Fill(array, 1));
    }

    [SkippableFact]
    public void After_a_loss_everything_says_so_in_one_sentence()
    {
        Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        NdArray<float> array = compute.Zeros<float>(5);
        driver.LaunchesLeft = 1;
        Assert.Throws<DeviceLostException>(() => compute.Backend.Unary(UnaryOp.Exp, array, array));
        Assert.Throws<DeviceLostException>(() => compute.ToHost(array));
        array.Dispose();
        compute.Dispose();
    }

    private static void Forget(Compute compute) => _ = compute.Empty<float>(2 << 20);
}
