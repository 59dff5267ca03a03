using AdjointKit.Devices;

namespace AdjointKit.TestKit.Devices;

/// <summary>A suite whose subject can be made on another device and compared with itself on the CPU.</summary>
public interface IDeviceComparison
{
    /// <summary>The distance between the results of the device and of the CPU, relative to those, in units of the tolerance of the suite: at most 1 where they agree.</summary>
    /// <param name="device">The device.</param>
    double DistanceOn(Compute device);
}
