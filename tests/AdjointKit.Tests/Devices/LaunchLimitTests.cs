using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Checks;
using AdjointKit.Devices.Drivers;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>
/// Work of more parts than a launch has groups along y: a group does several. The device here takes any number of groups, a CUDA device refuses more than the limit;
/// so the test looks at the launches as well. (On the stand-in for CUDA so many groups of 256 items take minutes.)
/// </summary>
public sealed class LaunchLimitTests
{
    private const nint Parts = LaunchSize.LargestY + 4465;

    [SkippableFact]
    public void A_batch_of_more_products()
    {
        UntypedArray a = CheckArrays.Random(ElementType.Float32, 1, -1, 1, Parts, 1, 2);
        UntypedArray b = CheckArrays.Random(ElementType.Float32, 2, -1, 1, Parts, 2, 1);
        CheckEqual(
            [a, b],
            new Shape(Parts, 1, 1),
            (backend, operands, into) => backend.MatrixMultiply(MatrixForm.Plain, operands[0], MatrixForm.Plain, operands[1], accumulate: false, into));
    }

    [SkippableFact]
    public void A_view_of_more_rows()
    {
        UntypedArray x = CheckArrays.Random(ElementType.Float32, 3, -1, 1, Parts, 3);
        CheckEqual([x], new Shape(Parts, 2), (backend, operands, into) => backend.Unary(UnaryOp.Square, operands[0].Slice(1, 0, 2, 2), into));
    }

    private static void CheckEqual(UntypedArray[] operands, Shape result, Action<Backend, UntypedArray[], UntypedArray> run)
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        UntypedArray expected = compute.Host.Backend.Allocate(ElementType.Float32, result, null);
        UntypedArray actual = compute.Backend.Allocate(ElementType.Float32, result, null);
        run(compute.Host.Backend, operands, expected);
        run(compute.Backend, [.. operands.Select(operand => CheckArrays.OnDevice(compute, operand))], actual);
        Assert.Equal(0, CheckArrays.Differences(compute, actual, expected));
        Assert.Equal(LaunchSize.LargestY, driver.LargestY);
    }
}
