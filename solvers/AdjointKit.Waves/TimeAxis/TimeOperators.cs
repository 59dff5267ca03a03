using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Waves;

/// <summary>
/// The maps along time between wavelet, inner steps and data as linear operators: band-limited interpolation onto inner steps and, corrected, the forward
/// and the inverse time-dispersion transform (Wang &amp; Xu 2015; Koene et al. 2018).
/// </summary>
public static class TimeOperators
{
    /// <summary>Wavelets [trace, nt] at step dt to the inner samples [trace, time] that a leapfrog simulation at step dt / substeps is driven with.</summary>
    /// <param name="compute">Where it runs: in host memory, beside the device.</param>
    /// <param name="axis">Step and samples of the wavelet.</param>
    /// <param name="substeps">Inner steps per sample.</param>
    /// <param name="corrected">Whether the spectrum is moved against time dispersion.</param>
    /// <param name="traces">The number of wavelets.</param>
    public static LinearOperator<T, T> WaveletToInnerSteps<T>(Compute compute, TimeAxis axis, int substeps, bool corrected, int traces)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new WaveletOperator<T>(compute, new TimeFilter(axis, substeps, corrected), traces);

    /// <summary>The field recorded at every substeps-th inner step to data [trace, nt]; a corrected record is some samples longer than the data.</summary>
    /// <param name="compute">Where it runs: in host memory, beside the device.</param>
    /// <param name="axis">Step and samples of the data.</param>
    /// <param name="substeps">Inner steps per sample.</param>
    /// <param name="corrected">Whether time dispersion is removed from the data.</param>
    /// <param name="traces">The number of traces.</param>
    public static LinearOperator<T, T> RecordToData<T>(Compute compute, TimeAxis axis, int substeps, bool corrected, int traces)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new RecordOperator<T>(compute, new TimeFilter(axis, substeps, corrected), traces);

    private sealed class WaveletOperator<T>(Compute compute, TimeFilter filter, int traces)
        : LinearOperator<T, T>(compute.Host, new Shape(traces, filter.Axis.Samples), new Shape(traces, filter.InternalSamples))
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override string Name => filter.Corrected ? "wavelet to inner steps, time-corrected" : "wavelet to inner steps";

        protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => filter.SourceToInternal(x.AsReadOnlySpan(), into.AsWritableSpan(), Compute);

        protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => filter.SourceToInternalAdjoint(y.AsReadOnlySpan(), into.AsWritableSpan(), Compute);
    }

    private sealed class RecordOperator<T>(Compute compute, TimeFilter filter, int traces)
        : LinearOperator<T, T>(compute.Host, new Shape(traces, filter.RecordedSamples), new Shape(traces, filter.Axis.Samples))
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override string Name => filter.Corrected ? "record to data, time-corrected" : "record to data";

        protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => filter.RecordedToData(x.AsReadOnlySpan(), into.AsWritableSpan(), Compute);

        protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => filter.RecordedToDataAdjoint(y.AsReadOnlySpan(), into.AsWritableSpan(), Compute);
    }
}
