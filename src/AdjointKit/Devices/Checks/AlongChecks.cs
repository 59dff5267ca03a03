using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Reading, adding, sorting and recurrences along an axis; indices that are wrong.</summary>
internal static class AlongChecks
{
    internal const string Suite = "along an axis";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type is ElementType.Float64 or ElementType.Complex128;
        yield return new DeviceCheck(Suite, $"gather of {type}", needsDouble, compute => Gather(compute, type), 0);
        yield return new DeviceCheck(Suite, $"scatter of {type}", needsDouble, compute => Scatter(compute, type), 0);
        yield return new DeviceCheck(Suite, $"wrong indices of {type} are refused", needsDouble, compute => Refusals(compute, type), 0);
        yield return new DeviceCheck(Suite, $"recurrence of {type}", needsDouble, compute => Recurrence(compute, type), CheckArrays.Tolerance(type));
        if (!ElementTypes.IsComplex(type)) yield return new DeviceCheck(Suite, $"order of {type}", needsDouble, compute => Order(compute, type), 0);
    }

    private static double Gather(Compute compute, ElementType type)
    {
        UntypedArray grid = CheckArrays.Random(type, 1, -1, 1, 7, 20, 9);
        UntypedArray device = CheckArrays.OnDevice(compute, grid);
        int different = 0;
        foreach ((int axis, nint[] indexShape) in ((int, nint[])[])[(0, [11, 20, 9]), (1, [7, 33, 9]), (2, [7, 20, 5]), (1, [33, 1]), (0, [11, 1, 1]), (2, [4])])
        {
            NdArray<long> indices = Indices(grid.Shape[axis], indexShape);
            Shape result = grid.Shape.With(axis, indexShape[axis - 3 + indexShape.Length]);
            UntypedArray expected = compute.Host.Backend.Allocate(type, result, null);
            UntypedArray into = compute.Backend.Allocate(type, result, null);
            compute.Host.Backend.GatherAlong(grid, axis, indices, expected);
            compute.Backend.GatherAlong(device, axis, compute.ToDevice(indices), into);
            different += CheckArrays.Differences(compute, into, expected);
        }

        // Views on all sides.
        NdArray<long> some = Indices(9, 20, 3);
        UntypedArray turned = compute.Host.Backend.Allocate(type, new Shape(3, 20), null);
        UntypedArray turnedThere = compute.Backend.Allocate(type, new Shape(3, 20), null);
        compute.Host.Backend.GatherAlong(grid.Select(0, 2).Slice(0, 19, 20, -1), 1, some, turned.Transpose([1, 0]));
        compute.Backend.GatherAlong(device.Select(0, 2).Slice(0, 19, 20, -1), 1, compute.ToDevice(some), turnedThere.Transpose([1, 0]));
        return different + CheckArrays.Differences(compute, turnedThere, turned);
    }

    /// <summary>Equal indices add in the order of the entries: any other order gives other bits.</summary>
    private static double Scatter(Compute compute, ElementType type)
    {
        int different = 0;
        foreach ((int axis, nint[] indexShape) in ((int, nint[])[])[(0, [310, 4, 3]), (1, [310, 4, 3]), (2, [310, 4, 3]), (0, [310, 1, 1]), (1, [4, 1]), (0, [310, 4, 1])])
        {
            UntypedArray entries = CheckArrays.Random(type, 2, -1, 1, 310, 4, 3);
            UntypedArray grid = CheckArrays.Random(type, 1, -1, 1, axis == 0 ? 9 : 310, axis == 1 ? 9 : 4, axis == 2 ? 9 : 3);
            UntypedArray device = CheckArrays.OnDevice(compute, grid);
            NdArray<long> indices = Indices(9, indexShape);
            compute.Host.Backend.ScatterAddAlong(entries, axis, indices, grid);
            compute.Backend.ScatterAddAlong(CheckArrays.OnDevice(compute, entries), axis, compute.ToDevice(indices), device);
            different += CheckArrays.Differences(compute, device, grid);
        }

        return different;
    }

    private static double Refusals(Compute compute, ElementType type)
    {
        UntypedArray grid = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 1, -1, 1, 30, 4));
        UntypedArray entries = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 2, -1, 1, 2000, 4));
        int accepted = 0;
        foreach (long wrong in (long[])[30, -1])
        {
            NdArray<long> indices = Indices(30, 2000, 1);
            compute.Backend.GatherAlong(grid, 0, compute.ToDevice(indices), entries);
            indices[1700, 0] = wrong;
            indices[1900, 0] = 77;
            NdArray<long> onDevice = compute.ToDevice(indices);
            accepted += IsRefused(() => compute.Backend.GatherAlong(grid, 0, onDevice, entries), wrong) ? 0 : 1;
            accepted += IsRefused(() => compute.Backend.ScatterAddAlong(entries, 0, onDevice, grid), wrong) ? 0 : 1;
        }

        return accepted;
    }

    private static bool IsRefused(Action call, long index)
    {
        try
        {
            call();
            return false;
        }
        catch (ArgumentOutOfRangeException refusal)
        {
            return refusal.Message.Contains($": index {index} at place (1700, 0) ", StringComparison.Ordinal);
        }
    }

    private static double Recurrence(Compute compute, ElementType type)
    {
        double worst = 0;
        foreach ((nint[] lengths, int axis) in ((nint[], int)[])[([5, 300, 4], 1), ([300, 7], 0), ([3, 300], 1), ([1], 0), ([0, 4], 0)])
        {
            UntypedArray a = CheckArrays.Random(type, 3, -0.9, 0.9, lengths);
            UntypedArray b = CheckArrays.Random(type, 4, -1, 1, lengths);
            UntypedArray expected = compute.Host.Backend.Allocate(type, a.Shape, null);
            UntypedArray into = compute.Backend.Allocate(type, a.Shape, null);
            compute.Host.Backend.LinearRecurrence(a, b, axis, expected);
            compute.Backend.LinearRecurrence(CheckArrays.OnDevice(compute, a), CheckArrays.OnDevice(compute, b), axis, into);
            worst = Math.Max(worst, CheckArrays.Distance(compute, into, expected));
        }

        return worst;
    }

    /// <summary>Equal elements, both zeros, infinities and NaN.</summary>
    private static double Order(Compute compute, ElementType type)
    {
        long wrong = 0;
        foreach ((nint[] lengths, int axis) in ((nint[], int)[])[([3, 1500], 1), ([1500, 3], 0), ([2, 5, 3], 1), ([1], 0), ([3, 16], 1), ([3, 17], 1), ([0, 4], 1)])
        {
            NdArray<double> values = CheckArrays.Random(ElementType.Float64, 6, -40, 40, lengths).As<double>();
            Span<double> span = values.AsWritableSpan();
            for (int j = 0; j < span.Length; j++) span[j] = j % 7 == 0 ? -0.0 : j % 11 == 0 ? double.NaN : j % 13 == 0 ? double.NegativeInfinity : j % 17 == 0 ? double.PositiveInfinity : Math.Round(span[j]);
            UntypedArray host = compute.Host.Backend.Allocate(type, values.Shape, null);
            compute.Host.Backend.Copy(values, host);
            UntypedArray device = CheckArrays.OnDevice(compute, host);
            foreach (bool descending in (bool[])[false, true])
            {
                NdArray<long> expected = NdArray.Empty<long>(values.Shape);
                NdArray<long> into = compute.Empty<long>(values.Shape);
                compute.Host.Backend.ArgSort(host, axis, descending, expected);
                compute.Backend.ArgSort(device, axis, descending, into);
                using NdArray<long> read = compute.ToHost(into);
                for (int j = 0; j < read.Count; j++) wrong += read.AsReadOnlySpan()[j] == expected.AsReadOnlySpan()[j] ? 0 : 1;
            }

            wrong += WrongOfRank(compute, host, device, axis);
        }

        return wrong;
    }

    /// <summary>How many entries of a rank in the middle differ.</summary>
    private static long WrongOfRank(Compute compute, UntypedArray host, UntypedArray device, int axis)
    {
        if (host.Shape[axis] == 0) return 0;
        Shape shape = host.Shape.With(axis, 1);
        UntypedArray expected = compute.Host.Backend.Allocate(host.ElementType, shape, null);
        UntypedArray into = compute.Backend.Allocate(host.ElementType, shape, null);
        compute.Host.Backend.OrderStatistic(host, axis, host.Shape[axis] / 2, expected);
        compute.Backend.OrderStatistic(device, axis, host.Shape[axis] / 2, into);

        // 0 and -0 are one number in the order, and either may come out.
        compute.Host.Backend.Affine(1, expected, 0, expected);
        compute.Backend.Affine(1, into, 0, into);
        return CheckArrays.Differences(compute, into, expected);
    }

    private static NdArray<long> Indices(long limit, params ReadOnlySpan<nint> lengths)
    {
        var random = new CounterRandom(8);
        NdArray<long> indices = NdArray.Empty<long>(new Shape(lengths));
        Span<long> values = indices.AsWritableSpan();
        for (int j = 0; j < values.Length; j++) values[j] = (long)(random.Uniform((ulong)j) * limit);
        return indices;
    }
}
