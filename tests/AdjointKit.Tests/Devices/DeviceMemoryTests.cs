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
        Assert.Contains(OpenClFixture.Device.ToString(), spans.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Mixing_devices_is_an_error_that_names_both()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        using Compute other = OpenClFixture.Watched(out _);
        using NdArray<float> host = NdArray.Zeros<float>(5);
        using NdArray<float> device = compute.ToDevice(host);
        InvalidOperationException onDevice = Assert.Throws<InvalidOperationException>(() => compute.Backend.Binary(BinaryOp.Add, device, host, device));
        Assert.Contains($"lies on cpu and the operation runs on {OpenClFixture.Device}", onDevice.Message, StringComparison.Ordinal);
        InvalidOperationException onHost = Assert.Throws<InvalidOperationException>(() => compute.Host.Backend.Binary(BinaryOp.Add, device, host, host));
        Assert.Contains($"lies on {OpenClFixture.Device}", onHost.Message, StringComparison.Ordinal);
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

    [SkippableFact]
    public void Threads_that_scatter_through_one_computation_do_not_see_each_others_indices()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        int wrong = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            nint count = 50 + (100 * thread);
            using NdArray<long> hostIndices = NdArray.Zeros<long>(count, 1);
            for (int j = 0; j < count; j++) hostIndices.AsWritableSpan()[j] = count - 1 - j;
            using NdArray<long> indices = compute.ToDevice(hostIndices);
            using NdArray<float> ones = compute.Empty<float>(count);
            using NdArray<float> weights = compute.Empty<float>(count, 1);
            compute.Backend.Fill(ones, 1);
            compute.Backend.Fill(weights, 1);
            for (int round = 0; round < 100; round++)
            {
                using NdArray<float> into = compute.Zeros<float>(count);
                compute.Backend.ScatterAdd(ones, indices, weights, into);
                if (compute.Backend.Dot(into, ones) != count || compute.Backend.MaxAbs(into) != 1) Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    [SkippableFact]
    public void An_array_beyond_the_largest_allocation_says_so()
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        nint count = (nint)(driver.Description.LargestAllocation / sizeof(float)) + 1;
        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(() => compute.Empty<float>(count));
        if (driver.Description.LargestAllocation < driver.FreeBytes / 2) Assert.Contains($"one array takes at most {driver.Description.LargestAllocation} bytes", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_computation_that_has_been_disposed_says_so()
    {
        Compute compute = OpenClFixture.Watched(out _);
        NdArray<float> array = compute.Zeros<float>(5);
        compute.Dispose();
        Assert.Contains($"The computation on {OpenClFixture.Device} has been disposed", Assert.Throws<ObjectDisposedException>(() => compute.ToHost(array)).Message, StringComparison.Ordinal);
        array.Dispose();
    }

    private static void Forget(Compute compute) => _ = compute.Empty<float>(2 << 20);
}
