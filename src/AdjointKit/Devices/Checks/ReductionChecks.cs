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
        yield return Check($"product of {type}", type, compute => Reduced(compute, ReductionOp.Product, CheckArrays.Random(type, 11, 0.7, 1.1, 9, 23, 7), [9, 1, 7]));
        yield return Check($"running sums of {type}", type, compute => Running(compute, type));
        if (!ElementTypes.IsComplex(type))
        {
            yield return Exact($"largest and smallest of {type}", type, Extremes);
            yield return Exact($"places of the largest and smallest of {type}", type, Places);
        }

        yield return Check($"inner product of {type}", type, compute => Dot(compute, type));
        yield return Check($"norms of {type}", type, compute => Norms(compute, type, 1));
        yield return Check($"norms of {type} whose squares are too large", type, compute => Norms(compute, type, 1e30));
        yield return Check($"largest magnitude of {type}", type, compute => Largest(compute, type));
        yield return new DeviceCheck(Suite, $"the same bits twice of {type}", NeedsDouble(type), compute => Repeats(compute, type), 0);
    }

    private static bool NeedsDouble(ElementType type) => type is ElementType.Float64 or ElementType.Complex128;

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) => new(Suite, name, NeedsDouble(type), error, CheckArrays.Tolerance(type));

    private static DeviceCheck Exact(string name, ElementType type, Func<Compute, ElementType, double> error) => new(Suite, name, NeedsDouble(type), compute => error(compute, type), 0);

    private static double Sum(Compute compute, UntypedArray host, nint[] result, Func<UntypedArray, UntypedArray>? view = null) => Reduced(compute, ReductionOp.Sum, host, result, view);

    private static double Reduced(Compute compute, ReductionOp op, UntypedArray host, nint[] result, Func<UntypedArray, UntypedArray>? view = null)
    {
        view ??= array => array;
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        UntypedArray expected = compute.Host.Backend.Allocate(host.ElementType, new Shape(result), null);
        UntypedArray into = compute.Backend.Allocate(host.ElementType, new Shape(result), null);
        compute.Host.Backend.ReduceTo(op, view(host), expected);
        compute.Backend.ReduceTo(op, view(device), into);
        return CheckArrays.Distance(compute, into, expected);
    }

    /// <summary>The norms of rows, whose elements are multiplied by a number on the device and the norms of which by its reciprocal.</summary>
    private static double Norms(Compute compute, ElementType type, double unit)
    {
        UntypedArray host = CheckArrays.Random(type, 13, -1, 1, 65, 701);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        UntypedArray expected = compute.Host.Backend.Allocate(ElementTypes.RealOf(type), new Shape(65, 1), null);
        UntypedArray into = compute.Backend.Allocate(ElementTypes.RealOf(type), new Shape(65, 1), null);
        compute.Host.Backend.Norm(host, expected, null);
        compute.Backend.Affine(unit, device, 0, device);
        compute.Backend.Norm(device, into, null);
        compute.Backend.Affine(1 / unit, into, 0, into);
        return CheckArrays.Distance(compute, into, expected);
    }

    /// <summary>Values with equal elements, both zeros and, in one row, NaN.</summary>
    private static UntypedArray Ties(ElementType type)
    {
        UntypedArray host = CheckArrays.Random(ElementType.Float64, 12, -4, 4, 37, 1201);
        using NdArray<double> values = host.As<double>();
        Span<double> span = values.AsWritableSpan();
        for (int j = 0; j < span.Length; j++) span[j] = Math.Round(span[j]);
        for (int j = 0; j < 1201; j++) span[(5 * 1201) + j] = j % 3 == 0 ? -0.0 : 0.0;
        span[(7 * 1201) + 600] = double.NaN;
        span[(7 * 1201) + 900] = double.NaN;
        NdArray<double> made = NdArray.From<double>(span, values.Shape);
        if (type == ElementType.Float64) return made;
        NdArray<float> single = NdArray.Empty<float>(made.Shape);
        for (int j = 0; j < span.Length; j++) single.AsWritableSpan()[j] = (float)made.AsReadOnlySpan()[j];
        return single;
    }

    private static double Extremes(Compute compute, ElementType type)
    {
        UntypedArray host = Ties(type);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        int different = 0;
        foreach (ReductionOp op in (ReductionOp[])[ReductionOp.Largest, ReductionOp.Smallest])
        {
            foreach (Shape shape in (Shape[])[new Shape(37, 1), new Shape(1201), new Shape()])
            {
                UntypedArray expected = compute.Host.Backend.Allocate(type, shape, null);
                UntypedArray into = compute.Backend.Allocate(type, shape, null);
                compute.Host.Backend.ReduceTo(op, host, expected);
                compute.Backend.ReduceTo(op, device, into);
                different += CheckArrays.Differences(compute, into, expected);
            }
        }

        return different;
    }

    private static double Places(Compute compute, ElementType type)
    {
        UntypedArray host = Ties(type);
        UntypedArray device = CheckArrays.OnDevice(compute, host);
        long wrong = 0;
        foreach (ExtremeOp op in Enum.GetValues<ExtremeOp>())
        {
            foreach (Shape shape in (Shape[])[new Shape(37, 1), new Shape(1201), new Shape()])
            {
                NdArray<long> expected = NdArray.Empty<long>(shape);
                NdArray<long> into = compute.Empty<long>(shape);
                compute.Host.Backend.Locate(op, host, expected);
                compute.Backend.Locate(op, device, into);
                using NdArray<long> read = compute.ToHost(into);
                for (int j = 0; j < read.Count; j++) wrong += read.AsReadOnlySpan()[j] == expected.AsReadOnlySpan()[j] ? 0 : 1;
            }
        }

        return wrong;
    }

    private static double Running(Compute compute, ElementType type)
    {
        double worst = 0;
        (nint[] Lengths, int Axis)[] cases = [([3, 9001], 1), ([9001, 3], 0), ([5, 4, 7], 1), ([1], 0), ([0, 4], 0)];
        foreach ((nint[] lengths, int axis) in cases)
        {
            UntypedArray host = CheckArrays.Random(type, 13, -1, 1, lengths);
            UntypedArray device = CheckArrays.OnDevice(compute, host);
            compute.Host.Backend.RunningSum(host, axis, host);
            compute.Backend.RunningSum(device, axis, device);
            worst = Math.Max(worst, CheckArrays.Distance(compute, device, host));
        }

        return worst;
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
