using System.CommandLine;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Figures;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary><c>sparse solve</c>: sparse signals x of data y = A x; an interrupted run goes on with <c>--resume</c> and ends with the same bits.</summary>
internal sealed class SparseSolveCommand : CliCommand
{
    internal const string SolveExample = "adjointkit sparse solve --matrix A.npy --data Y.npy --lambda 0.1 --algorithm fista --iterations 100 \\\n  --truth X0.npy --out X.npy --json";

    private readonly Option<string?> matrix = OptionFactory.Text("--matrix", "The matrix A [M, N]; file.mat:name for a variable of MATLAB's", "A", required: true);
    private readonly Option<string?> data = OptionFactory.Text("--data", "The data y [sample, M], one row each; a vector is one sample", "Y", required: true);
    private readonly Option<string?> truth = OptionFactory.Text("--truth", "The true signals [sample, N], for the error of each iteration", "X0");
    private readonly Option<bool> columns = OptionFactory.Flag("--columns", "In all files a sample is a column: data [M, sample], truth and result [N, sample]");
    private readonly HeaderlessOptions headerless = new();
    private readonly RecoveryOptions recovery = new();

    internal SparseSolveCommand()
        : base("solve", "Recover sparse signals x of data y = A x, from x = 0", SolveExample)
    {
        Option[] own = [matrix, data, truth, columns];
        foreach (Option option in own) Command.Options.Add(option);
        recovery.AddTo(Command);
        headerless.AddTo(Command);
        ReadTraces();
    }

    internal override bool KeepsState => true;

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Out | CommonUse.Report | CommonUse.Resume;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<double>(run) : Execute<float>(run);

    private int Execute<T>(RunContext run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var files = new RecoveryFiles(run.Get(matrix)!, run.Get(data)!, run.Get(truth), run.Get(columns), headerless.Read(run));
        string path = run.RequireOut();
        OutputPath.RequireArray(path, files.Matrix, files.Data, files.Truth);
        if (run.Common.Report is string reportFolder) OutputPath.RequireFolder(reportFolder);
        RecoveryChoices choices = recovery.Read(run);
        using RecoveryInput<T> input = RecoveryInput<T>.Read(run, files);
        double reading = run.Seconds;

        using ResumableRun state = ResumableRun.Start(ResumableRun.FolderOf(path), RecoveryManifest.Of(input, choices, run.Device.Kind), run.Common.Resume);
        if (run.Common.Resume && !state.Resumed) run.Note($"there is no state of an interrupted run in {state.Folder}: starting anew");
        using var solution = new RecoveryRun<T>(run.Compute, input, choices);
        run.HowToGoOn = () => HowToGoOn(state, choices);
        try
        {
            run.Progress.Run("sparse solve", progress =>
            {
                solution.Iterate(state, progress, run.Cancellation);
                return solution.Iterations;
            });
        }
        catch (ConvergenceException)
        {
            // What diverged would diverge again from where it stood: nothing to go on with.
            run.HowToGoOn = null;
            state.Complete();
            throw;
        }

        double solving = run.Seconds - reading;
        using NdArray<T> signals = solution.Signals();
        ArrayFile.Write(path, Inputs.Samples.FromRows(input.Layout, signals));
        state.Complete();
        run.HowToGoOn = null;
        Tell(run, path, input, choices, solution);
        if (run.Common.Report is string folder) RecoveryPage.Write(run, folder, input, choices, solution, signals, [("reading", reading), ("recovering", solving)]);
        return ExitCode.Done;
    }

    private static void Tell<T>(RunContext run, string path, RecoveryInput<T> input, RecoveryChoices choices, RecoveryRun<T> solution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecoveryPoint last = solution.Curve.Points[^1];
        if (solution.Curve.ZeroSignals > 0) run.Warn($"{solution.Curve.ZeroSignals} of the {input.Samples} signals of --truth are zero: nmseMeanDb leaves them out");
        if (solution.Reason is not (StopReason.Converged or StopReason.IterationLimit)) run.Warn($"{solution.Method} ended after {solution.Iterations} iterations and goes no further: {solution.Reason}");
        else if (choices.Tolerance is not null && solution.Reason != StopReason.Converged) run.Warn($"--tolerance {choices.Tolerance} was not reached in {choices.Iterations} iterations");
        WarnOfDivergence(run, choices, solution.Curve.Points[0], last);
        run.Result["method"] = solution.Method;
        if (solution.StepLength is double length) run.Result["stepLength"] = JsonText.Number(length);
        run.Result["objective"] = JsonText.Number(last.Objective);
        if (solution.Curve.HasErrors) (run.Result["nmse"], run.Result["nmseMeanDb"]) = (JsonText.Number(last.Nmse), JsonText.Number(last.NmseMeanDb));
        run.Result["iterations"] = solution.Curve.ToJson();
        run.Say($"{solution.Method}, {solution.Curve.Points.Count - 1} iterations: objective {last.Objective:G9}");
        if (solution.Curve.HasErrors) run.Say($"NMSE {last.Nmse:0.000} dB (ratio of sums), {last.NmseMeanDb:0.000} dB (mean of the samples)");
        run.Wrote(path, $"signals {Inputs.Samples.Axes(input.Layout, "N")}, {RunPage.Count(input.Samples, "sample")} of {input.Matrix.Shape[1]} numbers");
    }

    private static void WarnOfDivergence(RunContext run, RecoveryChoices choices, RecoveryPoint first, RecoveryPoint last)
    {
        if (last.Objective <= first.Objective) return;
        string remedy = choices.Algorithm.Takes(RecoveryNumbers.Alpha) ? ": a larger --alpha may help, or an algorithm that is not for random matrices alone" : "";
        run.Warn($"the objective ended at {last.Objective:G4}, above the {first.Objective:G4} of zeros: {choices.Algorithm} diverged{remedy}");
    }

    private static string HowToGoOn(ResumableRun state, RecoveryChoices choices) => state.Saved == 0
        ? "no iteration was saved yet; run the same command again"
        : $"{state.Saved} of {choices.Iterations} iterations are done; run the same command with --resume to go on";
}
