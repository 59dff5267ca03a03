using AdjointKit.Devices.Drivers.OpenCl;
using Xunit;

namespace AdjointKit.Tests.Devices.Drivers;

/// <summary>The OpenCL driver, copies as the device takes them.</summary>
public sealed class OpenClDriverSuite() : DriverSuite(OpenClDrivers.Open(pinned: null));

/// <summary>The OpenCL driver, copies through pinned memory, as for a GPU.</summary>
public sealed class OpenClPinnedDriverSuite() : DriverSuite(OpenClDrivers.Open(pinned: true));

/// <summary>Opens the first OpenCL device; skips the test where there is none.</summary>
internal static class OpenClDrivers
{
    internal static OpenClDriver Open(bool? pinned)
    {
        OpenClLibrary? library = OpenClLibrary.TryLoad(out string reason);
        Skip.If(library is null, reason);
        (List<OpenClDeviceEntry> usable, _) = OpenClDiscovery.Find(library);
        Skip.If(usable.Count == 0, "no OpenCL device");
        return new OpenClDriver(library, usable[0], pinned);
    }
}
