using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Runs;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;

namespace AdjointKit.Waves;

/// <summary>
/// Acoustic wave propagation in 2-D at constant density, (1/v^2) u_tt - lap u = f(t) delta(x - xs) with a delta of unit integral: second order in time,
/// space order 2, 4, 8 or 12, convolutional PML outside the model or a free surface on top, band-limited sources and receivers (Hicks 2002).
/// All derivatives are those of the discrete equations, exact to rounding.
/// </summary>
/// <remarks>
/// Models are [x, z] in m/s. Wavelets are [time] (the same for all shots and sources) or [shot, source, time]; one that is shorter than the time axis goes
/// on with zeros. Data are [shot, receiver, time]; their first sample is u(0) = 0. A propagator is immutable and may be used from several threads.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <example>
/// <code>
/// var grid = new Grid2D(401, 201, 10, 10);
/// var survey = Survey.Line(500, 3500, 11, 20, 0, 4000, 201, 20);
/// var propagator = new AcousticPropagator&lt;float&gt;(grid, new TimeAxis(0.002, 1000), survey, maximumVelocity: 4500);
/// using NdArray&lt;float&gt; data = propagator.Model(velocity, new Ricker(12).Sample&lt;float&gt;(new TimeAxis(0.002, 1000)));
/// </code>
/// </example>
public sealed class AcousticPropagator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Plans the propagation.</summary>
    /// <param name="grid">The model's grid.</param>
    /// <param name="time">Step and samples of wavelets and data.</param>
    /// <param name="survey">Sources and receivers of every shot, inside the model.</param>
    /// <param name="maximumVelocity">The velocity in m/s that sets the inner time step and the absorbing layers' profile; a constant for every derivative.</param>
    /// <param name="options">The numerical choices; null: the defaults.</param>
    /// <param name="compute">Where to run; null: all processors, no memory limit.</param>
    /// <exception cref="StabilityException">The step is not stable and <see cref="AcousticOptions.Step"/> does not allow a smaller one.</exception>
    /// <exception cref="ArgumentException">A position outside the model, an order that is not available, a model that is too small.</exception>
    public AcousticPropagator(Grid2D grid, TimeAxis time, Survey survey, double maximumVelocity, AcousticOptions? options = null, Compute? compute = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(survey);
        Plan = new AcousticPlan<T>(grid, time, survey, maximumVelocity, options ?? new AcousticOptions(), compute ?? new Compute());
    }

    /// <summary>The inner time steps per sample of the data.</summary>
    public int Substeps => Plan.Substeps;

    /// <summary>The inner time steps of a shot.</summary>
    public long Steps => Plan.Filter.InternalSamples - 1;

    internal AcousticPlan<T> Plan { get; }

    /// <summary>Models the data of all shots.</summary>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    /// <returns>[shot, receiver, time], owned by the caller.</returns>
    public NdArray<T> Model(NdArray<T> velocity, NdArray<T> wavelet, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Plan.RequireVelocity(velocity);
        using var signals = new SourceSignals<T>(Plan, wavelet);
        var shots = new ShotProgress(progress, "modelling", Plan.Survey.Shots.Count, passes: 1);
        return PerShot(Plan.DataShape, cancellation, (shot, data) =>
        {
            using var run = new ShotRun<T>(Plan, shot, velocity, NoImage);
            run.Forward(signals.Of(shot), Gather(data, shot), shots.Pass(shot, 0, run.History.Plan), cancellation);
        });
    }

    /// <summary>The transpose of <see cref="Model(NdArray{T}, NdArray{T}, IProgress{RunProgress}, CancellationToken)"/> in the source signals: plain, without any weight.</summary>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="data">[shot, receiver, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    /// <returns>[shot, source, time], owned by the caller.</returns>
    public NdArray<T> ModelAdjoint(NdArray<T> velocity, NdArray<T> data, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Plan.RequireVelocity(velocity);
        Plan.RequireData(data);
        var shots = new ShotProgress(progress, "back-propagating", Plan.Survey.Shots.Count, passes: 1);
        return PerShot(Plan.SignalShape, cancellation, (shot, signals) =>
        {
            using var run = new ShotRun<T>(Plan, shot, velocity, NoImage);
            run.Backward(Gather(data, shot), Gather(signals, shot), shots.Pass(shot, 0, run.History.Plan), cancellation);
        });
    }

    /// <summary>Linearised (Born) modelling: the derivative of <see cref="Model(NdArray{T}, NdArray{T}, IProgress{RunProgress}, CancellationToken)"/> with respect to the velocity, applied to a perturbation.</summary>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="perturbation">dv [x, z] in m/s.</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    /// <returns>[shot, receiver, time], owned by the caller.</returns>
    public NdArray<T> Born(NdArray<T> velocity, NdArray<T> wavelet, NdArray<T> perturbation, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Plan.RequireVelocity(velocity);
        Plan.RequireModelShape(perturbation, "perturbation");
        using var signals = new SourceSignals<T>(Plan, wavelet);
        var shots = new ShotProgress(progress, "linearised modelling", Plan.Survey.Shots.Count, passes: 1);
        return PerShot(Plan.DataShape, cancellation, (shot, data) =>
        {
            using var run = new ShotRun<T>(Plan, shot, velocity, NoImage);
            run.Tangent(signals.Of(shot), perturbation, Gather(data, shot), shots.Pass(shot, 0, run.History.Plan), cancellation);
        });
    }

    /// <summary>The transpose of <see cref="Born"/> in the perturbation: plain, without any weight. It is also a reverse-time migrated image.</summary>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="data">[shot, receiver, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    /// <returns>[x, z], owned by the caller.</returns>
    public NdArray<T> BornAdjoint(NdArray<T> velocity, NdArray<T> wavelet, NdArray<T> data, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Plan.RequireVelocity(velocity);
        Plan.RequireData(data);
        using var signals = new SourceSignals<T>(Plan, wavelet);
        var shots = new ShotProgress(progress, "migrating", Plan.Survey.Shots.Count, passes: 2);
        var sum = new double[Plan.Grid.Nx * Plan.Grid.Nz];
        using NdArray<T> modelled = NdArray.Empty<T>(new Shape(Plan.Survey.ReceiversPerShot, Plan.Time.Samples));
        for (int shot = 0; shot < Plan.Survey.Shots.Count; shot++)
        {
            using var run = new ShotRun<T>(Plan, shot, velocity, GradientImage);
            run.Forward(signals.Of(shot), modelled.AsWritableSpan(), shots.Pass(shot, 0, run.History.Plan), cancellation);
            run.Backward(Gather(data, shot), [], shots.Pass(shot, 1, run.History.Plan), cancellation);
            run.Medium.AddGradient(run.Imaging.Image, sum);
        }

        return Plan.ToModel(sum);
    }

    /// <summary>
    /// The misfit J = 1/2 sum (d - d_obs)^2 dt and its exact gradients with respect to velocity and wavelet: the engine's backward sweep over modelling
    /// and misfit, shot by shot.
    /// </summary>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    /// <param name="observed">[shot, receiver, time].</param>
    /// <param name="progress">Told the steps that are done.</param>
    /// <param name="cancellation">Ends the call within 100 ms.</param>
    public WaveGradient<T> Gradient(NdArray<T> velocity, NdArray<T> wavelet, NdArray<T> observed, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        Plan.RequireData(observed);
        using var signals = new SourceSignals<T>(Plan, wavelet);
        var shots = new ShotProgress(progress, "differentiating", Plan.Survey.Shots.Count, passes: 2);
        var ofVelocity = new double[Plan.Grid.Nx * Plan.Grid.Nz];
        var ofWavelet = new double[signals.Shape.Count];
        double misfit = 0;
        long recomputed = 0;
        // What the tape holds are data and gradients, which the memory budget does not count; the op's own arrays it does.
        using var tape = new Tape(Plan.Compute.Host.WithMemory(new MemoryAccount()));
        for (int shot = 0; shot < Plan.Survey.Shots.Count; shot++)
        {
            cancellation.ThrowIfCancellationRequested();
            int number = shot;
            var modelling = new AcousticModelling<T>(Plan, shot, (pass, loop) => shots.Pass(number, pass, loop), cancellation);
            Var<T> v = tape.Input(velocity);
            Var<T> s = tape.Input(signals.ArrayOf(shot));
            Var<T> data = tape.Apply<T>(modelling, v, s);
            Var loss = Plan.Time.Step * UntypedOps.HalfSquaredNorm(data - tape.Constant(observed.Select(0, shot)));
            tape.Backward(loss);
            misfit += double.CreateChecked(loss.As<T>().Value.AsReadOnlySpan()[0]);
            Add(tape.Gradient(v), ofVelocity);
            using (NdArray<T> ofSignals = tape.Gradient(s)) signals.AddSensitivity(shot, ofSignals.AsReadOnlySpan(), ofWavelet);
            recomputed += modelling.RecomputedSteps;
            tape.Reset();
        }

        NdArray<T> waveletGradient = NdArray.Empty<T>(signals.Shape);
        Span<T> target = waveletGradient.AsWritableSpan();
        for (int i = 0; i < target.Length; i++) target[i] = T.CreateChecked(ofWavelet[i]);
        return new WaveGradient<T>(misfit, Plan.ToModel(ofVelocity), waveletGradient, recomputed);
    }

    /// <summary>Modelling of one shot on a tape: differentiable in velocity and signals, forward and reverse.</summary>
    /// <param name="shot">The shot's number.</param>
    /// <param name="velocity">[x, z] in m/s.</param>
    /// <param name="signals">[source, time].</param>
    /// <returns>[receiver, time].</returns>
    public Var<T> Model(int shot, Var<T> velocity, Var<T> signals) =>
        velocity.Tape.Apply<T>(new AcousticModelling<T>(Plan, shot, static (_, _) => null, CancellationToken.None), velocity, signals);

    /// <summary>Modelling as a linear operator in the source signals: [shot, source, time] to [shot, receiver, time].</summary>
    /// <param name="velocity">[x, z] in m/s; it must not change while the operator is in use.</param>
    public LinearOperator<T, T> ModelOperator(NdArray<T> velocity) => new AcousticModelOperator<T>(this, velocity);

    /// <summary>Born modelling as a linear operator in the perturbation: [x, z] to [shot, receiver, time]; its adjoint is <see cref="BornAdjoint"/>.</summary>
    /// <param name="velocity">[x, z] in m/s; it must not change while the operator is in use.</param>
    /// <param name="wavelet">[time] or [shot, source, time].</param>
    public LinearOperator<T, T> BornOperator(NdArray<T> velocity, NdArray<T> wavelet) => new AcousticBornOperator<T>(this, velocity, wavelet);

    internal static Span<T> Gather(NdArray<T> array, int shot) => array.Select(0, shot).AsWritableSpan();

    private ImagingAccumulator<T> NoImage(AcousticMedium<T> medium) => new NoImage<T>(medium.Layout, illuminate: false, Plan.Compute.Memory);

    private ImagingAccumulator<T> GradientImage(AcousticMedium<T> medium) => new GradientImage<T>(medium.Layout, illuminate: false, Plan.Compute.Memory);

    /// <summary>A new array that is filled shot by shot, and released where a shot fails.</summary>
    private NdArray<T> PerShot(Shape shape, CancellationToken cancellation, Action<int, NdArray<T>> fill)
    {
        NdArray<T> result = NdArray.Zeros<T>(shape);
        try
        {
            for (int shot = 0; shot < Plan.Survey.Shots.Count; shot++)
            {
                cancellation.ThrowIfCancellationRequested();
                fill(shot, result);
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static void Add(NdArray<T> addend, Span<double> sums)
    {
        ReadOnlySpan<T> values = addend.AsReadOnlySpan();
        for (int i = 0; i < sums.Length; i++) sums[i] += double.CreateChecked(values[i]);
        addend.Dispose();
    }
}
