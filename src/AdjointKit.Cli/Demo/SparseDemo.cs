using System.Globalization;
using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;
using AdjointKit.Optimization;
using AdjointKit.Plotting;
using AdjointKit.Sparse;

namespace AdjointKit.Cli.Demo;

/// <summary>The world of learned iterations: ISTA and FISTA against the networks that ISTA becomes when its layers are trained.</summary>
internal static class SparseDemo
{
    private const int Layers = 12;

    internal static DemoChapter Compute(RunContext run)
    {
        double start = run.Seconds;
        run.Note($"training two networks of {Layers} layers, then recovering sparse signals that they have not seen");
        using var contest = new SparseContest(run.Compute, (ulong)run.Common.Seed, Layers);
        Contestant ista = contest.Iteration("ISTA", SparseMethod.Ista);
        Contestant fista = contest.Iteration("FISTA", SparseMethod.Fista);
        double iterating = run.Seconds - start;
        using var lista = new Lista<float>(contest.Dictionary, Layers);
        Contestant learned = run.Progress.Run("training LISTA", progress => contest.Trained("LISTA", lista, TrainingRecipe.FastWithin(1600), progress, run.Cancellation));
        double training = run.Seconds - start - iterating;
        using StepLista<float> alista = StepLista<float>.Alista(contest.Dictionary, Layers, new SupportSelection());
        Contestant analytic = run.Progress.Run("training ALISTA", progress => contest.Trained("ALISTA", alista, TrainingRecipe.FastWithin(2000), progress, run.Cancellation));
        double trainingAnalytic = run.Seconds - start - iterating - training;
        Contestant[] all = [ista, fista, learned, analytic];
        NdArray<float> truth = run.Compute.ToHost(contest.Signals.X).Copy();
        foreach (Contestant each in all)
        {
            run.Result[each.Name.ToLowerInvariant()] = new JsonObject
            {
                ["nmse"] = JsonText.Number(each.Errors[^1].Nmse),
                ["nmseMeanDb"] = JsonText.Number(each.Errors[^1].NmseMeanDb),
                ["layers"] = new JsonArray([.. each.Errors.Select(error => (JsonNode?)JsonText.Number(error.Nmse))]),
            };
        }

        double[] depth = [.. Enumerable.Range(0, Layers + 1).Select(layer => (double)layer)];
        Figure curves = Figure.Lines([.. all.Select(each => new Series(depth, [.. each.Errors.Select(error => error.Nmse)], each.Name) { Marker = Marker.Circle })], "Error, layer by layer", "layer (iteration)", "NMSE (dB)");
        Figure signal = Figure.Grid(1, 2, Stems(truth, ista, "ISTA"), Stems(truth, analytic, "ALISTA")).WithSize(1000, 380);
        return new DemoChapter(
            "Learned optimisation: an iteration that was trained",
            $"Signals of {SparseContest.Columns} numbers, of which one in ten is other than 0, are seen as {SparseContest.Rows} noisy sums. ISTA finds them by many small steps. Unrolled to {Layers} layers it is a network, whose numbers the adjoint trains on random signals: LISTA learns all its matrices, ALISTA only a step and a threshold per layer, with a matrix in closed form.",
            [
                (curves, $"The error over the layers, on {truth.Shape[0]} signals that nothing was trained or tuned on: at equal depth the trained networks are ahead of the iterations that they are made of."),
                (signal, $"One of these signals after {Layers} layers: the truth as stems, what was found as discs."),
            ],
            [new DemoTable(
                $"After {Layers} layers",
                ["", "NMSE, ratio of sums (dB)", "NMSE, mean of the signals (dB)", "learned"],
                [.. all.Select(each => (IReadOnlyList<string>)[each.Name, Decibels(each.Errors[^1].Nmse), Decibels(each.Errors[^1].NmseMeanDb), each.Learned])])],
            [
                ("matrix", $"{SparseContest.Rows} x {SparseContest.Columns}, normal, columns of norm 1"),
                ("noise", $"{SparseContest.Snr:0} dB below the data"),
                ("device", $"{run.Device}, {run.Threads} threads"),
            ],
            [("ISTA and FISTA", iterating), ("training LISTA", training), ("training ALISTA", trainingAnalytic)],
            [
                new DemoFile("signals.npy", "the true sparse signals [sample, N]", path => ArrayFile.Write(path, truth)),
                new DemoFile("recovered.npy", "the same as ALISTA finds them [sample, N]", path => ArrayFile.Write(path, analytic.Found)),
            ],
            $"after {Layers} layers the error of sparse signals is {Decibels(ista.Errors[^1].Nmse)} dB by ISTA, {Decibels(fista.Errors[^1].Nmse)} dB by FISTA, {Decibels(learned.Errors[^1].Nmse)} dB by LISTA, {Decibels(analytic.Errors[^1].Nmse)} dB by ALISTA");
    }

    private static string Decibels(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A stem for every element of the first signal that is other than 0, and discs for what was found.</summary>
    private static Figure Stems(NdArray<float> truth, Contestant found, string name)
    {
        List<double> x = [0];
        List<double> y = [0];
        for (int k = 0; k < SparseContest.Columns; k++)
        {
            // A stem goes up from the axis and back to it.
            x.AddRange([k, k, k]);
            y.AddRange([0, truth[0, k], 0]);
        }

        Series discs = Series.OfSamples(found.Found.Select(0, 0), label: name) with { Style = LineStyle.None, Marker = Marker.Circle, MarkerRadius = 2.5 };
        return Figure.Lines([new Series([.. x], [.. y], "true"), discs], $"One signal by {name}", "element", "value");
    }
}
