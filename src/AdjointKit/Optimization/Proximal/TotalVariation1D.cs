using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// weight sum |x[k + 1] - x[k]| along the last axis, the other axes apart: prox is exact, by a direct method on the host. It is constant in segments, each the mean of x there, moved by step times
/// weight towards each neighbour and shared among its points: that is what is differentiated. Real; within <see cref="Batch.Map"/> it has no value to look at.
/// </summary>
public sealed class TotalVariation1D<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double weight;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    public TotalVariation1D(Compute compute, double weight = 1)
        : base(compute)
    {
        RequireReal();
        RequireNotNegative(weight, "the weight of the total variation", nameof(weight));
        this.weight = weight;
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        int axis = x.Shape.Rank - 1;
        nint steps = x.Shape[axis] - 1;
        return weight * Sum(UntypedOps.Abs(UntypedOps.Subtract(UntypedOps.Slice(x, axis, 1, steps, 1), UntypedOps.Slice(x, axis, 0, steps, 1))));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Tape tape = x.Tape;
        using NdArray<double> host = NdArray.Empty<double>(x.Shape);
        using NdArray<double> number = NdArray.Empty<double>(default(Shape));
        ToHost(x.Value, host);
        ToHost(step.Value, number);
        Denoise(host, weight * number.AsReadOnlySpan()[0]);
        (List<long> segments, List<double> shares, List<double> moves) = Segments(host);
        Var places = OnTape<long>(tape, CollectionsMarshal.AsSpan(segments));
        Var share = UntypedOps.Reshape(OnTape<double>(tape, CollectionsMarshal.AsSpan(shares)), new Shape(shares.Count));
        Var move = UntypedOps.Reshape(OnTape<double>(tape, CollectionsMarshal.AsSpan(moves)), new Shape(moves.Count));
        Var sums = UntypedOps.ScatterAlong(UntypedOps.Reshape(x, new Shape(x.Shape.Count)), places, 0, shares.Count);
        Var values = UntypedOps.Multiply(UntypedOps.Add(sums, UntypedOps.Multiply(weight * step, move)), share);
        return new(UntypedOps.Reshape(UntypedOps.GatherAlong(values, places, 0), x.Shape));
    }

    /// <inheritdoc/>
    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        NdArray<double> host = NdArray.Empty<double>(x.Shape);
        ToHost(x, host);
        Denoise(host, weight * step);
        FromHost(host, into);
        host.Dispose();
    }

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape.Rank == 0) throw new ArgumentException("a single number has no total variation: give an array of one axis or more", nameof(shape));
    }

    /// <summary>The segment of each point, of each segment 1 / its number of points, and how many neighbours are above it less how many are below.</summary>
    private static (List<long> Segments, List<double> Shares, List<double> Moves) Segments(NdArray<double> denoised)
    {
        ReadOnlySpan<double> y = denoised.AsReadOnlySpan();
        int length = (int)denoised.Shape[-1];
        var segments = new List<long>(y.Length);
        var shares = new List<double>();
        var moves = new List<double>();
        for (int from = 0; from < y.Length;)
        {
            int lineStart = from / length * length;
            int end = from + 1;
            while (end < lineStart + length && y[end] == y[from]) end++;
            int above = 0;
            if (from > lineStart) above += Math.Sign(y[from - 1] - y[from]);
            if (end < lineStart + length) above += Math.Sign(y[end] - y[from]);
            for (int k = from; k < end; k++) segments.Add(shares.Count);
            shares.Add(1.0 / (end - from));
            moves.Add(above);
            from = end;
        }

        return (segments, shares, moves);
    }

    private static void Denoise(NdArray<double> lines, double t)
    {
        int length = (int)lines.Shape[-1];
        Span<double> all = lines.AsWritableSpan();
        NdArray<double> result = NdArray.Empty<double>(new Shape(length));
        Span<double> line = result.AsWritableSpan();
        for (int from = 0; from < all.Length; from += length)
        {
            TautString.Denoise(all.Slice(from, length), t, line);
            line.CopyTo(all.Slice(from, length));
        }

        result.Dispose();
    }

    private void ToHost(in UntypedArray x, NdArray<double> host)
    {
        if (Compute.Device.IsHost)
        {
            Compute.Backend.Copy(x, host);
            return;
        }

        UntypedArray narrow = Compute.Host.Backend.Allocate(x.ElementType, x.Shape, account: null);
        Compute.Backend.CopyToHost(x, narrow);
        Compute.Host.Backend.Copy(narrow, host);
        narrow.Release();
    }

    private void FromHost(NdArray<double> host, in UntypedArray into)
    {
        if (Compute.Device.IsHost)
        {
            Compute.Backend.Copy(host, into);
            return;
        }

        UntypedArray narrow = Compute.Host.Backend.Allocate(into.ElementType, into.Shape, account: null);
        Compute.Host.Backend.Copy(host, narrow);
        Compute.Backend.CopyFromHost(narrow, into);
        narrow.Release();
    }

    /// <summary>Numbers as a constant of a tape: whole ones as they are, others in the precision of x.</summary>
    private Var OnTape<TNumber>(Tape tape, ReadOnlySpan<TNumber> numbers)
        where TNumber : unmanaged
    {
        using NdArray<TNumber> host = NdArray.From(numbers);
        ElementType type = typeof(TNumber) == typeof(long) ? ElementType.Int64 : ElementTypes.Of<T>();
        UntypedArray narrow = Compute.Host.Backend.Allocate(type, host.Shape, account: null);
        if (typeof(TNumber) == typeof(long)) host.CopyTo(narrow.As<TNumber>());
        else Compute.Host.Backend.Copy(host, narrow);
        UntypedArray kept = Compute.Backend.Allocate(type, host.Shape, account: null);
        if (Compute.Device.IsHost) (kept, narrow) = (narrow, kept);
        else Compute.Backend.CopyFromHost(narrow, kept);
        narrow.Release();
        return tape.AddNode(kept, owned: true, active: false);
    }
}
