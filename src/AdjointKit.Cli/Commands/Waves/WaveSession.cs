using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Plotting;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Commands.Waves;

/// <summary>A survey read from its files and a propagator for it, in one precision.</summary>
internal sealed class WaveSession<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>More inner steps than this per sample are more likely a slip of units than a wish.</summary>
    private const int ManySubsteps = 50;

    private readonly NdArray<T>? wavelet;

    private WaveSession(SurveyInput input, NdArray<T> velocity, NdArray<T>? wavelet, AcousticPropagator<T> propagator)
    {
        Input = input;
        Velocity = velocity;
        this.wavelet = wavelet;
        Propagator = propagator;
    }

    internal SurveyInput Input { get; }

    /// <summary>[x, z], m/s.</summary>
    internal NdArray<T> Velocity { get; }

    /// <summary>[time] or [shot, source, time].</summary>
    internal NdArray<T> Wavelet => wavelet ?? throw new InvalidOperationException("this command takes no wavelet");

    internal AcousticPropagator<T> Propagator { get; }

    /// <summary>Reads the inputs of a survey and makes its propagator.</summary>
    internal static WaveSession<T> Open(RunContext run, SurveyOptions options) => Of(run, options.Read(run));

    /// <summary>Makes the propagator of a survey, and notes steps and warnings.</summary>
    internal static WaveSession<T> Of(RunContext run, SurveyInput input)
    {
        NdArray<T> velocity = Precisions.Convert<T>(input.Velocity);
        AcousticOptions choices = input.Options with { Schedule = ScheduleOf(input.History), History = run.History };
        var propagator = new AcousticPropagator<T>(input.Grid, input.Time, input.Survey, input.Vmax ?? Largest(velocity), choices, run.Compute);
        WarnOfDispersion(run, input, propagator.Substeps);
        if (propagator.Substeps > ManySubsteps) run.Warn($"--dt {input.Time.Step:G6} s needs {propagator.Substeps} inner steps per sample: it is in seconds; the grid needs a step of {input.Time.Step / propagator.Substeps:G2} s");
        run.Result["steps"] = propagator.Steps;
        run.Result["substeps"] = propagator.Substeps;
        run.Result["history"] = input.History.ToString().ToLowerInvariant();
        return new WaveSession<T>(input, velocity, input.Wavelet is NdArray<double> signal ? Precisions.Convert<T>(signal) : null, propagator);
    }

    /// <summary>Writes the page of <c>--report</c>, where one was asked for.</summary>
    internal void Report(RunContext run, string title, IReadOnlyList<(Figure Figure, string Caption)> figures)
    {
        if (run.Common.Report is string folder) SurveyPage.Write(run, folder, title, this, figures, [("whole run", run.Seconds)]);
    }

    public void Dispose()
    {
        Velocity.Dispose();
        wavelet?.Dispose();
    }

    /// <summary>Null leaves the choice to the library: what fits the memory budget.</summary>
    private static Schedule? ScheduleOf(HistoryChoice history) => history == HistoryChoice.All ? Schedule.StoreAll : null;

    /// <summary>Fewer than four points per shortest wavelength is a warning with the predicted error, not a refusal.</summary>
    private static void WarnOfDispersion(RunContext run, SurveyInput input, int substeps)
    {
        if (input.Wavelet is not NdArray<double> signal) return;
        double slowest = double.PositiveInfinity;
        foreach (double value in input.Velocity.AsReadOnlySpan()) slowest = Math.Min(slowest, value);
        var spectrum = input.Ricker is Ricker ricker ? SpectrumOf(ricker, input.Time.Step, run.Compute.Host) : WaveletSpectrum.Of(signal.AsReadOnlySpan(), new TimeAxis(input.Time.Step, (int)signal.Shape[-1]), run.Compute.Host);
        bool corrected = input.Options.Time == TimeScheme.Corrected;
        DispersionForecast forecast = NumericalDispersion.Predict(input.Grid, input.Options.Order, slowest, input.Time.Step / substeps, corrected, spectrum);
        run.Result["predictedError"] = JsonText.Number(forecast.PredictedError);
        if (forecast.Warning is string warning) run.Warn(warning);
    }

    /// <summary>The spectrum of the whole wavelet, though the record may cut it; forty periods give frequencies to three digits.</summary>
    private static WaveletSpectrum SpectrumOf(Ricker ricker, double step, Compute compute)
    {
        var centred = new Ricker(ricker.Frequency, 2 / ricker.Frequency, ricker.Amplitude);
        var axis = new TimeAxis(step, Math.Max(2, (int)Math.Ceiling(40 / (ricker.Frequency * step)) + 1));
        return WaveletSpectrum.Of(centred.Sample(axis), axis, compute);
    }

    private static double Largest(NdArray<T> velocity)
    {
        T largest = T.Zero;
        foreach (T value in velocity.AsReadOnlySpan()) largest = T.Max(largest, value);
        return double.CreateChecked(largest);
    }
}
