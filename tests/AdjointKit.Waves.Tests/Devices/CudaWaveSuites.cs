using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.TestKit.Devices;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Devices;

/// <summary>
/// The propagator through CUDA on the stand-in: every kernel, against the CPU. Dot-product tests and gradient checks run hundreds of shots and would tell
/// nothing more there, where a thread of the device takes the time of a call.
/// </summary>
[Trait("Category", "Slow")]
public sealed class StandInWaves(StandInFixture fixture) : IClassFixture<StandInFixture>
{
    public static TheoryData<string, string> Checks => DeviceSuite.Rows(AgainstCpu);

    private static IEnumerable<DeviceCheck> AgainstCpu => WaveDeviceChecks.All.Where(check => check.Suite == WaveDeviceChecks.AgainstCpu);

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name) => DeviceSuite.Run(AgainstCpu, suite, name, fixture.Compute);
}

/// <summary>The propagator on the NVIDIA device of this machine, if there is one: one test, so that a machine without one skips one.</summary>
public sealed class NvidiaWaves(NvidiaFixture fixture) : IClassFixture<NvidiaFixture>
{
    [SkippableFact]
    public void Pass() => DeviceSuite.RunAll(WaveDeviceChecks.All, fixture.Compute);
}
