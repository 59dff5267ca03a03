using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices.Suites;

/// <summary>The CPU backend against itself on one thread: the suites' own check.</summary>
public sealed class CpuSuite : DeviceSuite, IDisposable
{
    private readonly Compute compute = new(threads: 2);

    protected override Compute Compute => compute;

    public void Dispose() => compute.Dispose();
}

/// <summary>The OpenCL device with the kernels that suit it.</summary>
public sealed class OpenClSuite(OpenClFixture fixture) : DeviceSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.Native;
}

/// <summary>The OpenCL device with the kernels of a GPU, whose items share memory.</summary>
public sealed class OpenClAsGpuSuite(OpenClFixture fixture) : DeviceSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.AsGpu;
}
