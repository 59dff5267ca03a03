namespace AdjointKit.Devices.Drivers;

/// <summary>A device failed to do what it was asked for.</summary>
public class DeviceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="device">The device.</param>
    /// <param name="message">One sentence that names the device, what it was to do, and what the driver says.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public DeviceException(Device device, string message, Exception? inner = null)
        : base(message, inner) => Device = device;

    /// <summary>The device.</summary>
    public Device Device { get; }
}

/// <summary>The device is gone, or its context is: nothing on it can be used any more.</summary>
public sealed class DeviceLostException(Device device, string message) : DeviceException(device, message);

/// <summary>The device has not so much memory left.</summary>
public sealed class DeviceMemoryException(Device device, long requested, long free, string purpose)
    : DeviceException(device, $"{device} has no room for {requested} bytes ({purpose}): {free} bytes of its memory are free. Use a smaller memory budget (--memory), smaller arrays, or another device.")
{
    /// <summary>The bytes that were asked for.</summary>
    public long Requested => requested;

    /// <summary>The bytes that were free.</summary>
    public long Free => free;
}

/// <summary>A kernel source does not compile on a device.</summary>
public sealed class ProgramBuildException(Device device, string source, string log, string? line)
    : DeviceException(device, line is null ? $"{source} does not compile on {device}: {log}" : $"{source} does not compile on {device}, at \"{line}\": {log}")
{
    /// <summary>The name of the kernel source.</summary>
    public string SourceName => source;

    /// <summary>What the compiler printed.</summary>
    public string Log => log;

    /// <summary>The line of the source that the first message points at, if it names one.</summary>
    public string? Line => line;
}
