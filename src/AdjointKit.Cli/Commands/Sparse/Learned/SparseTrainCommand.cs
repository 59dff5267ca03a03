using System.CommandLine;
using System.Globalization;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.Runs;
using AdjointKit.Sparse;

namespace AdjointKit.Cli.Commands.Sparse.Learned;

/// <summary><c>sparse train</c>: an unrolled network for signals of a matrix, trained on fresh random ones; an interrupted training goes on with <c>--resume</c> and ends with the same bits.</summary>
internal sealed class SparseTrainCommand : CliCommand
{
    private const int DefaultLayers = 16;

    private readonly NetworkInputs inputs = new();
    private readonly ChoiceOption<string> model = OptionFactory.Choice("--model", "What is unrolled, and what of it is learned", "lista-cpss", NetworkModel.Names);
    private readonly Option<int?> layers = OptionFactory.Whole("--layers", $"The number of layers K [default: {DefaultLayers}]", "K", 1, 1000);
    private readonly ChoiceOption<TrainingRecipe> recipe = OptionFactory.Choice("--recipe", "The stages of the training: those of the papers, or our own of 16,000 steps, up to 20,000 of LISTA and NA-ALISTA", TrainingRecipe.Fast.Name, (TrainingRecipe.Paper.Name, TrainingRecipe.Paper), (TrainingRecipe.Fast.Name, TrainingRecipe.Fast));
    private readonly ChoiceOption<bool> warmStart = OptionFactory.Choice("--warm-start", $"Where the weights start: at those of ISTA, or at the analytic ones ({string.Join(", ", NetworkModel.Names.Where(NetworkModel.HasWarmStart))})", "ista", ("ista", false), ("analytic", true));
    private readonly Option<int?> steps = OptionFactory.Whole("--steps", "End after so many steps, whatever stage that is; with --resume it may be more than before", "N", 1);

    internal SparseTrainCommand()
        : base("train", "Train an unrolled network on random sparse signals of a matrix", "adjointkit sparse train --matrix A.npy --model alista --layers 16 --snr 40 --out weights.safetensors")
    {
        inputs.AddTo(Command);
        Option[] own = [model, layers, recipe, warmStart, steps];
        foreach (Option option in own) Command.Options.Add(option);
    }

    internal override bool KeepsState => true;

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Seed | CommonUse.Out | CommonUse.Resume;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<double>(run) : Execute<float>(run);

    private int Execute<T>(RunContext run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string path = run.RequireOut();
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"the output {path} does not say how to write it: end the name in .safetensors");
        OutputPath.Require(path, inputs.Path(run));
        string name = run.Get(model);
        bool warm = run.Get(warmStart);
        if (warm && !NetworkModel.HasWarmStart(name)) throw new UsageException($"{name} has no weight that could start as the analytic one: leave --warm-start out");
        TrainingRecipe chosen = run.Get(recipe);
        double snr = inputs.Snr(run) ?? double.PositiveInfinity;
        using NdArray<T> matrix = inputs.ReadMatrix<T>(run);
        if (matrix.Shape[0] > matrix.Shape[1]) run.Warn($"the matrix has {matrix.Shape[0]} rows and {matrix.Shape[1]} columns, more data than unknowns: if it is transposed, give [M, N]");
        using Dictionary<T> dictionary = NetworkInputs.Dictionary(run, inputs.Path(run), matrix);
        using UnrolledNetwork<T> network = Create(name, dictionary, run.Get(layers) ?? DefaultLayers, warm);
        using ResumableRun state = ResumableRun.Start(ResumableRun.FolderOf(path), Manifest(run, matrix, network, warm, chosen, snr), run.Common.Resume);
        if (run.Common.Resume && !state.Resumed) run.Note($"there is no state of an interrupted run in {state.Folder}: starting anew");
        using INetworkTraining trainer = NetworkModel.Training(network, chosen, snr, (ulong)run.Common.Seed);
        state.Load(trainer);
        long last = run.Get(steps) ?? long.MaxValue;
        if (trainer.Steps > last) throw new UsageException($"--steps {last} is below the {trainer.Steps} that the interrupted run in {state.Folder} has done: give {trainer.Steps} or more, or delete the folder and start anew");
        run.HowToGoOn = () => state.Saved == 0
            ? "no step was saved yet; run the same command again"
            : $"{state.Saved} steps are done, {trainer.Stage} of {trainer.Stages} stages; run the same command with --resume to go on";
        run.Progress.Run("sparse train", progress =>
        {
            try
            {
                trainer.Run(last, () => state.SaveWhenDue(trainer.Steps, trainer), progress, run.Cancellation);
            }
            catch (OperationCanceledException)
            {
                if (trainer.Steps > state.Saved) state.Save(trainer.Steps, trainer);
                throw;
            }

            return (int)Math.Min(trainer.Steps, int.MaxValue);
        });
        NetworkFile.Write(path, network, Notes(run, trainer, chosen, snr));
        if (trainer.IsDone) state.Complete();
        else state.Save(trainer.Steps, trainer);
        run.HowToGoOn = null;
        Tell(run, path, network, trainer, chosen);
        return ExitCode.Done;
    }

    private static UnrolledNetwork<T> Create<T>(string name, Dictionary<T> dictionary, int layers, bool warm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            return NetworkModel.Create(name, dictionary, layers, analyticStart: warm);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"{name}: {ErrorSentence.OfArgument(failure)}", failure);
        }
    }

    private static RunManifest Manifest<T>(RunContext run, NdArray<T> matrix, UnrolledNetwork<T> network, bool warm, TrainingRecipe recipe, double snr)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new RunManifest("sparse train")
            .WithArray("--matrix", matrix)
            .WithParameter("--model", network.Name)
            .WithParameter("--layers", network.Layers.ToString(CultureInfo.InvariantCulture))
            .WithParameter("--warm-start", warm ? "analytic" : "")
            .WithParameter("--recipe", recipe.Name)
            .WithParameter("--snr", snr.ToString("R", CultureInfo.InvariantCulture))
            .WithParameter("--seed", run.Common.Seed.ToString(CultureInfo.InvariantCulture))
            .WithParameter("--precision", ElementTypes.Of<T>().ToString())
            .WithParameter("--device", run.Device.Kind.ToString().ToLowerInvariant());

    /// <summary>How the weights came about.</summary>
    private static KeyValuePair<string, string>[] Notes(RunContext run, INetworkTraining trainer, TrainingRecipe recipe, double snr) =>
    [
        new("recipe", recipe.Name),
        new("snr", double.IsFinite(snr) ? snr.ToString("R", CultureInfo.InvariantCulture) : "inf"),
        new("seed", run.Common.Seed.ToString(CultureInfo.InvariantCulture)),
        new("steps", trainer.Steps.ToString(CultureInfo.InvariantCulture)),
        new("trained", trainer.IsDone ? "to the end" : "not to the end"),
    ];

    private void Tell<T>(RunContext run, string path, UnrolledNetwork<T> network, INetworkTraining trainer, TrainingRecipe recipe)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        run.Result["model"] = network.Name;
        run.Result["layers"] = network.Layers;
        run.Result["recipe"] = recipe.Name;
        run.Result["steps"] = trainer.Steps;
        run.Result["samples"] = trainer.Samples;
        run.Result["parameters"] = network.Parameters.ElementCount;
        run.Result["nmse"] = JsonText.Number(trainer.BestNmse);
        if (!trainer.IsDone) run.Warn($"--steps ended the training in stage {trainer.Stage + 1} of {trainer.Stages}: {network.Name} is not trained to its end; more steps with --resume go on");
        string reached = double.IsFinite(trainer.BestNmse) ? $"NMSE {trainer.BestNmse:0.00} dB {(trainer.IsDone ? "where it was validated" : "at the best validation so far; the weights are those of the last step")}" : "not validated yet";
        run.Say($"{network.Name} of {network.Layers} layers, {trainer.Steps} steps, {trainer.Samples} samples: {reached}");
        if (run.Get(warmStart))
        {
            double distance = AnalyticWeight.DistanceOf(network);
            run.Result["analyticDistance"] = JsonText.Number(distance);
            run.Say(string.Create(CultureInfo.InvariantCulture, $"|W - W0| / |W0| = {distance:G3}: so far the weights have moved from the analytic ones"));
        }

        if (trainer.BestNmse > -0.5 && double.IsFinite(trainer.BestNmse)) run.Warn("the network recovers next to nothing: look at the scale of the matrix, whose columns have norm 1 in the papers, and at --snr");
        run.Wrote(path, $"weights, {network.Parameters.ElementCount} numbers");
    }
}
