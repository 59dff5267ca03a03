using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Softmax and its relatives along the last axis and along another one.</summary>
internal static class LineChecks
{
    internal const string Suite = "lines";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type == ElementType.Float64;
        double tolerance = CheckArrays.Tolerance(type);
        yield return new DeviceCheck(Suite, $"softmax of {type}", needsDouble, compute => Error(compute, type, (backend, x, _, reduced, into) => backend.Softmax(x, reduced, into)), tolerance);
        yield return new DeviceCheck(Suite, $"log softmax of {type}", needsDouble, compute => Error(compute, type, (backend, x, _, reduced, into) => backend.LogSoftmax(x, reduced, into)), tolerance);
        yield return new DeviceCheck(Suite, $"change of a softmax of {type}", needsDouble, compute => Error(compute, type, (backend, x, v, reduced, into) => backend.SoftmaxChange(x, v, reduced, into)), tolerance);
        yield return new DeviceCheck(Suite, $"standardized {type}", needsDouble, compute => Error(compute, type, (backend, x, _, reduced, into) => Standardize(backend, x, x, reduced, into)), tolerance);
        yield return new DeviceCheck(Suite, $"change of a standardized {type}", needsDouble, compute => Error(compute, type, Standardize), tolerance);
        yield return new DeviceCheck(Suite, $"support threshold of {type}", needsDouble, compute => Error(compute, type, Threshold), tolerance);
        yield return new DeviceCheck(Suite, $"sensitivity of a log softmax of {type}", needsDouble, compute => Error(compute, type, (backend, x, v, reduced, into) => backend.LogSoftmaxSensitivity(x, v, reduced, into)), tolerance);
    }

    /// <summary>x standardized, or where v is another array its change by v.</summary>
    private static void Standardize(Backend backend, UntypedArray x, UntypedArray v, Shape reduced, UntypedArray into)
    {
        UntypedArray r = backend.Allocate(x.ElementType, reduced, null);
        UntypedArray y = backend.Allocate(x.ElementType, x.Shape, null);
        backend.Standardize(x, 0.1, y, r);
        if (v == x) backend.Copy(y, into);
        else backend.StandardizeChange(y, r, v, into);
    }

    /// <summary>The threshold of v with 40 of each line passing, and its two slopes, told apart by their factors.</summary>
    private static void Threshold(Backend backend, UntypedArray x, UntypedArray v, Shape reduced, UntypedArray into)
    {
        UntypedArray theta = backend.Allocate(x.ElementType, x.Shape.With(2, 1), null);
        UntypedArray slope = backend.Allocate(x.ElementType, x.Shape, null);
        UntypedArray thresholdSlope = backend.Allocate(x.ElementType, x.Shape, null);
        backend.Affine(0.3, v.Slice(2, 0, 1, 1), 0.4, theta);
        backend.SupportThreshold(x, theta, 40, into, slope, thresholdSlope);
        backend.AddScaled(3, slope, into);
        backend.AddScaled(5, thresholdSlope, into);
    }

    private static double Error(Compute compute, ElementType type, Action<Backend, UntypedArray, UntypedArray, Shape, UntypedArray> run)
    {
        UntypedArray x = CheckArrays.Random(type, 1, -3, 0, 7, 5, 300);
        UntypedArray v = CheckArrays.Random(type, 2, -1, 1, 7, 5, 300);
        double worst = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            UntypedArray expected = compute.Host.Backend.Allocate(type, x.Shape, null);
            UntypedArray into = compute.Backend.Allocate(type, x.Shape, null);
            run(compute.Host.Backend, x, v, x.Shape.With(axis, 1), expected);
            run(compute.Backend, CheckArrays.OnDevice(compute, x), CheckArrays.OnDevice(compute, v), x.Shape.With(axis, 1), into);
            worst = Math.Max(worst, CheckArrays.Distance(compute, into, expected));
        }

        return worst;
    }
}
