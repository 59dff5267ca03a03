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
        yield return new DeviceCheck(Suite, $"shrinkage of {type} without momentum, in place", needsDouble, compute => Error(compute, type, ShrinkInPlace), tolerance);
        yield return new DeviceCheck(Suite, $"shrinkage of {type} by two slopes", needsDouble, compute => Error(compute, type, ShrinkBySlopes), tolerance);
        yield return new DeviceCheck(Suite, $"gain of {type}", needsDouble, compute => Error(compute, type, Gain), tolerance);
        yield return new DeviceCheck(Suite, $"chain of {type}", needsDouble, compute => Error(compute, type, Chain), tolerance);
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

    private static void ShrinkInPlace(Backend backend, UntypedArray x, UntypedArray gradient, UntypedArray into)
    {
        backend.Copy(gradient, into);
        (double magnitudes, double movedSquared) = backend.ShrinkAfterDescent(x, gradient, 0, into, 0.3, 0.2, into);
        backend.Affine(1, into, magnitudes + movedSquared, into);
    }

    private static void ShrinkBySlopes(Backend backend, UntypedArray x, UntypedArray slope, UntypedArray into)
    {
        UntypedArray before = backend.Allocate(x.ElementType, x.Shape, null);
        backend.Unary(UnaryOp.Square, x, before);
        (double magnitudes, double movedSquared) = backend.ShrinkAfterDescent(x, before, 0.6, slope, before, 0.3, 0.2, into);
        backend.Affine(1, into, magnitudes - movedSquared, into);
    }

    private static void Gain(Backend backend, UntypedArray x, UntypedArray slope, UntypedArray into)
    {
        backend.Unary(UnaryOp.Square, x, into);
        double gain = backend.AddWithGain(slope, x, into);
        backend.Affine(1, into, gain, into);
    }

    /// <summary>Every step of a chain, or where none is compiled the operations that it stands for.</summary>
    private static void Chain(Backend backend, UntypedArray x, UntypedArray y, UntypedArray into)
    {
        var chain = new ElementChain();
        chain.Add(ElementChain.Operation.Copy, 3, 1);
        chain.Add(ElementChain.Operation.Multiply, 3, 3, 1);
        chain.AddWithNumber(ElementChain.Operation.Shift, 3, 0.5);
        chain.Add(ElementChain.Operation.Sqrt, 2, 3);
        chain.Add(ElementChain.Operation.Divide, 0, 1, 2);
        chain.AddWithNumber(ElementChain.Operation.Scale, 0, -1.7);
        chain.Add(ElementChain.Operation.Clear, 2);
        chain.AddWithNumber(ElementChain.Operation.AddScaled, 2, 0.3, 1);
        chain.AddWithNumber(ElementChain.Operation.AddScaled, 0, 2, 2);
        if (backend.TryRun(chain, [into, x, default, default])) return;
        UntypedArray root = backend.Allocate(x.ElementType, x.Shape, null);
        backend.Binary(BinaryOp.Multiply, x, x, root);
        backend.Affine(1, root, 0.5, root);
        backend.Unary(UnaryOp.Sqrt, root, root);
        backend.Binary(BinaryOp.Divide, x, root, into);
        backend.Affine(-1.7, into, 0, into);
        backend.AddScaled(0.6, x, into);
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
