using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using Xunit;

namespace AdjointKit.TestKit.Devices;

/// <summary>Runs the checks of a catalogue on one device. A subclass names the catalogue, a subclass of that the device.</summary>
public static class DeviceSuite
{
    /// <summary>The checks of a catalogue as rows of a theory.</summary>
    public static TheoryData<string, string> Rows(IEnumerable<DeviceCheck> checks)
    {
        var data = new TheoryData<string, string>();
        foreach (DeviceCheck check in checks) data.Add(check.Suite, check.Name);
        return data;
    }

    /// <summary>Runs the check of a row.</summary>
    public static void Run(IEnumerable<DeviceCheck> checks, string suite, string name, Compute compute)
    {
        DeviceCheck check = checks.Single(check => check.Suite == suite && check.Name == name);
        double error = check.Error(compute);
        Assert.True(error <= check.Tolerance, $"{suite}, {name} on {compute.Device}: error {error:G3}, tolerance {check.Tolerance:G3}");
    }

    /// <summary>Runs all checks and names those that fail.</summary>
    public static void RunAll(IEnumerable<DeviceCheck> checks, Compute compute)
    {
        var failed = new List<string>();
        foreach (DeviceCheck check in checks)
        {
            double error = check.Error(compute);
            if (!(error <= check.Tolerance)) failed.Add($"{check.Suite}, {check.Name}: error {error:G3}, tolerance {check.Tolerance:G3}");
        }

        Assert.True(failed.Count == 0, $"on {compute.Device}: {string.Join("; ", failed)}");
    }
}
