using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// By quality (Herraez, Burton, Lalor and Gdeisat, Appl. Opt. 41, 2002): the pairs of neighbours are joined in the order of their reliability, the inverse second differences of the phase, so
/// that whatever noise breaks is left to the end. Always congruent: the wrapped phase plus whole turns. Joins are those of a union-find structure that carries turns; the sort takes
/// most of the time, O(N log N). Sorting and joining are work for the host.
/// </summary>
public sealed record QualityGuidedUnwrap : PhaseUnwrapping
{
    /// <inheritdoc/>
    public override string Name => "quality";

    private protected override NdArray<T> UnwrapCore<T>(NdArray<T> wrapped, NdArray<T> weights, Compute compute)
    {
        using NdArray<double> phase = OnHost<T>(compute, wrapped);
        using NdArray<double> points = weights.IsDefault ? default : OnHost<T>(compute, weights);
        var regions = new PhaseRegions((int)wrapped.Shape[0], (int)wrapped.Shape[1], phase.AsReadOnlySpan().ToArray());
        regions.JoinByReliability(weights.IsDefault ? [] : points.AsReadOnlySpan());
        regions.Unwrap(phase.AsWritableSpan());
        return FormedGrid.Rounded<T>(compute, phase);
    }

    private static NdArray<double> OnHost<T>(Compute compute, NdArray<T> array)
        where T : unmanaged
    {
        using NdArray<T> host = compute.ToHost(array);
        NdArray<double> wide = NdArray.Zeros<double>(array.Shape);
        compute.Host.Backend.Copy(host, wide);
        return wide;
    }
}
