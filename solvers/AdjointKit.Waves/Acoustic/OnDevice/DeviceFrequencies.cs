using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The transforms of a <see cref="FrequencyImage{T}"/> on a device, given back to it after the sweeps.</summary>
internal sealed class DeviceFrequencies<T>(FrequencyImage<T> image, PaddedLayout layout, Compute compute, nint kernel) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaunchSize domain = LaunchSize.Over(layout.Nz, layout.Nx, 64, 4);
    private readonly NdArray<T> source = compute.Zeros<T>(2 * image.Count, layout.PlainCount);
    private readonly NdArray<T> receiver = compute.Zeros<T>(2 * image.Count, layout.PlainCount);
    private NdArray<T> phases;

    /// <summary>Starts a shot.</summary>
    internal void Begin(long steps)
    {
        phases.Dispose();
        using NdArray<T> host = NdArray.From<T>(image.Phases(steps));
        phases = compute.ToDevice(host);
        compute.Backend.Fill(source, 0);
    }

    internal void BeginReceiver() => compute.Backend.Fill(receiver, 0);

    internal void AddSource(NdArray<T> field, long step) => Add(field, source, step);

    internal void AddReceiver(NdArray<T> field, long step) => Add(field, receiver, step);

    internal void GiveSource() => Give(source, ofSource: true);

    internal void GiveReceiver() => Give(receiver, ofSource: false);

    public void Dispose()
    {
        source.Dispose();
        receiver.Dispose();
        phases.Dispose();
    }

    private void Give(NdArray<T> transforms, bool ofSource)
    {
        using NdArray<T> host = compute.ToHost(transforms);
        image.Take(host, ofSource);
    }

    private void Add(NdArray<T> field, NdArray<T> transforms, long step)
    {
        ArgumentList arguments = default;
        arguments.Add(layout.Nx);
        arguments.Add(layout.Nz);
        arguments.Add(layout.HaloStride);
        arguments.Add(layout.PlainStride);
        arguments.Add((long)layout.PlainCount);
        arguments.Add(image.Count);
        arguments.Add(KernelArgument.Memory(field.Storage.Memory));
        arguments.Add((long)layout.HaloOrigin);
        arguments.Add(KernelArgument.Memory(phases.Storage.Memory));
        arguments.Add(step * 2 * image.Count);
        arguments.Add(KernelArgument.Memory(transforms.Storage.Memory));
        compute.Runtime!.Driver.Launch(kernel, domain, arguments.Values);
    }
}
