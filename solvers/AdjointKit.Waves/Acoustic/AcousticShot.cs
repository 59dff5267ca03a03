using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Fields;

namespace AdjointKit.Waves.Acoustic;

/// <summary>What one shot puts into the field and takes from it, time-major so that one step touches one row.</summary>
internal sealed class AcousticShot<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal AcousticShot(Shot shot, Grid2D grid, AcousticMedium<T> medium, int substeps, int samples)
    {
        Substeps = substeps;
        Samples = samples;
        Sources = new FieldPoints<T>(shot.Sources, grid, medium.Layout, medium.FreeSurface, 1 / (grid.Dx * grid.Dz));
        Receivers = new FieldPoints<T>(shot.Receivers, grid, medium.Layout, medium.FreeSurface, 1);
        SourceSignals = NdArray.Zeros<T>((nint)Steps, Sources.Count);
        SourceSensitivities = NdArray.Zeros<T>((nint)Steps, Sources.Count);
        Data = NdArray.Zeros<T>(samples, Receivers.Count);
        Residual = NdArray.Zeros<T>(samples, Receivers.Count);
    }

    /// <summary>Inner steps per sample.</summary>
    internal int Substeps { get; }

    internal int Samples { get; }

    /// <summary>The number of inner steps: the last one arrives at the last sample.</summary>
    internal long Steps => (long)(Samples - 1) * Substeps;

    internal FieldPoints<T> Sources { get; }

    internal FieldPoints<T> Receivers { get; }

    /// <summary>f at the inner steps, [step, source].</summary>
    internal NdArray<T> SourceSignals { get; }

    /// <summary>dJ/df at the inner steps, [step, source].</summary>
    internal NdArray<T> SourceSensitivities { get; }

    /// <summary>The field (or in the tangent rule its tangent) at the receivers, [sample, receiver].</summary>
    internal NdArray<T> Data { get; }

    /// <summary>dJ/ddata, [sample, receiver].</summary>
    internal NdArray<T> Residual { get; }

    public void Dispose()
    {
        SourceSignals.Dispose();
        SourceSensitivities.Dispose();
        Data.Dispose();
        Residual.Dispose();
    }
}
