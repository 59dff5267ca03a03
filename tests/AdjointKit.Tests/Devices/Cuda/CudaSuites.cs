using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Cuda;

/// <summary>The array operations through CUDA on the stand-in.</summary>
public sealed class StandInArrayOperations(StandInFixture fixture) : ArrayOperationSuite, IClassFixture<StandInFixture>
{
    protected override Compute Compute => fixture.Compute;
}

/// <summary>The array operations on the NVIDIA device of this machine, if there is one: one test, so that a machine without one skips one.</summary>
public sealed class NvidiaArrayOperations(NvidiaFixture fixture) : IClassFixture<NvidiaFixture>
{
    [SkippableFact]
    public void Pass() => DeviceSuite.RunAll(DeviceCheckCatalogue.All, fixture.Compute);
}
