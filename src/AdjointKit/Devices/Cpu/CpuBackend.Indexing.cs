using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Devices.Cpu;

/// <content>Weighted reading and its transpose. Scattering goes in the order of the entries, so that equal indices add in a fixed order.</content>
internal sealed unsafe partial class CpuBackend
{
    public override void Gather(in UntypedArray source, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into)
    {
        nint taps = CheckTaps(source, indices, weights, into);
        into.BeginWrite();
        switch (into.ElementType)
        {
            case ElementType.Float32: GatherReal((float*)source.Pointer, indices.Pointer, (float*)weights.Pointer, (float*)into.Pointer, into.Count, taps); break;
            case ElementType.Float64: GatherReal((double*)source.Pointer, indices.Pointer, (double*)weights.Pointer, (double*)into.Pointer, into.Count, taps); break;
            default: GatherComplex(source, indices, weights, into, taps); break;
        }
    }

    public override void ScatterAdd(in UntypedArray x, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into)
    {
        nint taps = CheckTaps(into, indices, weights, x);
        into.BeginWrite();
        switch (into.ElementType)
        {
            case ElementType.Float32: ScatterReal((float*)x.Pointer, indices.Pointer, (float*)weights.Pointer, (float*)into.Pointer, x.Count, taps); break;
            case ElementType.Float64: ScatterReal((double*)x.Pointer, indices.Pointer, (double*)weights.Pointer, (double*)into.Pointer, x.Count, taps); break;
            default: ScatterComplex(x, indices, weights, into, taps); break;
        }
    }

    private static void GatherReal<T>(T* source, long* indices, T* weights, T* into, nint count, nint taps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint k = 0; k < count; k++)
        {
            T sum = T.Zero;
            for (nint j = k * taps; j < (k + 1) * taps; j++) sum = T.FusedMultiplyAdd(weights[j], source[indices[j]], sum);
            into[k] = sum;
        }
    }

    private static void ScatterReal<T>(T* x, long* indices, T* weights, T* into, nint count, nint taps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint k = 0; k < count; k++)
        {
            for (nint j = k * taps; j < (k + 1) * taps; j++) into[indices[j]] = T.FusedMultiplyAdd(weights[j], x[k], into[indices[j]]);
        }
    }

    private static void GatherComplex(in UntypedArray source, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into, nint taps)
    {
        int size = ElementTypes.SizeOf(into.ElementType);
        long* index = indices.Pointer;
        for (nint k = 0; k < into.Count; k++)
        {
            Complex sum = Complex.Zero;
            for (nint j = k * taps; j < (k + 1) * taps; j++)
            {
                Complex value = KernelTable.Load(source.ElementType, source.Pointer + (index[j] * size));
                sum = AddWeighted(Weight(weights, j), value, sum);
            }

            KernelTable.Store(into.ElementType, into.Pointer + (k * size), sum);
        }
    }

    private static void ScatterComplex(in UntypedArray x, in NdArray<long> indices, in UntypedArray weights, in UntypedArray into, nint taps)
    {
        int size = ElementTypes.SizeOf(into.ElementType);
        long* index = indices.Pointer;
        for (nint k = 0; k < x.Count; k++)
        {
            Complex value = KernelTable.Load(x.ElementType, x.Pointer + (k * size));
            for (nint j = k * taps; j < (k + 1) * taps; j++)
            {
                byte* place = into.Pointer + (index[j] * size);
                KernelTable.Store(into.ElementType, place, AddWeighted(Weight(weights, j), value, KernelTable.Load(into.ElementType, place)));
            }
        }
    }

    private static double Weight(in UntypedArray weights, nint position) => weights.ElementType == ElementType.Float32 ? ((float*)weights.Pointer)[position] : ((double*)weights.Pointer)[position];

    private static Complex AddWeighted(double weight, Complex value, Complex sum) =>
        new(Math.FusedMultiplyAdd(weight, value.Real, sum.Real), Math.FusedMultiplyAdd(weight, value.Imaginary, sum.Imaginary));

    /// <summary>Checks types, shapes and every index; returns the number of taps per entry.</summary>
    private static nint CheckTaps(in UntypedArray grid, in NdArray<long> indices, in UntypedArray weights, in UntypedArray entries)
    {
        RequireOneType(grid, grid, entries);
        if (weights.ElementType != ElementTypes.RealOf(grid.ElementType)) throw new ArgumentException($"weights {weights} do not have the precision of {grid}", nameof(weights));
        if (indices.Shape != weights.Shape || indices.Rank == 0 || indices.Count != entries.Count * indices.Shape[-1]) throw new ArgumentException($"indices {indices.Shape} and weights {weights.Shape} must both have the shape of the entries {entries.Shape} with one axis of taps behind", nameof(indices));
        if (!grid.IsContiguous || !indices.IsContiguous || !weights.IsContiguous || !entries.IsContiguous) throw new ArgumentException("gather and scatter work on contiguous arrays: copy the views first", nameof(grid));
        long* index = indices.Pointer;
        for (nint j = 0; j < indices.Count; j++)
        {
            if ((ulong)index[j] >= (ulong)grid.Count) throw new ArgumentOutOfRangeException(nameof(indices), index[j], $"index {index[j]} at position {j} is outside an array of {grid.Count} elements");
        }

        return indices.Shape[-1];
    }
}
