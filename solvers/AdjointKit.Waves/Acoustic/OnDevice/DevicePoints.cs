using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>
/// The positions of a shot on a device: for reading, the weighted points of each position; for writing, the positions of each point that is touched, so that
/// one item does all that happens to a point, in order.
/// </summary>
internal sealed class DevicePoints<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int targets;
    private readonly NdArray<long> targetHaloed;
    private readonly NdArray<long> targetPlain;
    private readonly NdArray<int> targetColumn;
    private readonly NdArray<int> targetStart;
    private readonly NdArray<int> entryPosition;
    private readonly NdArray<T> entryWeight;
    private readonly NdArray<int> start;
    private readonly NdArray<long> haloed;
    private readonly NdArray<T> weight;

    internal DevicePoints(FieldPoints<T> points, PaddedLayout layout, Compute compute)
    {
        Positions = points.Count;
        var positions = new int[points.Weight.Length];
        for (int j = 0; j < points.Count; j++) positions.AsSpan(points.Start[j], points.Start[j + 1] - points.Start[j]).Fill(j);
        int[] order = [.. Enumerable.Range(0, positions.Length).OrderBy(entry => points.Plain[entry]).ThenBy(entry => entry)];
        var firsts = new List<int>();
        for (int e = 0; e < order.Length; e++)
        {
            if (e == 0 || points.Plain[order[e]] != points.Plain[order[e - 1]]) firsts.Add(e);
        }

        targets = firsts.Count;
        try
        {
            targetHaloed = Upload(compute, firsts.Select(e => (long)points.Haloed[order[e]]));
            targetPlain = Upload(compute, firsts.Select(e => (long)points.Plain[order[e]]));
            targetColumn = Upload(compute, firsts.Select(e => (int)(points.Plain[order[e]] % layout.PlainStride)));
            targetStart = Upload(compute, firsts.Append(order.Length));
            entryPosition = Upload(compute, order.Select(entry => positions[entry]));
            entryWeight = Upload(compute, order.Select(entry => points.Weight[entry]));
            start = Upload(compute, points.Start);
            haloed = Upload(compute, points.Haloed.Select(place => (long)place));
            weight = Upload(compute, points.Weight);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of positions.</summary>
    internal int Positions { get; }

    /// <summary>The points that are touched.</summary>
    internal int Targets => targets;

    /// <summary>What a kernel needs that writes at the positions.</summary>
    internal void AddTargetsTo(ref ArgumentList arguments)
    {
        arguments.Add(targets);
        Add(ref arguments, targetHaloed);
        Add(ref arguments, targetPlain);
        Add(ref arguments, targetColumn);
        Add(ref arguments, targetStart);
        Add(ref arguments, entryPosition);
        Add(ref arguments, entryWeight);
    }

    /// <summary>What a kernel needs that reads at the positions; with <paramref name="none"/> it reads nothing.</summary>
    internal void AddSamplesTo(ref ArgumentList arguments, bool none)
    {
        arguments.Add(none ? 0 : Positions);
        Add(ref arguments, start);
        Add(ref arguments, haloed);
        Add(ref arguments, weight);
    }

    public void Dispose()
    {
        targetHaloed.Dispose();
        targetPlain.Dispose();
        targetColumn.Dispose();
        targetStart.Dispose();
        entryPosition.Dispose();
        entryWeight.Dispose();
        start.Dispose();
        haloed.Dispose();
        weight.Dispose();
    }

    private static void Add(ref ArgumentList arguments, UntypedArray array) => arguments.Add(KernelArgument.Memory(array.Storage.Memory));

    private static NdArray<TElement> Upload<TElement>(Compute compute, IEnumerable<TElement> values)
        where TElement : unmanaged
    {
        using NdArray<TElement> host = NdArray.From<TElement>([.. values]);
        return compute.ToDevice(host);
    }
}
