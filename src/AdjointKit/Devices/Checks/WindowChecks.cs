using AdjointKit.Arrays;

namespace AdjointKit.Devices.Checks;

/// <summary>Pools of largest elements, with equal ones and NaN among them, and what interpolation reads.</summary>
internal static class WindowChecks
{
    internal const string Suite = "windows";

    private static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    private static readonly PoolShape[] Pools =
    [
        new(new WindowAxis(6, 2, 2, 0, 1), new WindowAxis(9, 2, 2, 0, 1)),
        new(new WindowAxis(7, 3, 2, 1, 1), new WindowAxis(5, 4, 1, 3, 1)),
        new(new WindowAxis(1, 1, 1, 0, 1), new WindowAxis(301, 5, 7, 2, 1)),
    ];

    internal static IEnumerable<DeviceCheck> All() => Types.SelectMany(OfType);

    private static IEnumerable<DeviceCheck> OfType(ElementType type)
    {
        bool needsDouble = type == ElementType.Float64;
        yield return new DeviceCheck(Suite, $"largest elements of {type}", needsDouble, compute => Pools.Sum(pool => Largest(compute, type, pool)), 0);
        yield return new DeviceCheck(Suite, $"interpolation on a line of {type}", needsDouble, compute => Taps(compute, type, planar: false), 0);
        yield return new DeviceCheck(Suite, $"interpolation in a plane of {type}", needsDouble, compute => Taps(compute, type, planar: true), 0);
    }

    private static double Largest(Compute compute, ElementType type, PoolShape pool)
    {
        UntypedArray x = Rounded(type, new Shape(3, pool.Y.Length, pool.X.Length));
        UntypedArray t = CheckArrays.Random(type, 2, -1, 1, x.Shape.Lengths);
        UntypedArray y = CheckArrays.Random(type, 3, -1, 1, pool.Output(x.Shape).Lengths);
        int wrong = Against(compute, y.Shape, x, t, (backend, a, b, into) => backend.PickLargest(pool, a, b, into));
        return wrong + Against(compute, x.Shape, x, y, (backend, a, b, into) => backend.PlaceLargest(pool, a, b, into));
    }

    private static int Against(Compute compute, Shape result, UntypedArray a, UntypedArray b, Action<Backend, UntypedArray, UntypedArray, UntypedArray> run)
    {
        UntypedArray expected = compute.Host.Backend.Allocate(a.ElementType, result, null);
        UntypedArray into = compute.Backend.Allocate(a.ElementType, result, null);
        run(compute.Host.Backend, a, b, expected);
        run(compute.Backend, CheckArrays.OnDevice(compute, a), CheckArrays.OnDevice(compute, b), into);
        return CheckArrays.Differences(compute, into, expected);
    }

    /// <summary>Inside, on points, on the border and outside, and no number.</summary>
    private static double Taps(Compute compute, ElementType type, bool planar)
    {
        UntypedArray columns = CheckArrays.Random(type, 5, -2, 9, 1001);
        UntypedArray rows = CheckArrays.Random(type, 6, -2, 6, 1001);
        compute.Host.Backend.Fill(columns.Slice(0, 0, 20, 1), 3);
        compute.Host.Backend.Fill(columns.Slice(0, 20, 20, 1), 7);
        compute.Host.Backend.Fill(columns.Slice(0, 40, 1, 1), double.NaN);
        int wrong = 0;
        foreach ((bool Rows, bool Columns) slope in ((bool, bool)[])[(false, false), (false, true), (planar, planar)])
        {
            (UntypedArray expected, UntypedArray places) = Run(compute.Host, rows, columns);
            (UntypedArray into, UntypedArray placesOnDevice) = Run(compute, CheckArrays.OnDevice(compute, rows), CheckArrays.OnDevice(compute, columns));
            NdArray<long> read = compute.ToHost(placesOnDevice.As<long>());
            wrong += CheckArrays.Differences(compute, into, expected) + (read.AsReadOnlySpan().SequenceEqual(places.As<long>().AsReadOnlySpan()) ? 0 : 1);

            (UntypedArray Weights, UntypedArray Places) Run(Compute on, UntypedArray y, UntypedArray x)
            {
                var shape = new Shape(x.Count, planar ? 4 : 2);
                UntypedArray weights = on.Backend.Allocate(type, shape, null);
                NdArray<long> indices = on.Empty<long>(shape);
                on.Backend.LinearTaps((planar ? y : default, x), (planar ? 5 : 1, 8), slope, indices, weights);
                return (weights, indices);
            }
        }

        return wrong;
    }

    /// <summary>Whole numbers, so that many are equal, and some that are none.</summary>
    private static UntypedArray Rounded(ElementType type, in Shape shape)
    {
        UntypedArray values = CheckArrays.Random(ElementType.Float64, 1, -3, 3, shape.Lengths);
        Span<double> span = values.As<double>().AsWritableSpan();
        for (int j = 0; j < span.Length; j++) span[j] = j % 23 == 5 ? double.NaN : Math.Round(span[j]);
        if (type == ElementType.Float64) return values;
        NdArray<float> single = NdArray.Empty<float>(shape);
        for (int j = 0; j < span.Length; j++) single.AsWritableSpan()[j] = (float)span[j];
        return single;
    }
}
