using System.CommandLine;
using System.Numerics;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Cli.Inputs;
using AdjointKit.Cli.Options;
using AdjointKit.Cli.Outputs;
using AdjointKit.IO;
using AdjointKit.Sparse;

namespace AdjointKit.Cli.Commands.Sparse.Learned;

/// <summary><c>sparse evaluate</c>: the error of a trained network after each layer, on given signals or on fresh ones.</summary>
internal sealed class SparseEvaluateCommand : CliCommand
{
    private readonly NetworkInputs inputs = new();
    private readonly Option<string?> weights = OptionFactory.Text("--weights", "The weights that sparse train wrote", "W.safetensors", required: true);
    private readonly Option<string?> truth = OptionFactory.Text("--truth", "The true signals [sample, N]; their data are A x with the noise of --snr", "X0");
    private readonly Option<bool> columns = OptionFactory.Flag("--columns", "In --truth and --out a sample is a column, [N, sample]");
    private readonly Option<int?> fresh = OptionFactory.Whole("--fresh", "Evaluate on so many random signals of --seed, of which one in ten elements is other than 0", "1000", 1);

    internal SparseEvaluateCommand()
        : base("evaluate", "The error of a trained network, layer by layer", "adjointkit sparse evaluate --matrix A.npy --weights weights.safetensors --fresh 1000 --seed 1 --json")
    {
        inputs.AddTo(Command);
        Option[] own = [weights, truth, columns, fresh];
        foreach (Option option in own) Command.Options.Add(option);
    }

    internal override CommonUse Uses => CommonUse.Compute | CommonUse.Precision | CommonUse.Seed | CommonUse.Out;

    internal override int Run(RunContext run) => run.Common.Precision == Precision.Double ? Execute<double>(run) : Execute<float>(run);

    private int Execute<T>(RunContext run)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (run.Get(truth) is null == run.Get(fresh) is null) throw new UsageException("say what the network is evaluated on: --truth X0 or --fresh COUNT, one of them");
        if (run.Get(columns) && run.Get(truth) is null) throw new UsageException("--columns says how --truth holds samples: leave it out with --fresh");
        if (run.Common.Out is string path) OutputPath.RequireArray(path, inputs.Path(run), run.Get(weights), run.Get(truth));
        using NdArray<T> matrix = inputs.ReadMatrix<T>(run);
        using Dictionary<T> dictionary = NetworkInputs.Dictionary(run, inputs.Path(run), matrix);
        using UnrolledNetwork<T> network = ReadNetwork(run, dictionary);
        SampleLayout layout = SampleLayout.Rows;
        NdArray<T>? given = null;
        if (run.Get(truth) is string file) (given, layout) = ReadTruth<T>(run, file, dictionary.Columns);
        double snr = inputs.Snr(run) ?? double.PositiveInfinity;
        using var signals = new SparseSignals<T>(dictionary, given?.Shape[0] ?? run.Get(fresh)!.Value, (ulong)run.Common.Seed, snr);
        if (given is NdArray<T> known) signals.Take(known);
        else signals.Fill(0);
        IReadOnlyList<LayerError> errors = NetworkEvaluation.Of(network, signals, out NdArray<T> found);
        using NdArray<T> result = found;
        run.Result["model"] = network.Name;
        run.Result["layers"] = network.Layers;
        run.Result["samples"] = (long)signals.X.Shape[0];
        run.Result["nmse"] = JsonText.Number(errors[^1].Error.Nmse);
        run.Result["nmseMeanDb"] = JsonText.Number(errors[^1].Error.NmseMeanDb);
        run.Result["iterations"] = new JsonArray([.. errors.Select(ToJson)]);
        foreach (LayerError error in errors.Skip(1)) run.Say($"layer {error.Layer,3}: NMSE {error.Error.Nmse:0.000} dB (ratio of sums), {error.Error.NmseMeanDb:0.000} dB (mean of the samples)");
        if (run.Common.Out is not string to) return ExitCode.Done;
        ArrayFile.Write(to, Inputs.Samples.FromRows(layout, result));
        run.Wrote(to, $"signals {Inputs.Samples.Axes(layout, "N")}, {signals.X.Shape[0]} samples of {dictionary.Columns} numbers");
        return ExitCode.Done;
    }

    private static JsonNode ToJson(LayerError error) => new JsonObject
    {
        ["objective"] = JsonText.Number(error.Objective),
        ["nmse"] = JsonText.Number(error.Error.Nmse),
        ["nmseMeanDb"] = JsonText.Number(error.Error.NmseMeanDb),
    };

    private UnrolledNetwork<T> ReadNetwork<T>(RunContext run, Dictionary<T> dictionary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string path = run.Get(weights)!;
        try
        {
            UnrolledNetwork<T> network = NetworkFile.Read(path, dictionary);
            if (!NetworkFile.IsFor(path, dictionary)) run.Warn($"--weights {path} were not trained for --matrix {inputs.Path(run)} but for another matrix: if that is not what you mean to try, give the one of the training");
            return network;
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--weights {path}: {ErrorSentence.OfArgument(failure)}", failure);
        }
    }

    private (NdArray<T> Rows, SampleLayout Layout) ReadTruth<T>(RunContext run, string path, nint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> stored = Inputs.Samples.Read<T>(run, "--truth", path);
        if (stored.Rank > 2) throw new UsageException($"--truth {path} has shape {stored.Shape}: signals are [sample, N], or [N] for one sample");
        SampleLayout layout = stored.Rank == 1 ? SampleLayout.Vector : run.Get(columns) ? SampleLayout.Columns : SampleLayout.Rows;
        nint there = layout == SampleLayout.Columns ? stored.Shape[0] : stored.Shape[-1];
        if (there != length)
        {
            string hint = layout == SampleLayout.Rows && stored.Shape[0] == length ? "; its columns would fit: add --columns if they are the samples"
                : layout == SampleLayout.Columns && stored.Shape[1] == length ? "; its rows would fit: leave --columns out if they are the samples" : "";
            throw new UsageException($"--truth {path} has shape {stored.Shape} and --matrix {inputs.Path(run)} has {length} columns: a signal has {there} numbers in the file{hint}");
        }

        if (stored.AsReadOnlySpan().IndexOfAnyExcept(T.Zero) < 0) throw new UsageException($"--truth {path} is zero everywhere: an error relative to it has no meaning");
        return (Inputs.Samples.ToRows(layout, stored), layout);
    }
}
