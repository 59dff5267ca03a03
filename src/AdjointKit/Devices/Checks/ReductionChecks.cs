using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Sums over any axes, inner products, the largest magnitude; the same bits twice.</summary>
internal static class ReductionChecks
{
    internal const string Suite = "reductions";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        yield return Check($"sum over everything of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 1, -1, 1, 70001), []));
        yield return Check($"sum over the last axis of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 2, -1, 1, 33, 1025), [33, 1]));
        yield return Check($"sum over the first axis of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 3, -1, 1, 5003, 17), [17]));
        yield return Check($"sum over axes between of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 4, -1, 1, 4, 3, 5, 2, 6), [4, 1, 5, 1, 6]));
        yield return Check($"sum of a view of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 5, -1, 1, 40, 30, 20), [30, 1], array => array.Slice(0, 3, 11, 3).Transpose([2, 1, 0])));
        yield return Check($"sum over more axes than a kernel takes of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 6, -1, 1, 2, 3, 2, 3, 2, 3, 2, 3), [1, 3, 1, 3, 1, 3, 1, 3], array => array.Transpose([1, 0, 3, 2, 5, 4, 7, 6]).Transpose([1, 0, 3, 2, 5, 4, 7, 6])));
        yield return Check($"sum of nothing of {type}", type, compute => Sum(compute, CheckArrays.Random(type, 6, -1, 1, 0, 4), [4]));
        yield return Check($"inner product of {type}", type, compute => Dot(compute, type));
        yield return Check($"largest magnitude of {type}", type, compute => Largest(compute, type));
        yield return new DeviceCheck(Suite, $"the same bits twice of {type}", NeedsDouble(type), compute => Repeats(compute, type), 0);
    }

    private static bool NeedsDouble(ElementType type) => type is ElementType.Float64 or ElementType.Complex128;

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) => new(Suite, name, NeedsDouble(type), error, CheckArrays.Tolerance(type));

    private static double Sum(Compute compute, UntypedArray host, nint[] result, Func<UntypedArray, UntypedArray>? view = null)
    {
        view ??= array => array;
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        UntypedArray expected = compute.Host.Backend.Allocate(host.ElementType, new Shape(result), null);
        UntypedArray into = compute.Backend.Allocate(host.ElementType, new Shape(result), null);
        compute.Host.Backend.SumTo(view(host), expected);
        compute.Backend.SumTo(view(device), into);
        return CheckArrays.Distance(compute, into, expected);
    }

    private static double Dot(Compute compute, ElementType type)
    {
        double worst = 0;
        foreach (nint length in (nint[])[1, 255, 4096, 100003])
        {
            UntypedArray a = CheckArrays.Random(type, 7, -1, 1, length);
            UntypedArray b = CheckArrays.Random(type, 8, -1, 1, length);
            UntypedArray onDevice = CheckArrays.OnDevice(compute, a);
            UntypedArray other = CheckArrays.OnDevice(compute, b);
            Complex expected = compute.Host.Backend.Dot(a, b);
            double scale = Math.Sqrt(compute.Host.Backend.Dot(a, a).Real * compute.Host.Backend.Dot(b, b).Real);
            worst = Math.Max(worst, Complex.Abs(compute.Backend.Dot(onDevice, other) - expected) / scale);
            UntypedArray kept = compute.Backend.Allocate(type, new Shape(), null);
            compute.Backend.Dot(onDevice, other, kept);
            UntypedArray read = compute.Host.Backend.Allocate(type, new Shape(), null);
            compute.Backend.CopyToHost(kept, read);
            worst = Math.Max(worst, Complex.Abs(CheckArrays.At(read, 0) - expected) / scale);
        }

        return worst;
    }

    private static double Largest(Compute compute, ElementType type)
    {
        UntypedArray host = CheckArrays.Random(type, 9, -1, 1, 300, 101);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        double gap = Math.Abs(compute.Backend.MaxAbs(device) - compute.Host.Backend.MaxAbs(host));
        double ofView = Math.Abs(compute.Backend.MaxAbs(device.Slice(1, 3, 20, 2)) - compute.Host.Backend.MaxAbs(host.Slice(1, 3, 20, 2)));
        compute.Backend.Fill(device.Slice(0, 250, 1, 1).Slice(1, 77, 1, 1), double.NaN);
        bool seesNaN = double.IsNaN(compute.Backend.MaxAbs(device));
        bool emptyIsZero = compute.Backend.MaxAbs(device.Slice(0, 0, 0, 1)) == 0;
        return seesNaN && emptyIsZero ? Math.Max(gap, ofView) : double.PositiveInfinity;
    }

    private static double Repeats(Compute compute, ElementType type)
    {
        UntypedArray device = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 10, -1, 1, 123457));
        Complex first = compute.Backend.Dot(device, device);
        return Enumerable.Range(0, 3).All(_ => compute.Backend.Dot(device, device) == first) ? 0 : 1;
    }
}
