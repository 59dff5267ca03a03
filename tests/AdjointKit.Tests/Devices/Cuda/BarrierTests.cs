using System.Reflection;
using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Programs;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>No barrier of a kernel source can be left out unnoticed: with each taken out in turn, a check of the array operations fails on the stand-in.</summary>
public class BarrierTests
{
    public static TheoryData<string, int> Barriers()
    {
        var data = new TheoryData<string, int>();
        Assembly assembly = typeof(DeviceDriver).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cl", StringComparison.Ordinal)))
        {
            for (int number = 0; number < BarrierRemover.Count(KernelText.Read(name)); number++) data.Add(name, number);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Barriers))]
    [Trait("Category", "Slow")]
    public void A_barrier_that_is_missing_is_noticed(string name, int number)
    {
        using var standIn = new StandIn();
        var driver = new BarrierRemover(standIn.Open(), KernelText.Read(name), number);
        using var compute = new Compute(new DeviceRuntime(driver, new ProgramCache(null), memory: null, treatAsGpu: false), threads: 2, memoryBudget: null);
        Assert.Contains(DeviceCheckCatalogue.All, check => !Passes(check, compute));
    }

    private static bool Passes(DeviceCheck check, Compute compute)
    {
        try
        {
            return check.Error(compute) <= check.Tolerance;
        }
        catch (DeviceException failure) when (failure is not ProgramBuildException)
        {
            return false;
        }
    }
}
