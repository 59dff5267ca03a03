using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>One axis of an array, made longer at both ends as a <see cref="PadMode"/> says; the adjoint folds the ends back.</summary>
internal sealed class Extension
{
    private readonly Backend backend;
    private readonly int axis;
    private readonly nint before;
    private readonly nint length;
    private readonly NdArray<long> indices;

    /// <summary>Extends axis <paramref name="axis"/> of arrays of <paramref name="rank"/> axes, which has <paramref name="length"/> elements.</summary>
    internal Extension(Compute compute, int rank, int axis, nint length, nint before, nint behind, PadMode boundary)
    {
        backend = compute.Backend;
        this.axis = axis;
        this.before = before;
        this.length = length;
        Length = before + length + behind;
        if (length == 0) throw new ArgumentException($"axis {axis} is empty: there is nothing to continue behind its ends", nameof(length));
        if (boundary == PadMode.Constant) return;
        if (boundary == PadMode.Reflect && Math.Max(before, behind) > length - 1) throw new ArgumentException($"an axis of length {length} has {length - 1} elements to reflect at its ends, not {Math.Max(before, behind)}", nameof(length));
        Span<nint> lengths = stackalloc nint[rank];
        lengths.Fill(1);
        lengths[axis] = Length;
        using NdArray<long> host = NdArray.Empty<long>(new Shape(lengths));
        Span<long> places = host.AsWritableSpan();
        for (nint k = 0; k < Length; k++) places[(int)k] = Place(k - before, length, boundary);
        indices = compute.ToDevice(host);
    }

    /// <summary>The length of the axis after the extension.</summary>
    internal nint Length { get; }

    internal void Apply(in UntypedArray x, in UntypedArray into)
    {
        if (!indices.IsDefault)
        {
            backend.GatherAlong(x, axis, indices, into);
            return;
        }

        backend.Fill(into, 0);
        backend.Copy(x, into.Slice(axis, before, length, 1));
    }

    internal void ApplyAdjoint(in UntypedArray y, in UntypedArray into)
    {
        if (indices.IsDefault)
        {
            backend.Copy(y.Slice(axis, before, length, 1), into);
            return;
        }

        backend.Fill(into, 0);
        backend.ScatterAddAlong(y, axis, indices, into);
    }

    private static long Place(nint k, nint length, PadMode boundary) => boundary switch
    {
        PadMode.Wrap => ((k % length) + length) % length,
        PadMode.Edge => Math.Clamp(k, 0, length - 1),
        _ => k < 0 ? -k : Math.Min(k, (2 * (length - 1)) - k),
    };
}
