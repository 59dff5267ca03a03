using AdjointKit.Cli.Hosting;

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

    /// <summary>The name of the device that does the work.</summary>
    /// <exception cref="UsageException">The device is absent: never a silent run on the CPU.</exception>
    internal string Resolve(Action<string> warn)
    {
        switch (Kind)
        {
            case "opencl":
                throw new UsageException($"no OpenCL device {At()}is usable: this build computes on the CPU only, use --device cpu");
            case "cuda":
                throw new UsageException($"no CUDA device {At()}is usable: this build computes on the CPU only, use --device cpu");
            case "auto":
                warn("no GPU is usable: the CPU does the work");
                return "cpu";
            default:
                return "cpu";
        }
    }

    private string At() => Index is int index ? $"{index} " : "";
}
