using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Waves.Tests.TimeAxis;

public class TimeOperatorsTests
{
    private static readonly Compute Compute = new(threads: 2);
    private static readonly Waves.TimeAxis Axis = new(0.002, 201);

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Operators_along_time_pass_the_dot_test(int substeps, bool corrected)
    {
        AssertPassed(DotTest.Run(TimeOperators.WaveletToInnerSteps<double>(Compute, Axis, substeps, corrected, traces: 3)));
        AssertPassed(DotTest.Run(TimeOperators.RecordToData<double>(Compute, Axis, substeps, corrected, traces: 3)));
        AssertPassed(DotTest.Run(TimeOperators.WaveletToInnerSteps<float>(Compute, Axis, substeps, corrected, traces: 3)));
        AssertPassed(DotTest.Run(TimeOperators.RecordToData<float>(Compute, Axis, substeps, corrected, traces: 3)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_between_nodes_passes_the_dot_test(bool freeSurface)
    {
        Position[] positions = [new(3, 4), new(61.5, 8.25), new(100, 40), new(141, 3)];
        var grid = new Grid2D(30, 20, 5, 4);
        AssertPassed(DotTest.Run(PointOperators.Read<double>(Compute, grid, positions, freeSurface)));
        AssertPassed(DotTest.Run(PointOperators.Read<float>(Compute, grid, positions, freeSurface)));
    }

    private static void AssertPassed(CheckResult result) => Assert.True(result.Passed, $"{result.Operator} {result.Precision}: {result.Error}");
}
