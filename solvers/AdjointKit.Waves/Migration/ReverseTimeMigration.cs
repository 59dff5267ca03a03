using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Runs;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;

namespace AdjointKit.Waves;

/// <summary>
/// Reverse-time migration: the backward sweep of the propagator, with the imaging condition where the wavefields meet. Shots are independent work items:
/// <see cref="MigrateShot"/> makes one, <see cref="Finish"/> makes the image of their sum, <see cref="Migrate"/> does it all.
/// </summary>
/// <remarks>
/// s is the source wavefield; r is the wavefield of the data, sent back from the receivers as sources of unit integral. The conditions other than Born carry
/// the weight dt, the step of the data.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ReverseTimeMigration<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of its maximum that is added to the illumination before it divides.</summary>
    private const double IlluminationDamping = 1e-6;

    /// <summary>The memory for the transforms of one pass of the frequency-domain image where no budget is given.</summary>
    private const long FrequencyBytes = 512_000_000;

    private readonly AcousticPlan<T> plan;
    private readonly MigrationOptions options;

    /// <summary>Plans a migration.</summary>
    /// <param name="propagator">The propagator of the survey.</param>
    /// <param name="options">The choices; null: the defaults.</param>
    /// <exception cref="ArgumentException">A band, mute or aperture that makes no sense.</exception>
    public ReverseTimeMigration(AcousticPropagator<T> propagator, MigrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(propagator);
        plan = propagator.Plan;
        this.options = options ?? new MigrationOptions();
        Check(this.options);
    }

    /// <summary>Migrates all shots.</summary>
    /// <param name="velocity">The smooth migration velocity [x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="data">[shot, receiver, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    /// <returns>[x, z], owned by the caller.</returns>
    public NdArray<T> Migrate(NdArray<T> velocity, NdArray<T> wavelet, NdArray<T> data, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        plan.RequireData(data);
        using var sum = new MigrationSum(plan.Grid, options);
        for (int shot = 0; shot < plan.Survey.Shots.Count; shot++)
        {
            using MigrationSum image = MigrateShot(shot, velocity, wavelet, data.Select(0, shot), progress, cancellation);
            sum.Add(image);
        }

        return Finish(sum);
    }

    /// <summary>Migrates one shot, up to the last treatment.</summary>
    /// <param name="shot">The shot's number.</param>
    /// <param name="velocity">The smooth migration velocity [x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="gather">The shot's data [receiver, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    public MigrationSum MigrateShot(int shot, NdArray<T> velocity, NdArray<T> wavelet, NdArray<T> gather, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        plan.RequireVelocity(velocity);
        if (gather.Rank != 2 || gather.Shape[0] != plan.Survey.ReceiversPerShot || gather.Shape[1] != plan.Time.Samples) throw new ArgumentException($"the gather has shape {gather.Shape}, the survey is [receiver, time] = ({plan.Survey.ReceiversPerShot}, {plan.Time.Samples})", nameof(gather));
        using var signals = new SourceSignals<T>(plan, wavelet);
        using NdArray<T> muted = gather.Copy();
        Mute(shot, muted);
        var sum = new MigrationSum(plan.Grid, options);
        try
        {
            if (options.Condition == ImagingCondition.Frequency) AddFrequencies(shot, velocity, signals, muted, sum, progress, cancellation);
            else AddSweep(shot, velocity, signals, muted, sum, progress, cancellation);
            LimitAperture(shot, sum.Image);
            return sum;
        }
        catch
        {
            sum.Dispose();
            throw;
        }
    }

    /// <summary>The image of summed shots: normalised and filtered as the options say.</summary>
    /// <param name="sum">The sum of the shots.</param>
    /// <returns>[x, z], owned by the caller.</returns>
    public NdArray<T> Finish(MigrationSum sum)
    {
        ArgumentNullException.ThrowIfNull(sum);
        double[] image = sum.Image.AsReadOnlySpan().ToArray();
        if (sum.Illumination is NdArray<double> illumination)
        {
            ReadOnlySpan<double> light = illumination.AsReadOnlySpan();
            double damping = 0;
            foreach (double value in light) damping = Math.Max(damping, value);
            damping *= IlluminationDamping;
            for (int i = 0; i < image.Length; i++) image[i] = damping > 0 ? image[i] / (light[i] + damping) : 0;
        }

        return plan.ToModel(options.Laplacian ? LaplacianFilter.Apply(image, plan.Grid) : image);
    }

    private static void Check(MigrationOptions options)
    {
        if (options.Frequencies is FrequencyBand band && (band.Count < 1 || !(band.First >= 0) || !(band.Last >= band.First) || !double.IsFinite(band.Last)))
        {
            throw new ArgumentException($"a band of {band.Count} frequencies from {band.First} to {band.Last} Hz is empty: give first <= last and a count of at least 1", nameof(options));
        }

        if (options.Mute is DirectWaveMute mute && (!(mute.Velocity > 0) || !double.IsFinite(mute.StartTime))) throw new ArgumentException($"a mute with {mute.Velocity} m/s from {mute.StartTime} s is not usable: the velocity must be positive", nameof(options));
        if (options.Aperture is double aperture && !(aperture > 0)) throw new ArgumentException($"an aperture of {aperture} m images nothing: it must be positive", nameof(options));
    }

    private void AddSweep(int shot, NdArray<T> velocity, SourceSignals<T> signals, NdArray<T> gather, MigrationSum sum, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var passes = new ShotProgress(progress, $"migrating shot {shot + 1} of {plan.Survey.Shots.Count}", 1, passes: 2);
        using var run = new ShotRun<T>(plan, shot, velocity, Accumulator);
        using NdArray<T> modelled = NdArray.Empty<T>(gather.Shape);
        run.Forward(signals.Of(shot), modelled.AsWritableSpan(), passes.Pass(0, 0, run.History.Plan), cancellation);
        run.Backward(gather.AsReadOnlySpan(), [], passes.Pass(0, 1, run.History.Plan), cancellation);
        Span<double> image = sum.Image.AsWritableSpan();
        if (options.Condition == ImagingCondition.Born) run.Medium.AddGradient(run.Imaging.Image, image);
        else run.Medium.AddCropped(run.Imaging.Image, CorrelationWeight, image);
        AddIllumination(run, sum);
    }

    /// <summary>As many frequencies at a time as the memory holds: each group is one pass over time.</summary>
    private void AddFrequencies(int shot, NdArray<T> velocity, SourceSignals<T> signals, NdArray<T> gather, MigrationSum sum, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        (double[] frequencies, double[] weights) = FrequenciesAndWeights();
        long perFrequency = FrequencyImage<T>.BytesPerFrequency(plan.Layout);
        long free = Math.Min(FrequencyBytes, plan.Compute.Memory.Free / 2);
        int group = (int)Math.Clamp(free / perFrequency, 1, frequencies.Length);
        int groups = (frequencies.Length + group - 1) / group;
        var passes = new ShotProgress(progress, $"migrating shot {shot + 1} of {plan.Survey.Shots.Count}", 1, passes: 2 * groups);
        using NdArray<T> modelled = NdArray.Empty<T>(gather.Shape);
        for (int g = 0; g < groups; g++)
        {
            int first = g * group;
            int count = Math.Min(group, frequencies.Length - first);
            using var run = new ShotRun<T>(plan, shot, velocity, medium =>
                new FrequencyImage<T>(medium.Layout, frequencies.AsSpan(first, count), plan.InnerStep, options.NeedsIllumination && first == 0, plan.Compute.Memory));
            run.Forward(signals.Of(shot), modelled.AsWritableSpan(), passes.Pass(0, 2 * g, run.History.Plan), cancellation);
            run.Backward(gather.AsReadOnlySpan(), [], passes.Pass(0, (2 * g) + 1, run.History.Plan), cancellation);
            AddProducts((FrequencyImage<T>)run.Imaging, weights.AsSpan(first, count), sum.Image.AsWritableSpan());
            AddIllumination(run, sum);
        }
    }

    private void AddProducts(FrequencyImage<T> transforms, ReadOnlySpan<double> weights, Span<double> image)
    {
        for (int i = 0; i < plan.Grid.Nx; i++)
        {
            for (int k = 0; k < plan.Grid.Nz; k++)
            {
                nint plain = ((nint)(i + plan.Layout.Pml.Left) * plan.Layout.PlainStride) + k + plan.Layout.Pml.Top;
                transforms.AddProducts(plain, weights, ref image[(i * plan.Grid.Nz) + k]);
            }
        }
    }

    /// <summary>
    /// All frequencies k / (N h), each but 0 and the Nyquist frequency twice (real signals), divided by N: Parseval's sum. A band: 2 h df, the same density. The
    /// weights carry that of the correlation.
    /// </summary>
    private (double[] Frequencies, double[] Weights) FrequenciesAndWeights()
    {
        long steps = (long)(plan.Time.Samples - 1) * plan.Substeps;
        if (options.Frequencies is FrequencyBand band)
        {
            double spacing = band.Count > 1 && band.Last > band.First ? (band.Last - band.First) / (band.Count - 1) : 1 / (steps * plan.InnerStep);
            var frequencies = new double[band.Count];
            var weights = new double[band.Count];
            for (int f = 0; f < band.Count; f++) frequencies[f] = band.First + (band.Count > 1 ? f * (band.Last - band.First) / (band.Count - 1) : 0);
            Array.Fill(weights, CorrelationWeight * 2 * plan.InnerStep * spacing);
            return (frequencies, weights);
        }

        var all = new double[(steps / 2) + 1];
        var allWeights = new double[all.Length];
        for (int f = 0; f < all.Length; f++)
        {
            all[f] = f / (steps * plan.InnerStep);
            allWeights[f] = CorrelationWeight * (f == 0 || 2L * f == steps ? 1.0 : 2.0) / steps;
        }

        return (all, allWeights);
    }

    /// <summary>dt for the time integral; 1 / (dx dz) because the data are sent back as sources of unit integral.</summary>
    private double CorrelationWeight => plan.Time.Step / (plan.Grid.Dx * plan.Grid.Dz);

    private ImagingAccumulator<T> Accumulator(AcousticMedium<T> medium) => options.Condition switch
    {
        ImagingCondition.Born => new GradientImage<T>(medium.Layout, options.NeedsIllumination, plan.Compute.Memory),
        ImagingCondition.InverseScattering => new InverseScatteringImage<T>(medium.Layout, options.NeedsIllumination, plan.Compute.Memory),
        _ => new CorrelationImage<T>(medium.Layout, options.NeedsIllumination, plan.Compute.Memory),
    };

    private void AddIllumination(ShotRun<T> run, MigrationSum sum)
    {
        if (sum.Illumination is NdArray<double> illumination && !run.Imaging.Illumination.IsDefault) run.Medium.AddCropped(run.Imaging.Illumination, plan.InnerStep, illumination.AsWritableSpan());
    }

    private void Mute(int shot, NdArray<T> gather)
    {
        if (options.Mute is not DirectWaveMute mute) return;
        Span<T> samples = gather.AsWritableSpan();
        for (int r = 0; r < plan.Survey.ReceiversPerShot; r++)
        {
            double end = mute.StartTime + (DistanceToSources(shot, plan.Survey.Shots[shot].Receivers[r].X) / mute.Velocity);
            for (int n = 0; n < plan.Time.Samples && n * plan.Time.Step < end; n++) samples[(r * plan.Time.Samples) + n] = T.Zero;
        }
    }

    private void LimitAperture(int shot, NdArray<double> image)
    {
        if (options.Aperture is not double aperture) return;
        Span<double> values = image.AsWritableSpan();
        for (int i = 0; i < plan.Grid.Nx; i++)
        {
            if (DistanceToSources(shot, i * plan.Grid.Dx) > aperture) values.Slice(i * plan.Grid.Nz, plan.Grid.Nz).Clear();
        }
    }

    private double DistanceToSources(int shot, double x)
    {
        double nearest = double.PositiveInfinity;
        foreach (Position source in plan.Survey.Shots[shot].Sources) nearest = Math.Min(nearest, Math.Abs(x - source.X));
        return nearest;
    }
}
