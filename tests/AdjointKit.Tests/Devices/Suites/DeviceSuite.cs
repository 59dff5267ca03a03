using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using Xunit;

namespace AdjointKit.Tests.Devices.Suites;

/// <summary>The checks of the array operations; a subclass says on which device.</summary>
public abstract class DeviceSuite
{
    public static TheoryData<string, string> Checks()
    {
        var data = new TheoryData<string, string>();
        foreach (DeviceCheck check in DeviceCheckCatalogue.All) data.Add(check.Suite, check.Name);
        return data;
    }

    /// <summary>The computation that the checks run on; null where the device is not there, which the subclass has made visible.</summary>
    protected abstract Compute Compute { get; }

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name)
    {
        DeviceCheck check = DeviceCheckCatalogue.All.Single(check => check.Suite == suite && check.Name == name);
        double error = check.Error(Compute);
        Assert.True(error <= check.Tolerance, $"{suite}, {name} on {Compute.Device}: error {error:G3}, tolerance {check.Tolerance:G3}");
    }
}
