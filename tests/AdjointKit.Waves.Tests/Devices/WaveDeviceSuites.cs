using AdjointKit.Devices.Checks;
using AdjointKit.TestKit.Devices;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Devices;

/// <summary>The propagator on the OpenCL device: data, gradients and images against the CPU.</summary>
public sealed class OpenClWaves(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    public static TheoryData<string, string> Checks => DeviceSuite.Rows(Own);

    private static IEnumerable<DeviceCheck> Own => WaveDeviceChecks.All.Where(check => check.Suite == WaveDeviceChecks.AgainstCpu);

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name) => DeviceSuite.Run(Own, suite, name, fixture.Native);
}

/// <summary>The propagator's dot-product tests and gradient checks on the OpenCL device: hundreds of shots.</summary>
[Trait("Category", "Slow")]
public sealed class OpenClWaveAdjoints(OpenClFixture fixture) : IClassFixture<OpenClFixture>
{
    public static TheoryData<string, string> Checks => DeviceSuite.Rows(Own);

    private static IEnumerable<DeviceCheck> Own => WaveDeviceChecks.All.Where(check => check.Suite != WaveDeviceChecks.AgainstCpu);

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name) => DeviceSuite.Run(Own, suite, name, fixture.Native);
}
