using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Waves.Acoustic;

/// <summary>The wavelet of every source of every shot on the whole time axis: a shared one is repeated, a short one goes on with zeros.</summary>
internal sealed class SourceSignals<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NdArray<T> signals;
    private readonly bool shared;
    private readonly int given;

    internal SourceSignals(AcousticPlan<T> plan, NdArray<T> wavelet)
    {
        Shape all = plan.SignalShape;
        shared = wavelet.Rank == 1;
        bool fits = shared || (wavelet.Rank == 3 && wavelet.Shape[0] == all[0] && wavelet.Shape[1] == all[1]);
        if (!fits) throw new ArgumentException($"the wavelet has shape {wavelet.Shape}: it must be [time] or [shot, source, time] with ({all[0]}, {all[1]}) shots and sources", nameof(wavelet));
        if (wavelet.Shape[-1] > all[2]) throw new ArgumentException($"the wavelet has {wavelet.Shape[-1]} samples, the time axis {all[2]}: cut it, or model more samples", nameof(wavelet));
        given = (int)wavelet.Shape[-1];
        signals = NdArray.Zeros<T>(shared ? new Shape(all[1], all[2]) : all);
        Shape = wavelet.Shape;
        for (nint shot = 0; shot < (shared ? 1 : all[0]); shot++)
        {
            for (nint source = 0; source < all[1]; source++)
            {
                NdArray<T> trace = shared ? signals.Select(0, source) : signals.Select(0, shot).Select(0, source);
                (shared ? wavelet : wavelet.Select(0, shot).Select(0, source)).CopyTo(trace.Slice(0, 0, given));
            }
        }
    }

    /// <summary>The shape of the wavelet as it was given.</summary>
    internal Shape Shape { get; }

    /// <summary>[source, time] of a shot.</summary>
    internal NdArray<T> ArrayOf(int shot) => shared ? signals : signals.Select(0, shot);

    /// <summary>The samples of <see cref="ArrayOf"/>.</summary>
    internal ReadOnlySpan<T> Of(int shot) => ArrayOf(shot).AsReadOnlySpan();

    /// <summary>The transpose of the spreading: adds the sensitivity of a shot's signals [source, time] to that of the wavelet as it was given.</summary>
    internal void AddSensitivity(int shot, ReadOnlySpan<T> sensitivity, Span<double> wavelet)
    {
        int samples = (int)signals.Shape[-1];
        int sources = (int)signals.Shape[-2];
        for (int source = 0; source < sources; source++)
        {
            int target = shared ? 0 : ((shot * sources) + source) * given;
            for (int n = 0; n < given; n++) wavelet[target + n] += double.CreateChecked(sensitivity[(source * samples) + n]);
        }
    }

    public void Dispose() => signals.Dispose();
}
