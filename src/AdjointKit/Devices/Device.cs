namespace AdjointKit.Devices;

/// <summary>The kinds of devices that arrays can lie on.</summary>
public enum DeviceKind
{
    /// <summary>The processor and its memory.</summary>
    Cpu,

    /// <summary>A device that is driven through OpenCL.</summary>
    OpenCl,

    /// <summary>A device that is driven through CUDA.</summary>
    Cuda,
}

/// <summary>A place where arrays lie and computations run.</summary>
/// <param name="Kind">How the device is driven.</param>
/// <param name="Index">Its number among the devices of its kind, from 0.</param>
public readonly record struct Device(DeviceKind Kind, int Index)
{
    /// <summary>The processor.</summary>
    public static Device Cpu => default;

    /// <summary>Whether the host can read and write the memory directly.</summary>
    public bool IsHost => Kind == DeviceKind.Cpu;

    /// <summary>The name as the command line writes it: "cpu", "opencl:0", "cuda:1".</summary>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => "cpu",
        DeviceKind.OpenCl => $"opencl:{Index}",
        _ => $"cuda:{Index}",
    };
}
