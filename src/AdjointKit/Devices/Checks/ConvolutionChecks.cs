using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Convolutions and their two transposes.</summary>
internal static class ConvolutionChecks
{
    internal const string Suite = "convolutions";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    /// <summary>Small kernels with every kind of step, single taps, groups of one channel, a line.</summary>
    private static readonly (string Name, ConvolutionShape Shape, nint Samples)[] Cases =
    [
        ("planes", new ConvolutionShape(3, 5, 1, new WindowAxis(9, 3, 1, 1, 1), new WindowAxis(14, 3, 1, 1, 1)), 3),
        ("strides and dilations", new ConvolutionShape(4, 6, 2, new WindowAxis(11, 2, 2, 1, 3), new WindowAxis(8, 3, 3, 2, 2)), 2),
        ("single taps", new ConvolutionShape(4, 3, 1, new WindowAxis(5, 1, 1, 0, 1), new WindowAxis(7, 1, 1, 0, 1)), 2),
        ("groups of one channel", new ConvolutionShape(4, 4, 4, new WindowAxis(6, 3, 1, 1, 1), new WindowAxis(5, 3, 1, 1, 1)), 2),
        ("lines", new ConvolutionShape(2, 3, 1, new WindowAxis(1, 1, 1, 0, 1), new WindowAxis(4001, 5, 1, 2, 1)), 2),
    ];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type is ElementType.Float64 or ElementType.Complex128;
        foreach ((string name, ConvolutionShape shape, nint samples) in Cases)
        {
            yield return new DeviceCheck(Suite, $"{name} of {type}", needsDouble, compute => Error(compute, type, shape, samples), CheckArrays.Tolerance(type));
        }
    }

    private static double Error(Compute compute, ElementType type, ConvolutionShape shape, nint samples)
    {
        UntypedArray x = Random(type, 1, shape.Input(samples));
        UntypedArray kernel = Random(type, 2, shape.Kernel);
        UntypedArray y = Random(type, 3, shape.Output(samples));
        double forward = Against(compute, x, kernel, y.Shape, (backend, a, b, into) => new Convolutions(backend, shape).Apply(a, b, into));
        double transposed = Against(compute, y, kernel, x.Shape, (backend, a, b, into) => new Convolutions(backend, shape).Transposed(a, b, into));
        double correlation = Against(compute, x, y, kernel.Shape, (backend, a, b, into) => new Convolutions(backend, shape).Kernel(a, b, into));
        return Math.Max(forward, Math.Max(transposed, correlation));
    }

    private static double Against(Compute compute, UntypedArray a, UntypedArray b, Shape result, Action<Backend, UntypedArray, UntypedArray, UntypedArray> run)
    {
        UntypedArray expected = compute.Host.Backend.Allocate(a.ElementType, result, null);
        UntypedArray into = compute.Backend.Allocate(a.ElementType, result, null);
        run(compute.Host.Backend, a, b, expected);
        run(compute.Backend, CheckArrays.OnDevice(compute, a), CheckArrays.OnDevice(compute, b), into);
        return CheckArrays.Distance(compute, into, expected);
    }

    private static UntypedArray Random(ElementType type, ulong seed, in Shape shape) => CheckArrays.Random(type, seed, -1, 1, shape.Lengths);
}
