using AdjointKit.Devices.Drivers.OpenCl;
using Xunit;

namespace AdjointKit.Tests.Devices.Drivers;

/// <summary>The OpenCL driver, copies and programs as the device takes them.</summary>
public sealed class OpenClDriverSuite() : DriverSuite(OpenClDrivers.Open(pinned: null, compilesKernelsOneByOne: null));

/// <summary>The OpenCL driver, copies through pinned memory and programs as binaries, as for a GPU.</summary>
public sealed class OpenClPinnedDriverSuite() : DriverSuite(OpenClDrivers.Open(pinned: true, compilesKernelsOneByOne: false));

/// <summary>Opens the first OpenCL device; skips the test where there is none.</summary>
internal static class OpenClDrivers
{
    internal static OpenClDriver Open(bool? pinned, bool? compilesKernelsOneByOne)
    {
        OpenClLibrary? library = OpenClLibrary.TryLoad(out string reason);
        // A machine without OpenCL skips, and the reason names what is missing; .ci/run installs PoCL, so nothing is skipped there.
        Skip.If(library is null, reason);
        (List<OpenClDeviceEntry> usable, _) = OpenClDiscovery.Find(library);
        // Likewise.
        Skip.If(usable.Count == 0, "no OpenCL device");
        return new OpenClDriver(library, usable[0] with { CompilesKernelsOneByOne = compilesKernelsOneByOne ?? usable[0].CompilesKernelsOneByOne }, pinned);
    }
}
