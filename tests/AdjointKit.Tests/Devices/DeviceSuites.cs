using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>The checks of the array operations; a subclass says on which device.</summary>
public abstract class ArrayOperationSuite
{
    public static TheoryData<string, string> Checks => DeviceSuite.Rows(DeviceCheckCatalogue.All);

    protected abstract Compute Compute { get; }

    [SkippableTheory]
    [MemberData(nameof(Checks))]
    public void Passes(string suite, string name) => DeviceSuite.Run(DeviceCheckCatalogue.All, suite, name, Compute);
}

/// <summary>The CPU backend against itself: a check that fails here is wrong itself.</summary>
public sealed class CpuArrayOperations : ArrayOperationSuite, IDisposable
{
    private readonly Compute compute = new(threads: 2);

    protected override Compute Compute => compute;

    public void Dispose() => compute.Dispose();
}

/// <summary>The OpenCL device with the kernels that suit it.</summary>
public sealed class OpenClArrayOperations(OpenClFixture fixture) : ArrayOperationSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.Native;
}

/// <summary>The OpenCL device with the kernels of a GPU, whose items share memory: PoCL compiles them for minutes.</summary>
[Trait("Category", "Slow")]
public sealed class OpenClArrayOperationsAsOnGpu(OpenClFixture fixture) : ArrayOperationSuite, IClassFixture<OpenClFixture>
{
    protected override Compute Compute => fixture.AsGpu;
}
