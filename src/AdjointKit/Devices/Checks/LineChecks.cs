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
        yield return new DeviceCheck(Suite, $"support threshold of {type}: ties, views, few, none and all passing", needsDouble, compute => ThresholdDifferences(compute, type), 0);
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

    /// <summary>How many results differ, bit for bit, over lines with ties, zeros and numbers that are none, thresholds for one, each and no line, and views.</summary>
    private static double ThresholdDifferences(Compute compute, ElementType type)
    {
        UntypedArray v = CheckArrays.Random(type, 3, -3, 3, 9, 270);
        Backend host = compute.Host.Backend;
        host.Unary(UnaryOp.Round, v.Slice(0, 0, 4, 2), v.Slice(0, 0, 4, 2));
        host.Fill(v.Slice(0, 1, 1, 1), 0);
        host.Fill(v.Slice(1, 7, 2, 100), double.NaN);
        host.Fill(v.Slice(1, 8, 2, 100), double.PositiveInfinity);
        host.Fill(v.Slice(1, 9, 2, 90), double.NegativeInfinity);
        UntypedArray theta = CheckArrays.Random(type, 4, -0.5, 2.5, 9, 1);
        int differences = 0;
        UntypedArray strange = CheckArrays.Random(type, 5, -1, 1, 9, 1);
        host.Fill(strange.Slice(0, 0, 3, 3), double.NaN);
        host.Fill(strange.Slice(0, 1, 3, 3), double.PositiveInfinity);
        host.Fill(strange.Slice(0, 2, 2, 3), double.NegativeInfinity);
        foreach (nint passing in (nint[])[0, 1, 3, 40, 65])
        {
            differences += Differences(compute, v, theta, passing) + Differences(compute, v, strange, passing);

            // What a kernel does not take on the host, and what none takes on the device.
            UntypedArray view = v.Slice(1, 3, 66, 4);
            differences += Differences(compute, view, theta, passing) + Differences(compute, view, strange, passing);
            differences += Differences(compute, v, strange, passing, hasGaps: true);
        }

        differences += Differences(compute, v, theta, 269) + Differences(compute, v, theta.Slice(0, 4, 1, 1), 20);
        return differences + Differences(compute, v.Slice(0, 0, 4, 2), theta.Slice(0, 1, 4, 2), 5);
    }

    private static int Differences(Compute compute, in UntypedArray v, in UntypedArray theta, nint passing, bool hasGaps = false)
    {
        UntypedArray[] expected = Run(compute.Host, v, theta);
        UntypedArray[] found = Run(compute, Like(v), Like(theta));
        int differences = 0;
        for (int k = 0; k < 3; k++) differences += CheckArrays.Differences(compute, found[k], expected[k]);
        return differences;

        // A view of an array on the device, as the one on the host is a view.
        UntypedArray Like(in UntypedArray x)
        {
            UntypedArray whole = compute.Backend.Allocate(x.ElementType, new Shape(x.Shape[0], 2 * x.Shape[1]), null);
            UntypedArray view = x.IsContiguous ? compute.Backend.Allocate(x.ElementType, x.Shape, null) : whole.Slice(1, 1, x.Shape[1], 2);
            compute.Backend.CopyFromHost(x, view);
            return view;
        }

        UntypedArray[] Run(Compute on, UntypedArray x, UntypedArray limits)
        {
            var results = new UntypedArray[3];
            for (int k = 0; k < 3; k++)
            {
                UntypedArray whole = on.Backend.Allocate(x.ElementType, new Shape(x.Shape[0], 2 * x.Shape[1]), null);
                results[k] = hasGaps && ReferenceEquals(on, compute) ? whole.Slice(1, 1, x.Shape[1], 2) : on.Backend.Allocate(x.ElementType, x.Shape, null);
            }

            on.Backend.SupportThreshold(x, limits, passing, results[0], results[1], results[2]);
            for (int k = 0; k < 3; k++)
            {
                UntypedArray packed = on.Backend.Allocate(x.ElementType, x.Shape, null);
                on.Backend.Copy(results[k], packed);
                results[k] = packed;
            }

            return results;
        }
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
