using System.CommandLine;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Inputs;

/// <summary>The options that the seismic commands share: model, wavelet, time axis, sources and receivers, and the numerical choices.</summary>
internal sealed class SurveyOptions
{
    private readonly ModelOptions model = new();
    private readonly Option<string?> wavelet;
    private readonly Option<double?> step = OptionFactory.Number("--dt", "Time step of wavelet and data in s; sample n is t = n dt", "0.001", required: true, above: 0);
    private readonly Option<int?> samples = OptionFactory.Whole("--nt", "Number of samples of the data", "1500", 2, required: true);
    private readonly Option<string?> sources = OptionFactory.Text("--sources", "Positions in m: a file [shot, 2|3] or [shot, source, 2|3], or line:x0,x1,n,z (one shot each)", "S", required: true);
    private readonly Option<string?> receivers = OptionFactory.Text("--receivers", "Positions in m: a file [n, 2|3] or [shot, n, 2|3], or line:x0,x1,n,z", "R", required: true);
    private readonly Option<string?> physics = OptionFactory.Text("--physics", "The wave equation; this build has the acoustic one of constant density [default: acoustic]", "acoustic");
    private readonly ChoiceOption<int> order = OptionFactory.Choice("--order", "Order of the differences in space", "8", ("2", 2), ("4", 4), ("8", 8), ("12", 12));
    private readonly Option<double[]?> pml = OptionFactory.Numbers("--pml", "Points of absorbing layer outside the model, one width or left,right,top,bottom; 0 is a hard edge [default: 20]", "n|l,r,t,b", required: false, 1, 4);
    private readonly Option<bool> freeSurface = OptionFactory.Flag("--free-surface", "u = 0 on z = 0");
    private readonly ChoiceOption<StepMode> stepMode = OptionFactory.Choice("--step", "auto divides dt by the smallest whole number that is stable; same fails where dt is not", "auto", ("auto", StepMode.Auto), ("same", StepMode.Same));
    private readonly ChoiceOption<TimeScheme> scheme = OptionFactory.Choice("--time", "leapfrog is second order in time; corrected removes its dispersion", "leapfrog", ("leapfrog", TimeScheme.Leapfrog), ("corrected", TimeScheme.Corrected));
    private readonly Option<double?> fastest = OptionFactory.Number("--vmax", "Velocity in m/s behind the absorbing layers and the inner step [default: the model's largest]", "v", above: 0);
    private readonly Option<string?> history = OptionFactory.Text("--history", "How the forward states come back: auto and checkpoint give the same bits as all [default: auto]", "auto|all|checkpoint");
    private readonly bool needsWavelet;

    /// <summary>Makes the options.</summary>
    /// <param name="needsWavelet">Whether the command simulates the wavelet's field.</param>
    internal SurveyOptions(bool needsWavelet = true)
    {
        this.needsWavelet = needsWavelet;
        wavelet = OptionFactory.Text("--wavelet", "ricker:f[,t0[,amplitude]], or a file [time] or [shot, source, time]", "ricker:15|W.npy", needsWavelet);
    }

    internal void AddTo(Command command)
    {
        model.AddTo(command);
        Option[] own = [wavelet, step, samples, sources, receivers, physics, order, pml, freeSurface, stepMode, scheme, fastest, history];
        foreach (Option option in own) command.Options.Add(option);
    }

    /// <summary>The files that the survey is read from.</summary>
    internal IEnumerable<string?> Files(RunContext run) => [model.Path(run), run.Get(wavelet), run.Get(sources), run.Get(receivers)];

    /// <summary>A perturbation of the model, in the file order that <c>--axes</c> states.</summary>
    internal NdArray<double> ReadCompanion(RunContext run, string option, string file, Grid2D grid) => model.ReadCompanion(run, option, file, grid);

    internal SurveyInput Read(RunContext run)
    {
        if (run.Get(physics) is not (null or "acoustic")) throw new UsageException($"--physics {run.Get(physics)} is not in this build: use acoustic");
        double dt = run.Get(step)!.Value;
        var time = new TimeAxis(dt, run.Get(samples)!.Value).Checked();
        VelocityModel velocity = model.Read(run);
        using NdArray<double> sourcePositions = PositionInput.Read(run, "--sources", run.Get(sources)!);
        using NdArray<double> receiverPositions = PositionInput.Read(run, "--receivers", run.Get(receivers)!);
        Survey survey = Survey.FromArrays(sourcePositions, receiverPositions);
        RequireInside(run, survey, velocity.Grid);
        double? largest = run.Get(fastest);
        WarnOfSmall(run, largest, velocity.Velocity);
        NdArray<double>? signal = needsWavelet ? WaveletInput.Read(run, run.Get(wavelet)!, time) : null;
        Ricker? ricker = needsWavelet ? WaveletInput.RickerOf(run.Get(wavelet)!) : null;
        return new SurveyInput(velocity.Velocity, velocity.Grid, time, survey, signal, ricker, ReadOptions(run), largest, ReadHistory(run));
    }

    /// <summary>Positions that fit the model with its axes exchanged say what is wrong: the file has the other order.</summary>
    private void RequireInside(RunContext run, Survey survey, Grid2D grid)
    {
        try
        {
            survey.RequireInside(grid);
        }
        catch (ArgumentException failure)
        {
            var exchanged = new Grid2D(grid.Nz, grid.Nx, grid.Dx, grid.Dz);
            bool fits = survey.Shots.All(shot => shot.Sources.Concat(shot.Receivers).All(exchanged.Contains));
            if (!fits) throw;
            throw new UsageException($"{failure.Message.Split(": move it")[0]}, but with the axes of the model file exchanged all positions lie inside: use --axes {model.OtherOrder(run)} if that is the order of the file", failure);
        }
    }

    /// <summary>A constant of the run that the model outgrows is allowed, as differences of the model need it, but not in silence; what is unstable is refused later.</summary>
    private static void WarnOfSmall(RunContext run, double? vmax, NdArray<double> velocity)
    {
        double largest = 0;
        foreach (double value in velocity.AsReadOnlySpan()) largest = Math.Max(largest, value);
        if (vmax < largest) run.Warn($"--vmax {vmax} m/s is below the model's largest velocity {largest:G6} m/s: absorbing layers and inner step are made for the smaller one");
    }

    private AcousticOptions ReadOptions(RunContext run) => new()
    {
        Order = run.Get(order),
        Pml = ReadPml(run.Get(pml) ?? [20]),
        FreeSurface = run.Get(freeSurface),
        Step = run.Get(stepMode),
        Time = run.Get(scheme),
    };

    private static PmlWidths ReadPml(double[] widths)
    {
        foreach (double width in widths)
        {
            if (width < 0 || width != Math.Floor(width) || width > 10_000) throw new UsageException($"--pml takes whole numbers of points from 0 to 10000, not {width}");
        }

        return widths.Length == 1 ? PmlWidths.All((int)widths[0]) : new PmlWidths((int)widths[0], (int)widths[1], (int)widths[2], (int)widths[3]);
    }

    private HistoryChoice ReadHistory(RunContext run)
    {
        string word = run.Get(history) ?? "auto";
        return word switch
        {
            "auto" => HistoryChoice.Auto,
            "all" => HistoryChoice.All,
            "checkpoint" => HistoryChoice.Checkpoint,
            _ when word is "reverse" or "half" || word.StartsWith("thin:", StringComparison.Ordinal) => throw new UsageException($"--history {word} is not in this build: use auto, all or checkpoint, which give the same bits"),
            _ => throw new UsageException($"--history takes auto, all or checkpoint, not '{word}'"),
        };
    }
}

/// <summary>How the forward states come back in a backward sweep; all three give the same bits.</summary>
internal enum HistoryChoice
{
    /// <summary>Everything where it fits, else checkpoints.</summary>
    Auto,

    /// <summary>Every record is kept.</summary>
    All,

    /// <summary>Records and restart snapshots within the memory budget.</summary>
    Checkpoint,
}

/// <summary>A survey as the user gave it, in float64.</summary>
/// <param name="Velocity">[x, z], m/s.</param>
/// <param name="Grid">The model's grid.</param>
/// <param name="Time">The samples of wavelet and data.</param>
/// <param name="Survey">Sources and receivers.</param>
/// <param name="Wavelet">[time] or [shot, source, time]; null where the command takes none.</param>
/// <param name="Ricker">The wavelet where it is a Ricker wavelet, which need not lie in the record whole.</param>
/// <param name="Options">The numerical choices.</param>
/// <param name="Vmax">The velocity in m/s behind the absorbing layers and the step; null: the model's largest.</param>
/// <param name="History">How the forward states come back.</param>
internal sealed record SurveyInput(
    NdArray<double> Velocity,
    Grid2D Grid,
    TimeAxis Time,
    Survey Survey,
    NdArray<double>? Wavelet,
    Ricker? Ricker,
    AcousticOptions Options,
    double? Vmax,
    HistoryChoice History);
