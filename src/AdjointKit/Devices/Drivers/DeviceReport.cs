namespace AdjointKit.Devices.Drivers;

/// <summary>What the discovery says of one device, or of an interface that shows none.</summary>
/// <param name="Kind">The interface.</param>
/// <param name="Device">The device, if it is usable.</param>
/// <param name="Name">Its name, or that of the interface.</param>
/// <param name="Description">What it is, if it is usable.</param>
/// <param name="Obstacle">Why it is not usable; null if it is.</param>
public sealed record DeviceReport(DeviceKind Kind, Device? Device, string Name, DeviceDescription? Description, string? Obstacle)
{
    internal static DeviceReport Usable(Device device, DeviceDescription description) => new(device.Kind, device, description.Name, description, null);

    internal static DeviceReport Unusable(DeviceKind kind, string name, string obstacle) => new(kind, null, name, null, obstacle);
}
