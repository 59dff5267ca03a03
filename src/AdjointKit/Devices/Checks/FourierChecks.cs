using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Fourier transforms of lines and grids, complex and real, filters and their adjoints, and what is refused.</summary>
internal static class FourierChecks
{
    internal const string Suite = "Fourier transforms";

    private const int Margin = 33;
    private const double Untouched = 5;

    private static readonly ElementType[] Types = [ElementType.Complex64, ElementType.Complex128];

    /// <summary>One point, each radix alone, several passes of one and of mixed radices, lines longer than a group holds, lengths with a large prime factor, short and long.</summary>
    private static readonly nint[] Lengths = [1, 2, 3, 4, 5, 7, 8, 11, 13, 16, 17, 60, 243, 286, 2048, 4093, 8192];

    private static readonly nint[] RealLengths = [1, 2, 9, 16, 34, 35, 120];

    /// <summary>Axes that a group holds, one point, a large prime factor, a long axis in front, three axes of odd lengths.</summary>
    private static readonly nint[][] Grids = [[16, 60], [1, 16], [17, 16], [16, 17], [8192, 3], [9, 10, 7]];

    private static readonly nint[][] RealGrids = [[16, 9], [5, 8], [3, 4, 10], [1, 2]];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        foreach (nint length in Lengths) yield return Check($"{length} points of {type}", type, compute => Lines(compute, type, length));
        foreach (nint length in RealLengths) yield return Check($"{length} real points of {type}", type, compute => RealLines(compute, type, length));
        foreach (nint[] grid in Grids)
        {
            yield return Check($"grid of {Text(grid)} of {type}", type, compute => Grid(compute, type, grid));
            yield return Check($"filter over {Text(grid)} of {type}", type, compute => Filter(compute, type, grid));
            if (grid.Length == 2) yield return Check($"filter over the middle of {Text(grid)} of {type}", type, compute => FilterMiddle(compute, type, grid));
            yield return Check($"adjoint of a filter over {Text(grid)} of {type}", type, compute => FilterAdjoint(compute, type, grid));
        }

        foreach (nint[] grid in RealGrids) yield return Check($"real grid of {Text(grid)} of {type}", type, compute => RealGrid(compute, type, grid));
        yield return new DeviceCheck(Suite, $"views, other lengths and mixed types of {type} are refused", NeedsDouble(type), compute => Refuses(compute, type), 0);
        yield return new DeviceCheck(Suite, $"one plan of {type} from several threads", NeedsDouble(type), compute => Threads(compute, type), 0);
    }

    private static DeviceCheck Check(string name, ElementType type, Func<Compute, double> error) => new(Suite, name, NeedsDouble(type), error, NeedsDouble(type) ? 2e-15 : 5e-7);

    private static bool NeedsDouble(ElementType type) => type == ElementType.Complex128;

    private static string Text(nint[] grid) => string.Join('x', grid.Select(length => length.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Three lines, so that a group has room for more lines than there are, or there are more groups than one.</summary>
    private static double Lines(Compute compute, ElementType type, nint length)
    {
        FourierPlan plan = compute.Backend.PlanFourier(length);
        FourierPlan reference = compute.Host.Backend.PlanFourier(length);
        UntypedArray x = CheckArrays.Random(type, 1, -1, 1, 3, length);
        double forward = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Forward(a, into));
        double inverse = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Inverse(a, into));
        return Math.Max(forward, inverse);
    }

    private static double RealLines(Compute compute, ElementType type, nint length)
    {
        FourierPlan plan = compute.Backend.PlanFourier(length);
        FourierPlan reference = compute.Host.Backend.PlanFourier(length);
        UntypedArray x = CheckArrays.Random(ElementTypes.RealOf(type), 1, -1, 1, 3, length);
        UntypedArray spectrum = CheckArrays.Random(type, 2, -1, 1, 3, plan.HalfLength);
        double forward = OneWay(compute, x, type, spectrum.Shape, (host, a, into) => (host ? reference : plan).ForwardReal(a, into));
        double inverse = OneWay(compute, spectrum, x.ElementType, x.Shape, (host, a, into) => (host ? reference : plan).InverseReal(a, into));
        return Math.Max(forward, inverse);
    }

    private static double Grid(Compute compute, ElementType type, nint[] grid)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(grid));
        GridFourierPlan reference = compute.Host.Backend.PlanFourier(new Shape(grid));
        UntypedArray x = CheckArrays.Random(type, 1, -1, 1, [2, .. grid]);
        double forward = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Forward(a, into));
        double inverse = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Inverse(a, into));
        return Math.Max(forward, inverse);
    }

    private static double RealGrid(Compute compute, ElementType type, nint[] grid)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(grid));
        GridFourierPlan reference = compute.Host.Backend.PlanFourier(new Shape(grid));
        UntypedArray x = CheckArrays.Random(ElementTypes.RealOf(type), 1, -1, 1, [2, .. grid]);
        UntypedArray spectrum = CheckArrays.Random(type, 2, -1, 1, [2, .. grid[..^1], plan.HalfLength]);
        double forward = OneWay(compute, x, type, spectrum.Shape, (host, a, into) => (host ? reference : plan).ForwardReal(a, into));
        double inverse = OneWay(compute, spectrum, x.ElementType, x.Shape, (host, a, into) => (host ? reference : plan).InverseReal(a, into));
        return Math.Max(forward, inverse);
    }

    private static double Filter(Compute compute, ElementType type, nint[] grid)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(grid));
        GridFourierPlan reference = compute.Host.Backend.PlanFourier(new Shape(grid));
        UntypedArray x = CheckArrays.Random(type, 1, -1, 1, [2, .. grid]);
        UntypedArray transfer = CheckArrays.Random(type, 2, -1, 1, grid);
        UntypedArray onDevice = CheckArrays.OnDevice(compute, transfer);
        double plain = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Filter(a, host ? transfer : onDevice, conjugate: false, into));
        double conjugate = BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).Filter(a, host ? transfer : onDevice, conjugate: true, into));
        return Math.Max(plain, conjugate);
    }

    private static double FilterMiddle(Compute compute, ElementType type, nint[] grid)
    {
        GridFourierPlan plan = compute.Backend.PlanFourier(new Shape(grid));
        GridFourierPlan reference = compute.Host.Backend.PlanFourier(new Shape(grid));
        UntypedArray x = CheckArrays.Random(type, 1, -1, 1, [2, (grid[0] + 1) / 2, (2 * grid[1] / 3) + 1]);
        UntypedArray transfer = CheckArrays.Random(type, 2, -1, 1, grid);
        UntypedArray onDevice = CheckArrays.OnDevice(compute, transfer);
        return BothWays(compute, x, x.Shape, (host, a, into) => (host ? reference : plan).FilterMiddle(a, host ? transfer : onDevice, conjugate: true, into));
    }

    private static double FilterAdjoint(Compute compute, ElementType type, nint[] grid)
    {
        Backend backend = compute.Backend;
        GridFourierPlan plan = backend.PlanFourier(new Shape(grid));
        UntypedArray x = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 1, -1, 1, grid));
        UntypedArray y = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 2, -1, 1, grid));
        UntypedArray transfer = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 3, -1, 1, grid));
        UntypedArray forward = backend.Allocate(type, x.Shape, null);
        UntypedArray adjoint = backend.Allocate(type, x.Shape, null);
        plan.Filter(x, transfer, conjugate: false, forward);
        plan.Filter(y, transfer, conjugate: true, adjoint);
        double scale = Math.Sqrt(backend.Dot(forward, forward).Real * backend.Dot(y, y).Real);
        return Complex.Abs(backend.Dot(forward, y) - backend.Dot(x, adjoint)) / scale;
    }

    private static double Refuses(Compute compute, ElementType type)
    {
        FourierPlan plan = compute.Backend.PlanFourier(8);
        UntypedArray square = compute.Backend.Allocate(type, new Shape(8, 8), null);
        UntypedArray real = compute.Backend.Allocate(ElementTypes.RealOf(type), new Shape(8, 8), null);
        UntypedArray other = compute.Backend.Allocate(type, new Shape(8, 7), null);
        UntypedArray line = compute.Backend.Allocate(type, new Shape(12), null);
        bool all = Throws(() => plan.Forward(square.Transpose([1, 0]), square.Transpose([1, 0])))
            && Throws(() => plan.Forward(square, other))
            && Throws(() => plan.Forward(real, square))
            && Throws(() => plan.Forward(line.Slice(0, 0, 8, 1), line.Slice(0, 4, 8, 1)));
        return all ? 0 : 1;
    }

    private static double Threads(Compute compute, ElementType type)
    {
        FourierPlan plan = compute.Backend.PlanFourier(360);
        UntypedArray x = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 1, -1, 1, 5, 360));
        UntypedArray[] results = [.. Enumerable.Range(0, 4).Select(_ => compute.Backend.Allocate(type, x.Shape, null))];
        Parallel.ForEach(results, into =>
        {
            for (int again = 0; again < 5; again++) plan.Forward(x, into);
        });
        UntypedArray first = compute.Host.Backend.Allocate(type, x.Shape, null);
        compute.Backend.CopyToHost(results[0], first);
        return results.Max(result => CheckArrays.Distance(compute, result, first));
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    /// <summary>To another array, then in place; the largest distance from the CPU.</summary>
    private static double BothWays(Compute compute, UntypedArray host, Shape result, Action<bool, UntypedArray, UntypedArray> run)
    {
        double apart = OneWay(compute, host, host.ElementType, result, run);
        UntypedArray expected = compute.Host.Backend.Allocate(host.ElementType, result, null);
        run(true, host, expected);
        UntypedArray x = CheckArrays.OnDevice(compute, host);
        run(false, x, x);
        return Math.Max(apart, CheckArrays.Distance(compute, x, expected));
    }

    /// <summary>From and to slices of longer arrays, so that a place that is forgotten shows; nothing but the result may change.</summary>
    private static double OneWay(Compute compute, UntypedArray host, ElementType type, Shape result, Action<bool, UntypedArray, UntypedArray> run)
    {
        UntypedArray expected = compute.Host.Backend.Allocate(type, result, null);
        run(true, host, expected);
        UntypedArray x = Within(compute, host.ElementType, host.Shape, out _);
        compute.Backend.CopyFromHost(host, x);
        UntypedArray into = Within(compute, type, result, out UntypedArray around);
        run(false, x, into);
        double outside = Math.Max(CheckArrays.Distance(compute, x, host), Changed(compute, around.Slice(0, 0, Margin, 1)) + Changed(compute, around.Slice(0, Margin + result.Count, Margin, 1)));
        return Math.Max(outside, CheckArrays.Distance(compute, into, expected));
    }

    private static UntypedArray Within(Compute compute, ElementType type, Shape shape, out UntypedArray around)
    {
        around = compute.Backend.Allocate(type, new Shape(shape.Count + (2 * Margin)), null);
        compute.Backend.Fill(around, Untouched);
        return around.Slice(0, Margin, shape.Count, 1).Reshape(shape);
    }

    private static double Changed(Compute compute, UntypedArray margin)
    {
        UntypedArray expected = compute.Host.Backend.Allocate(margin.ElementType, margin.Shape, null);
        compute.Host.Backend.Fill(expected, Untouched);
        return CheckArrays.Distance(compute, margin, expected);
    }
}
