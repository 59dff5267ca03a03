using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Gathering and scattering, with equal indices and wrong ones.</summary>
internal static class PointChecks
{
    internal const string Suite = "points";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64, ElementType.Complex64, ElementType.Complex128];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type is ElementType.Float64 or ElementType.Complex128;
        yield return new DeviceCheck(Suite, $"gather of {type}", needsDouble, compute => Compare(compute, type, scatter: false), CheckArrays.Tolerance(type));
        yield return new DeviceCheck(Suite, $"scatter of {type}", needsDouble, compute => Compare(compute, type, scatter: true), CheckArrays.Tolerance(type));
        yield return new DeviceCheck(Suite, $"wrong indices of {type} are refused", needsDouble, compute => Refusals(compute, type), 0);

        // The CPU carries complex numbers in float64 and rounds at each step as a device does not.
        if (type != ElementType.Complex64) yield return new DeviceCheck(Suite, $"scatter of {type} in the order of the entries", needsDouble, compute => Ordered(compute, type), 0);
        yield return new DeviceCheck(Suite, $"indices of {type} that change, and several in turn", needsDouble, compute => InTurn(compute, type), CheckArrays.Tolerance(type));
    }

    private static double Compare(Compute compute, ElementType type, bool scatter)
    {
        UntypedArray grid = CheckArrays.Random(type, 1, -1, 1, 50, 20);
        UntypedArray entries = CheckArrays.Random(type, 2, -1, 1, 301);
        UntypedArray weights = CheckArrays.Random(ElementTypes.RealOf(type), 3, -1, 1, 301, 8);
        NdArray<long> indices = Indices(1000);
        UntypedArray deviceGrid = CheckArrays.OnDevice(compute, grid);
        UntypedArray deviceEntries = CheckArrays.OnDevice(compute, entries);
        UntypedArray deviceWeights = CheckArrays.OnDevice(compute, weights);
        NdArray<long> deviceIndices = compute.ToDevice(indices);
        for (int twice = 0; twice < 2; twice++)
        {
            if (scatter) compute.Host.Backend.ScatterAdd(entries, indices, weights, grid);
            else compute.Host.Backend.Gather(grid, indices, weights, entries);
            if (scatter) compute.Backend.ScatterAdd(deviceEntries, deviceIndices, deviceWeights, deviceGrid);
            else compute.Backend.Gather(deviceGrid, deviceIndices, deviceWeights, deviceEntries);
        }

        return scatter ? CheckArrays.Distance(compute, deviceGrid, grid) : CheckArrays.Distance(compute, deviceEntries, entries);
    }

    /// <summary>Too large and negative, gathering and scattering.</summary>
    private static double Refusals(Compute compute, ElementType type)
    {
        UntypedArray grid = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 1, -1, 1, 999));
        UntypedArray entries = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 2, -1, 1, 301));
        UntypedArray weights = CheckArrays.OnDevice(compute, CheckArrays.Random(ElementTypes.RealOf(type), 3, -1, 1, 301, 8));
        int accepted = 0;
        foreach (long wrong in (long[])[999, -1])
        {
            NdArray<long> indices = Indices(999);
            indices[300, 7] = wrong;
            NdArray<long> onDevice = compute.ToDevice(indices);
            accepted += IsRefused(() => compute.Backend.Gather(grid, onDevice, weights, entries)) ? 0 : 1;
            accepted += IsRefused(() => compute.Backend.ScatterAdd(entries, onDevice, weights, grid)) ? 0 : 1;
        }

        return accepted;
    }

    private static bool IsRefused(Action call)
    {
        try
        {
            call();
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }

    /// <summary>Many entries on one element: any other order gives other bits.</summary>
    private static double Ordered(Compute compute, ElementType type)
    {
        UntypedArray grid = CheckArrays.Random(type, 1, -1, 1, 3);
        UntypedArray entries = CheckArrays.Random(type, 2, -1, 1, 301);
        UntypedArray weights = CheckArrays.Random(ElementTypes.RealOf(type), 3, -1, 1, 301, 8);
        NdArray<long> indices = Indices(3);
        UntypedArray onDevice = CheckArrays.OnDevice(compute, grid);
        compute.Host.Backend.ScatterAdd(entries, indices, weights, grid);
        compute.Backend.ScatterAdd(CheckArrays.OnDevice(compute, entries), compute.ToDevice(indices), CheckArrays.OnDevice(compute, weights), onDevice);
        return CheckArrays.Distance(compute, onDevice, grid);
    }

    private static double InTurn(Compute compute, ElementType type)
    {
        UntypedArray entries = CheckArrays.Random(type, 2, -1, 1, 301);
        UntypedArray weights = CheckArrays.Random(ElementTypes.RealOf(type), 3, -1, 1, 301, 8);
        UntypedArray grid = CheckArrays.Random(type, 1, -1, 1, 1000);
        UntypedArray deviceGrid = CheckArrays.OnDevice(compute, grid);
        UntypedArray deviceEntries = CheckArrays.OnDevice(compute, entries);
        UntypedArray deviceWeights = CheckArrays.OnDevice(compute, weights);
        NdArray<long>[] tables = [.. Enumerable.Range(1, 10).Select(k => Indices(100 * k))];
        NdArray<long>[] onDevice = [.. tables.Select(compute.ToDevice)];
        for (int round = 0; round < 2; round++)
        {
            for (int k = 0; k < tables.Length; k++)
            {
                compute.Host.Backend.ScatterAdd(entries, tables[k], weights, grid);
                compute.Backend.ScatterAdd(deviceEntries, onDevice[k], deviceWeights, deviceGrid);
            }

            // The last one is rewritten in place.
            NdArray<long> other = Indices(500);
            other.CopyTo(tables[^1]);
            compute.Backend.CopyFromHost(other, onDevice[^1]);
        }

        return CheckArrays.Distance(compute, deviceGrid, grid);
    }

    private static NdArray<long> Indices(long limit)
    {
        var random = new CounterRandom(4);
        NdArray<long> indices = NdArray.Empty<long>(new Shape(301, 8));
        Span<long> values = indices.AsWritableSpan();
        for (int j = 0; j < values.Length; j++) values[j] = (long)(random.Uniform((ulong)j) * (limit - 1));
        return indices;
    }
}
