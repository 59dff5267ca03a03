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
        yield return new DeviceCheck(Suite, $"a wrong index of {type} is refused", needsDouble, compute => Refuses(compute, type), 0);
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

    private static double Refuses(Compute compute, ElementType type)
    {
        UntypedArray grid = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 1, -1, 1, 999));
        UntypedArray entries = CheckArrays.OnDevice(compute, CheckArrays.Random(type, 2, -1, 1, 301));
        UntypedArray weights = CheckArrays.OnDevice(compute, CheckArrays.Random(ElementTypes.RealOf(type), 3, -1, 1, 301, 8));
        NdArray<long> indices = Indices(1000);
        indices[300, 7] = 999;
        try
        {
            compute.Backend.Gather(grid, compute.ToDevice(indices), weights, entries);
            return 1;
        }
        catch (ArgumentOutOfRangeException)
        {
            return 0;
        }
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
