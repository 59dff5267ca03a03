using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.Optics;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary><c>optics retrieve</c>: the phase of light of which intensities were measured.</summary>
internal sealed class RetrieveCommand : CliCommand
{
    private const string Fourier = "fourier";
    private const string Propagate = "propagate";

    private readonly Option<string?> intensity = OptionFactory.Text("--intensity", "What was measured: [y, x], or [plane, y, x] of several planes", "I", required: true);
    private readonly Option<bool> amplitude = OptionFactory.Flag("--amplitude", "The file holds moduli, the square roots of intensities");
    private readonly Option<string?> support = OptionFactory.Text("--support", "Where the object may differ from 0: a mask [y, x], inside where it is not 0", "S");
    private readonly Option<bool> nonNegative = OptionFactory.Flag("--non-negative", "The object is real and nowhere negative (er, hio, raar, dm)");
    private readonly Option<string?> start = OptionFactory.Text("--start", "The field to start from [default: fourier a random one, propagate the moduli with phase 0, patterns of --masks a spectral estimate]", "U0");
    private readonly ChoiceOption<string> model = OptionFactory.Choice("--model", $"From object to measurement: {Fourier}, the unitary transform with its DC in the middle (gs: I is [2, y, x], object and transform), or {Propagate}, the planes of --distance", Fourier, [Fourier, Propagate]);
    private readonly Option<string?> masks = OptionFactory.Text("--masks", "Masks [pattern, y, x] in front of the transform, one for each plane of I: coded diffraction patterns", "M");
    private readonly PlaneOptions planes = new("Where the planes of I lie along z, m, from the object at 0 (gs: the field is that in the first plane)", "asm", "1", ": no light is lost, and the way back is the inverse");
    private readonly RetrievalOptions retrieval = new();
    private readonly HeaderlessOptions headerless = new();

    internal RetrieveCommand()
        : base("retrieve", "Find the phase of light from its intensities", "adjointkit optics retrieve --intensity I.npy --support S.npy --non-negative --algorithm hio --iterations 1000 --polish 100 --tries 10 --out U.npy")
    {
        Option[] own = [intensity, amplitude, support, nonNegative, start, model, masks];
        foreach (Option option in own) Command.Options.Add(option);
        planes.AddTo(Command);
        retrieval.AddTo(Command);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out | CommonUse.Report | CommonUse.Seed | CommonUse.Resume;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<Complex, double>(run) : Execute<ComplexF, float>(run);

    private int Execute<T, TReal>(RunContext run)
        where T : unmanaged
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        string source = run.Get(intensity)!;
        string path = run.RequireOut();
        OutputPath.RequireArray(path, source, run.Get(support), run.Get(start), run.Get(masks));
        if (run.Common.Report is string reportFolder) OutputPath.RequireFolder(reportFolder);
        RetrievalChoices choices = retrieval.Read(run);
        PlaneChoices? between = ReadPlanes(run);
        Intensities measured = IntensityInput.Read(run, "--intensity", source, headerless.Read(run));
        using NdArray<double> moduli = measured.Values;
        if (!run.Get(amplitude)) run.Compute.Host.Backend.Unary(Devices.UnaryOp.Sqrt, moduli, moduli);
        RequirePlanes(source, moduli.Shape, choices, between);
        (nint ny, nint nx) = (moduli.Shape[1], moduli.Shape[2]);
        between?.Require(ny, nx);
        NdArray<T>? begin = ReadStart<T>(run, ny, nx);
        using NdArray<TReal> amplitudes = OnDevice<TReal>(run, moduli);
        double reading = run.Seconds;

        Func<IProgress<RunProgress>?, RetrievalResult<T>> solve = choices.IsBetweenPlanes
            ? BetweenPlanes(run, choices, between, amplitudes, begin)
            : OfObject(run, choices, between, amplitudes, begin);
        if (measured.Saturation is string saturation) run.Warn(saturation);
        RetrievalResult<T> result = run.Progress.Run("optics retrieve", solve);
        using NdArray<T> field = run.Compute.ToHost(result.Field).Reshape(ny, nx);
        ArrayFile.Write(path, field);
        run.Result["method"] = choices.Name;
        if (between is not null) run.Result["distance"] = new JsonArray([.. between.Distances.Select(z => JsonText.Number(z))]);
        run.Result["iterations"] = new JsonArray([.. result.Errors.Select(error => (JsonNode)new JsonObject { ["error"] = JsonText.Number(error) })]);
        if (result.Errors.Count > 0) run.Say($"{choices.Name}, {RunPage.Count(result.Errors.Count, "iteration")}: error {result.LastError:G6}");
        run.Wrote(path, $"{(choices.IsBetweenPlanes ? "field in the first plane" : "object")} [y, x], {ny} x {nx} points");
        if (run.Common.Report is string folder) RetrievalPage.Write(run, folder, choices.Name, moduli, field, result.Errors, [("reading", reading), ("retrieving", run.Seconds - reading)]);
        return ExitCode.Done;
    }

    private PlaneChoices? ReadPlanes(RunContext run)
    {
        bool propagates = run.Get(model) == Propagate;
        PlaneChoices? between = planes.Read(run);
        if (propagates && between is null) throw new UsageException("--model propagate needs --wavelength, --pitch and --distance: they say where the planes of --intensity lie");
        if (!propagates && between is not null) throw new UsageException("--distance is for --model propagate: give that too, or leave the distance out");
        if (propagates && run.Get(masks) is not null) throw new UsageException("--masks are for --model fourier: leave them out");
        return between;
    }

    private void RequirePlanes(string source, Shape shape, RetrievalChoices choices, PlaneChoices? between)
    {
        string file = $"--intensity {source} has {RunPage.Count((int)shape[0], "plane")}";
        if (between is not null && between.Distances.Length != shape[0]) throw new UsageException($"{file}, but --distance names {between.Distances.Length}");
        if (choices.IsBetweenPlanes && shape[0] < 2) throw new UsageException($"{file}: gs needs two or more, [plane, y, x]{(between is null ? ", the object's and that of its transform" : "")}");
        if (choices.IsBetweenPlanes && between is null && shape[0] != 2) throw new UsageException($"{file}: gs with --model fourier takes two, the object's and that of its transform");
    }

    private NdArray<T>? ReadStart<T>(RunContext run, nint ny, nint nx)
        where T : unmanaged
    {
        if (run.Get(start) is not string file) return null;
        using NdArray<T> field = FieldInput.Read<T>(run, "--start", file, layout: null);
        if (field.Shape != new Shape(ny, nx)) throw new UsageException($"--start {file} has shape {field.Shape}, but the object has {ny} x {nx} points");
        return run.Compute.ToDevice(field);
    }

    /// <summary>What will solve it, after everything that cannot be was refused.</summary>
    private Func<IProgress<RunProgress>?, RetrievalResult<T>> BetweenPlanes<T, TReal>(RunContext run, RetrievalChoices choices, PlaneChoices? between, NdArray<TReal> amplitudes, NdArray<T>? begin)
        where T : unmanaged
        where TReal : unmanaged
    {
        (Option Option, bool IsGiven)[] unused = [(support, run.Get(support) is not null), (nonNegative, run.Get(nonNegative)), (masks, run.Get(masks) is not null)];
        foreach ((Option option, bool isGiven) in unused)
        {
            if (isGiven) throw new UsageException($"gs uses no {option.Name}: leave it out");
        }

        (nint ny, nint nx) = (amplitudes.Shape[1], amplitudes.Shape[2]);
        LinearOperator<T, T>[] links = between is null
            ? [new CentredFourier<T>(run.Compute, ny, nx)]
            : [.. between.Distances.Skip(1).Zip(between.Distances, (next, here) => between.Way<T>(ny, nx, next - here, run.Compute))];
        UntypedArray[] each = [.. Enumerable.Range(0, (int)amplitudes.Shape[0]).Select(plane => (UntypedArray)amplitudes.Select(0, plane))];
        RequireLight(run, amplitudes);
        return progress => GerchbergSaxton.Solve(links, each, begin, choices.Iterations, progress, run.Cancellation);
    }

    /// <summary>What will solve it, after everything that cannot be was refused.</summary>
    private Func<IProgress<RunProgress>?, RetrievalResult<T>> OfObject<T, TReal>(RunContext run, RetrievalChoices choices, PlaneChoices? between, NdArray<TReal> amplitudes, NdArray<T>? begin)
        where T : unmanaged
        where TReal : unmanaged
    {
        (nint ny, nint nx) = (amplitudes.Shape[1], amplitudes.Shape[2]);
        NdArray<bool>? mask = run.Get(support) is string file ? SupportInput.Read(run, "--support", file, ny, nx) : null;
        var constraint = new ObjectConstraint { Support = mask, NonNegative = run.Get(nonNegative) };
        if (constraint.NonNegative && !choices.IsOfProjections) throw new UsageException($"{choices.Name} knows no --non-negative: leave it out, or use er, hio, raar or dm");
        LinearOperator<T, T> way = Model<T>(run, between, amplitudes.Shape);
        RequireKnowledge(run, choices, constraint, amplitudes.Shape[0]);
        var problem = new RetrievalProblem<T>(way, amplitudes.Reshape(way.Range), constraint);
        bool isRandom = begin is null && (choices.Tries is not null || (between is null && run.Get(masks) is null));
        if (begin is not null && choices.Tries is not null) throw new UsageException("--tries are random starts: leave out --start, or --tries");
        return progress =>
        {
            if (!isRandom)
            {
                using NdArray<T> from = begin?.Reshape(way.Domain) ?? (between is null ? SpectralStart.Of(problem, (ulong)run.Common.Seed) : PhaseRetrieval.FlatStart(problem));
                return PhaseRetrieval.Solve(problem, choices.Stages, from, progress, run.Cancellation);
            }

            (RetrievalResult<T> best, ulong seed) = PhaseRetrieval.BestOfSeeds(problem, choices.Stages, (ulong)run.Common.Seed, choices.Tries ?? 1, progress, run.Cancellation);
            run.Result["seed"] = seed;
            return best;
        };
    }

    private LinearOperator<T, T> Model<T>(RunContext run, PlaneChoices? between, Shape shape)
        where T : unmanaged
    {
        (nint ny, nint nx) = (shape[1], shape[2]);
        if (between is not null) return BlockOperator<T, T>.Stack([.. between.Distances.Select(z => between.Way<T>(ny, nx, z, run.Compute))]);
        if (run.Get(masks) is not string file)
        {
            return shape[0] == 1 ? new CentredFourier<T>(run.Compute, ny, nx) : throw new UsageException($"--intensity has {shape[0]} planes: --model fourier takes one, or one for each of --masks; --model propagate --distance says where planes lie");
        }

        using AnyArray read = ArrayInput.Read(run, file);
        if (read.Shape != shape) throw new UsageException($"--masks {file} has shape {read.Shape}, but --intensity has {shape}: one mask for each pattern");
        using NdArray<Complex> values = read.As<Complex>();
        using (NdArray<double> sizes = RealValues.Of(AnyArray.Of(values))) FiniteValues.Require($"--masks {file}", sizes);
        using NdArray<T> rounded = NdArray.Empty<T>(shape);
        run.Compute.Host.Backend.Copy(values, rounded);
        using NdArray<T> there = run.Compute.ToDevice(rounded);
        return new CodedDiffraction<T>(run.Compute, there);
    }

    /// <summary>One plane of moduli leaves every phase possible: something else must be known.</summary>
    private static void RequireKnowledge(RunContext run, RetrievalChoices choices, ObjectConstraint constraint, nint measured)
    {
        if (measured > 1 || constraint.Support is not null || constraint.NonNegative) return;
        if (choices.IsOfProjections) throw new UsageException($"{choices.Name} with one plane needs --support or --non-negative: with any phase at all the moduli fit");
        run.Warn("one plane and no --support: with any phase at all the moduli fit");
    }

    private static void RequireLight<TReal>(RunContext run, NdArray<TReal> amplitudes)
        where TReal : unmanaged
    {
        for (int plane = 0; plane < amplitudes.Shape[0]; plane++)
        {
            if (run.Compute.Backend.MaxAbs(amplitudes.Select(0, plane)) == 0) throw new UsageException($"--intensity is 0 everywhere in plane {plane}: there is no light in it");
        }
    }

    private static NdArray<TReal> OnDevice<TReal>(RunContext run, NdArray<double> values)
        where TReal : unmanaged
    {
        using NdArray<TReal> rounded = NdArray.Empty<TReal>(values.Shape);
        run.Compute.Host.Backend.Copy(values, rounded);
        return run.Compute.ToDevice(rounded);
    }
}
