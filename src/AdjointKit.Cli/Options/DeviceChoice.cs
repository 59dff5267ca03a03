using AdjointKit.Cli.Hosting;
using AdjointKit.Devices;

namespace AdjointKit.Cli.Options;

/// <summary>The device that the user asked for: <c>cpu</c>, <c>opencl[:n]</c>, <c>cuda[:n]</c> or <c>auto</c>.</summary>
internal sealed record DeviceChoice(string Kind, int? Index)
{
    internal static DeviceChoice Cpu { get; } = new("cpu", null);

    internal static DeviceChoice Parse(string text)
    {
        if (text is "cpu" or "auto") return new DeviceChoice(text, null);
        string[] parts = text.Split(':');
        bool known = parts[0] is "opencl" or "cuda";
        if (known && parts.Length == 1) return new DeviceChoice(text, null);
        if (known && parts.Length == 2 && NumberText.TryWhole(parts[1], out long index) && index is >= 0 and <= 1023) return new DeviceChoice(parts[0], (int)index);
        throw new FormatException($"a device is cpu, opencl[:n], cuda[:n] or auto, not '{text}'");
    }

    /// <summary>The device that does the work.</summary>
    /// <exception cref="UsageException">The device is absent: never a silent run on the CPU.</exception>
    internal Device Resolve(Action<string> warn)
    {
        if (Kind == "cpu") return Device.Cpu;
        DeviceCatalogue catalogue = DeviceCatalogue.Discover();
        if (Kind == "auto")
        {
            if (catalogue.BestGpu()?.Device is Device best) return best;
            warn("no GPU is usable: the CPU does the work (adjointkit info says why)");
            return Device.Cpu;
        }

        var asked = new Device(Kind == "opencl" ? DeviceKind.OpenCl : DeviceKind.Cuda, Index ?? 0);
        if (catalogue.Find(asked) is not null) return asked;
        int count = catalogue.Reports.Count(report => report.Device is Device device && device.Kind == asked.Kind);
        string name = Kind == "opencl" ? "OpenCL" : "CUDA";
        throw new UsageException(count > 0
            ? $"there is no {name} device {asked.Index}: {count} usable, counted from 0 (adjointkit info lists them)"
            : $"no {name} device is usable: {catalogue.Obstacle(asked.Kind)}; use --device cpu");
    }
}
