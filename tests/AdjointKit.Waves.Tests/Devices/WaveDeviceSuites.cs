using AdjointKit.Devices;
using AdjointKit.TestKit.Devices;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Devices;

/// <summary>The checks of the propagator; a subclass says on which device.</summary>
public abstract class WaveSuite
{
    public static TheoryData<string, string> Checks => DeviceSuite.Rows(WaveDeviceChecks.All);

    protected abstract Compute Compute { get; }

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name) => DeviceSuite.Run(WaveDeviceChecks.All, suite, name, Compute);
}

/// <summary>The OpenCL device.</summary>
public sealed class OpenClWaves(OpenClFixture fixture) : WaveSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.Native;
}
