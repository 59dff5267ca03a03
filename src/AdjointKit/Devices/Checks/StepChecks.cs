using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>What steps of iterations do in one pass.</summary>
internal static class StepChecks
{
    internal const string Suite = "steps";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type is ElementType.Float64 or ElementType.Complex128;
        double tolerance = CheckArrays.Tolerance(type);
        yield return new DeviceCheck(Suite, $"combination of {type}", needsDouble, compute => Error(compute, type, (backend, x, y, into) => backend.Combine(1.7, x, -0.6, y, into)), tolerance);
        if (ElementTypes.IsComplex(type))
        {
            yield return new DeviceCheck(Suite, $"turn of {type}", needsDouble, compute => Error(compute, type, (backend, x, y, into) => backend.Turn(2.5, x, y.RealParts, 0.3, default, into)), tolerance);
            yield return new DeviceCheck(Suite, $"turn of {type} with magnitudes", needsDouble, compute => Error(compute, type, (backend, x, y, into) => backend.Turn(-2.5, x, y.RealParts, 0.3, y.ImaginaryParts, into)), tolerance);
            yield return new DeviceCheck(Suite, $"unit phasor of {type}", needsDouble, compute => Error(compute, type, (backend, x, y, into) => backend.UnitPhasor(x.RealParts, into)), tolerance);
            yield return new DeviceCheck(Suite, $"real times {type}", needsDouble, compute => Error(compute, type, (backend, x, y, into) => backend.RealTimes(new Complex(0.7, -0.4), y.RealParts, x, StrongFactor.First, into)), tolerance);
            yield return new DeviceCheck(Suite, $"real part of a product of {type}", needsDouble, compute => Error(compute, type, Part), tolerance);
            yield break;
        }

        yield return new DeviceCheck(Suite, $"shrinkage of {type}", needsDouble, compute => Error(compute, type, (backend, x, gradient, into) => backend.ShrinkAfterDescent(x, gradient, 0.4, gradient, 0.3, 0.2, into)), tolerance);
        yield return new DeviceCheck(Suite, $"sums of a shrinkage of {type}", needsDouble, compute => Error(compute, type, Sums), tolerance);
    }

    private static void Part(Backend backend, UntypedArray x, UntypedArray y, UntypedArray into)
    {
        backend.Fill(into, 0);
        backend.RealOfPull(new Complex(0.7, -0.4), x, y, isStrong: true, into.RealParts);
    }

    private static void Sums(Backend backend, UntypedArray x, UntypedArray gradient, UntypedArray into)
    {
        (double magnitudes, double movedSquared) = backend.ShrinkAfterDescent(x, gradient, 0.4, gradient, 0.3, 0.2, into);
        backend.Fill(into, magnitudes - (2 * movedSquared));
    }

    private static double Error(Compute compute, ElementType type, Action<Backend, UntypedArray, UntypedArray, UntypedArray> run)
    {
        UntypedArray x = CheckArrays.Random(type, 1, -1, 1, 3, 1700);
        UntypedArray y = CheckArrays.Random(type, 2, -1, 1, 3, 1700);
        UntypedArray expected = compute.Host.Backend.Allocate(type, x.Shape, null);
        UntypedArray into = compute.Backend.Allocate(type, x.Shape, null);
        run(compute.Host.Backend, x, y, expected);
        run(compute.Backend, CheckArrays.OnDevice(compute, x), CheckArrays.OnDevice(compute, y), into);
        return CheckArrays.Distance(compute, into, expected);
    }
}
