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

namespace AdjointKit.Cli.Commands.Optics;

/// <summary><c>optics cgh</c>: the phases that make a wanted picture.</summary>
internal sealed class HologramDesignCommand : CliCommand
{
    private const int DefaultIterations = 200;

    private readonly Option<string?> target = OptionFactory.Text("--target", "The wanted intensity [y, x], at any scale; [plane, y, x] where there are several planes", "T", required: true);
    private readonly Option<int?> iterations = OptionFactory.Whole("--iterations", $"How many iterations [default: {DefaultIterations}]", "N", 1);
    private readonly ChoiceOption<HologramMethod> algorithm = OptionFactory.Choice("--algorithm", "How: projections (gs), with weights for spots (wgs), or the gradient of the misfit of intensities by L-BFGS (gradient)", "gradient", [.. HologramMethods.All.Select(method => (method.Name, method))]);
    private readonly PlaneOptions planes = new("Where the target lies along z, m, a number for each plane [default: far away, a unitary transform with its DC in the middle]", "auto", "auto", "");
    private readonly HeaderlessOptions headerless = new();

    internal HologramDesignCommand()
        : base("cgh", "Find the phases of a hologram that makes a picture", "adjointkit optics cgh --target camera.png --wavelength 633e-9 --pitch 8e-6 --distance 0.2 --iterations 200 --out phase.npy")
    {
        Option[] own = [target, iterations, algorithm];
        foreach (Option option in own) Command.Options.Add(option);
        planes.AddTo(Command);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out | CommonUse.Report | CommonUse.Seed | CommonUse.Resume;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<Complex, double>(run) : Execute<ComplexF, float>(run);

    private int Execute<T, TReal>(RunContext run)
        where T : unmanaged
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        string source = run.Get(target)!;
        string path = run.RequireOut();
        OutputPath.RequireArray(path, source);
        if (run.Common.Report is string reportFolder) OutputPath.RequireFolder(reportFolder);
        PlaneChoices? between = planes.Read(run);
        HologramMethod method = run.Get(algorithm);
        using NdArray<double> wanted = IntensityInput.Read(run, "--target", source, headerless.Read(run)).Values;
        int count = between?.Distances.Length ?? 1;
        if (wanted.Shape[0] != count) throw new UsageException($"--target {source} has {RunPage.Count((int)wanted.Shape[0], "plane")}, but {(between is null ? "without --distance there is one" : $"--distance names {count}")}");
        (nint ny, nint nx) = (wanted.Shape[1], wanted.Shape[2]);
        between?.Require(ny, nx);
        LinearOperator<T, T> way = between is null
            ? new CentredFourier<T>(run.Compute, ny, nx)
            : BlockOperator<T, T>.Stack([.. between.Distances.Select(z => between.Way<T>(ny, nx, z, run.Compute))]);
        using NdArray<TReal> rounded = NdArray.Empty<TReal>(wanted.Shape);
        run.Compute.Host.Backend.Copy(wanted, rounded);
        using NdArray<TReal> there = run.Compute.ToDevice(rounded);
        var problem = new HologramProblem<T>(way, there.Reshape(way.Range));
        double reading = run.Seconds;

        HologramResult result = run.Progress.Run("optics cgh", progress =>
            PhaseHologram.Solve(problem, method, problem.RandomPhases((ulong)run.Common.Seed), run.Get(iterations) ?? DefaultIterations, progress, run.Cancellation));
        using NdArray<TReal> phases = run.Compute.ToHost(result.Phases.As<TReal>()).Reshape(ny, nx);
        using NdArray<TReal> made = run.Compute.ToHost(PhaseHologram.Intensities(problem, result.Phases).As<TReal>());
        using NdArray<double> picture = NdArray.Empty<double>(wanted.Shape);
        run.Compute.Host.Backend.Copy(made.Reshape(wanted.Shape), picture);
        HologramQuality quality = HologramQuality.Of(picture, wanted, (double)ny * nx, count);
        ArrayFile.Write(path, phases);
        run.Result["method"] = method.Name;
        if (between is not null) run.Result["distance"] = new JsonArray([.. between.Distances.Select(z => JsonText.Number(z))]);
        run.Result["psnr"] = JsonText.Number(quality.Psnr);
        run.Result["efficiency"] = JsonText.Number(quality.Efficiency);
        run.Result["speckleContrast"] = JsonText.Number(quality.SpeckleContrast);
        run.Result["iterations"] = new JsonArray([.. result.Psnr.Select(psnr => (JsonNode)new JsonObject { ["psnr"] = JsonText.Number(psnr) })]);
        run.Say($"{method.Name}, {RunPage.Count(result.Psnr.Count, "iteration")}: PSNR {quality.Psnr:0.00} dB, efficiency {100 * quality.Efficiency:0.0} %, speckle contrast {quality.SpeckleContrast:0.0000}");
        run.Wrote(path, $"phases [y, x], {ny} x {nx} points, from 0 to below 2 pi");
        if (run.Common.Report is string folder) HologramDesignPage.Write(run, folder, method.Name, wanted, picture, phases, result.Psnr, quality, [("reading", reading), ("iterating", run.Seconds - reading)]);
        return ExitCode.Done;
    }
}
