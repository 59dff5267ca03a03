using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>Chosen elements of x, one behind another: y[k] = x[indices[k]], the elements of x counted row by row. After a <see cref="FourierOperator{T}"/> it makes the partial transform.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class SamplingOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<long> indices;

    /// <summary>Makes the operator from indices, which may repeat.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="domain">The shape of x.</param>
    /// <param name="indices">Where each sample stands among the elements of x.</param>
    public SamplingOperator(Compute compute, Shape domain, params ReadOnlySpan<long> indices)
        : base(compute, domain, new Shape(indices.Length))
    {
        foreach (long index in indices)
        {
            if (index < 0 || index >= domain.Count) throw new ArgumentOutOfRangeException(nameof(indices), index, $"an array of shape {domain} has the elements 0 to {domain.Count - 1}");
        }

        using NdArray<long> host = NdArray.From(indices);
        this.indices = compute.ToDevice(host);
    }

    /// <summary>Makes the operator that keeps the elements where a mask holds, in their order.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="mask">True where an element is kept: an array in host memory of the shape of x.</param>
    public SamplingOperator(Compute compute, NdArray<bool> mask)
        : this(compute, mask.Shape, Chosen(mask))
    {
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Compute.Backend.GatherAlong(x.Reshape(x.Count), 0, indices, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        Compute.Backend.Fill(into, 0);
        Compute.Backend.ScatterAddAlong(y, 0, indices, into.Reshape(into.Count));
    }

    private static long[] Chosen(NdArray<bool> mask)
    {
        using NdArray<bool> rows = mask.Copy();
        ReadOnlySpan<bool> kept = rows.AsReadOnlySpan();
        var chosen = new List<long>();
        for (int k = 0; k < kept.Length; k++)
        {
            if (kept[k]) chosen.Add(k);
        }

        return [.. chosen];
    }
}
