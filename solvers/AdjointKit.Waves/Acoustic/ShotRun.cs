using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Loops.Schedules;
using AdjointKit.Runs;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.OnDevice;

namespace AdjointKit.Waves.Acoustic;

/// <summary>
/// One shot from wavelet to data and back: the time filters around the loop over <see cref="AcousticStep{T}"/>. It keeps what the backward sweep needs until
/// it is disposed.
/// </summary>
internal sealed unsafe class ShotRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Without a budget the history takes at most this part of the machine's memory.</summary>
    private const int ShareOfMachine = 4;

    /// <summary>Without a budget the history takes at most this part of the device's free memory.</summary>
    private const double ShareOfDevice = 0.9;

    private readonly AcousticPlan<T> plan;
    private readonly int shotIndex;
    private readonly AcousticMedium<T> medium;
    private readonly AcousticShot<T> shot;
    private readonly ShotStep<T> step;
    private readonly LoopRun history;

    internal ShotRun(AcousticPlan<T> plan, int shotIndex, NdArray<T> velocity, Func<AcousticMedium<T>, ImagingAccumulator<T>> imaging)
    {
        this.plan = plan;
        this.shotIndex = shotIndex;
        MemoryAccount account = plan.Compute.Memory;
        medium = new AcousticMedium<T>(plan.Grid, plan.Layout, velocity, plan.MaximumVelocity, plan.InnerStep, plan.Options, account);
        try
        {
            Imaging = imaging(medium);
            shot = new AcousticShot<T>(plan.Survey.Shots[shotIndex], plan.Grid, medium, plan.Substeps, plan.Filter.RecordedSamples);
            step = plan.Compute.Device.IsHost ? new AcousticStep<T>(medium, Imaging, plan.Compute.Team, account) : new DeviceAcousticStep<T>(plan, medium, Imaging);
            step.Begin(shot);

            // The adjoint fields are there before the schedule looks at what is left for checkpoints.
            if (step.RecordBytes > 0) step.ReserveAdjoint();
            history = StartLoop(account);
        }
        catch
        {
            step?.Dispose();
            shot?.Dispose();
            Imaging?.Dispose();
            medium.Dispose();
            throw;
        }

        if (step.RecordBytes > 0) plan.Options.History?.Report(new ShotHistory(shotIndex, history.Plan, null));
    }

    internal ImagingAccumulator<T> Imaging { get; }

    internal AcousticMedium<T> Medium => medium;

    /// <summary>What the loop planned and did.</summary>
    internal LoopRun History => history;

    /// <summary>The value rule: signals [source, time] to data [receiver, time].</summary>
    internal void Forward(ReadOnlySpan<T> signals, Span<T> data, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        SetSignals(signals);
        history.Forward(progress, cancellation);
        step.GiveData();
        TakeData(data);
    }

    /// <summary>The tangent rule in the velocity: signals and dv to the tangent of the data.</summary>
    internal void Tangent(ReadOnlySpan<T> signals, NdArray<T> perturbation, Span<T> data, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        SetSignals(signals);
        step.SetPerturbation(perturbation);
        Loop.Tangent(step, shot.Steps, progress, cancellation);
        step.GiveData();
        TakeData(data);
    }

    /// <summary>The adjoint rule: the sensitivity of the data to that of the signals; the image holds that of the velocity.</summary>
    internal void Backward(ReadOnlySpan<T> dataSensitivity, Span<T> signalSensitivity, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        int receivers = shot.Receivers.Count;
        int samples = shot.Samples;
        using NdArray<T> recorded = NdArray.Empty<T>(new Shape(receivers, samples));
        plan.Filter.RecordedToDataAdjoint(dataSensitivity, recorded.AsWritableSpan(), plan.Compute.Host);
        Transpose(recorded.Pointer, shot.Residual.Pointer, receivers, samples, receivers);
        step.TakeResidual();
        if (step.RecordBytes == 0)
        {
            Loop.Adjoint(step, shot.Steps, progress, cancellation);
        }
        else
        {
            history.Backward(progress, cancellation);
            plan.Options.History?.Report(new ShotHistory(shotIndex, history.Plan, history.Report));
        }

        step.GiveSensitivities();
        if (signalSensitivity.IsEmpty) return;
        int sources = shot.Sources.Count;
        int inner = plan.Filter.InternalSamples;
        using NdArray<T> byTrace = NdArray.Zeros<T>(sources, inner);
        Transpose(shot.SourceSensitivities.Pointer, byTrace.Pointer, (int)shot.Steps, sources, inner);
        plan.Filter.SourceToInternalAdjoint<T>(byTrace.AsReadOnlySpan(), signalSensitivity, plan.Compute.Host);
    }

    public void Dispose()
    {
        history.Dispose();
        step.Dispose();
        shot.Dispose();
        Imaging.Dispose();
        medium.Dispose();
    }

    /// <summary>The name of the shot in messages.</summary>
    public override string ToString() => $"shot {shotIndex}";

    /// <summary>The time filters work before and after the loop while its memory is there: it must leave room for them, and on a device for the stage of a record.</summary>
    private LoopRun StartLoop(MemoryAccount account)
    {
        long filters = plan.Filter.ScratchBytes(plan.Compute.Team.Threads) + (plan.Compute.Runtime is null ? 0 : LoopSizes.Aligned(step.RecordBytes));
        account.Charge(filters, "the time filters of a shot");
        try
        {
            return Loop.Start(step, shot.Steps, plan.Options.Schedule ?? DefaultSchedule(account), plan.Compute);
        }
        finally
        {
            account.Refund(filters);
        }
    }

    /// <summary>The budget that was given; where there is none, a share of the machine, so that a long run does not fill it, or most of what is free on the device.</summary>
    private Schedule DefaultSchedule(MemoryAccount account)
    {
        if (account.Limit is not null) return Schedule.WithinAccount;
        if (plan.Compute.Runtime is DeviceRuntime runtime) return Schedule.ByteBudget(Math.Max(1, Math.Min((long)(runtime.Memory.FreeBytes * ShareOfDevice), runtime.Driver.Description.LargestAllocation)));
        return Schedule.ByteBudget(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMachine);
    }

    private void SetSignals(ReadOnlySpan<T> signals)
    {
        int sources = shot.Sources.Count;
        int inner = plan.Filter.InternalSamples;
        using NdArray<T> byTrace = NdArray.Empty<T>(new Shape(sources, inner));
        plan.Filter.SourceToInternal(signals, byTrace.AsWritableSpan(), plan.Compute.Host);

        // The source of the last sample would act on the field after it.
        for (int j = 0; j < sources; j++)
        {
            for (long n = 0; n < shot.Steps; n++) shot.SourceSignals.Pointer[(n * sources) + j] = byTrace.Pointer[((nint)j * inner) + (nint)n];
        }

        step.TakeSignals();
    }

    private void TakeData(Span<T> data)
    {
        int receivers = shot.Receivers.Count;
        using NdArray<T> recorded = NdArray.Empty<T>(new Shape(receivers, shot.Samples));
        Transpose(shot.Data.Pointer, recorded.Pointer, shot.Samples, receivers, shot.Samples);
        plan.Filter.RecordedToData<T>(recorded.AsReadOnlySpan(), data, plan.Compute.Host);
    }

    /// <summary>target[column, row] = source[row, column], in tiles that fit the cache.</summary>
    private static void Transpose(T* source, T* target, int rows, int columns, int targetStride)
    {
        const int Tile = 32;
        for (int rowTile = 0; rowTile < rows; rowTile += Tile)
        {
            int rowEnd = Math.Min(rows, rowTile + Tile);
            for (int columnTile = 0; columnTile < columns; columnTile += Tile)
            {
                int columnEnd = Math.Min(columns, columnTile + Tile);
                for (int row = rowTile; row < rowEnd; row++)
                {
                    for (int column = columnTile; column < columnEnd; column++) target[((nint)column * targetStride) + row] = source[((nint)row * columns) + column];
                }
            }
        }
    }
}
