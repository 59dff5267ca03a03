// What networks that recover sparse signals do with others than they were trained for: denser ones, more or less noise, a matrix that is not quite the one they know.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../src/AdjointKit.IO/AdjointKit.IO.csproj
#:project ../solvers/AdjointKit.Sparse/AdjointKit.Sparse.csproj

using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;
using AdjointKit.Sparse;

namespace AdjointKit.Examples;

// dotnet run -c Release learned-transfer.cs [FOLDER [MATRIX SNR NETWORK.safetensors...]]: without networks of one's own it trains three.
internal static class LearnedTransfer
{
    private const double Density = 0.1;
    private static readonly double[] Densities = [0.05, 0.075, 0.1, 0.125, 0.15, 0.2];
    private static readonly double[] Ratios = [10, 20, 30, 40, 50, 60];
    private static readonly double[] Errors = [0, 0.003, 0.01, 0.03, 0.1];

    private static void Main(string[] args)
    {
        string folder = args.FirstOrDefault() ?? ".";
        if (args.Length < 4) Run(Console.Out, folder, rows: 125, layers: 12, steps: 2000, samples: 1000);
        else Compare(Console.Out, folder, ArrayFile.Read<float>(args[1]), double.Parse(args[2], CultureInfo.InvariantCulture), dictionary => [.. args[3..].Select(path => NetworkFile.Read(path, dictionary))], samples: 1000);
    }

    internal static void Run(TextWriter output, string folder, int rows, int layers, int steps, int samples)
    {
        NdArray<float> matrix = NdArray.Empty<float>(new Shape(rows, 2 * rows));
        new CounterRandom(1).FillNormal(matrix);
        new Compute().Backend.Affine(1 / Math.Sqrt(rows), matrix, 0, matrix);
        const double Snr = 40;
        Compare(output, folder, matrix, Snr, dictionary => [.. new[] { "lista-cp", "lista-cpss", "alista" }.Select(name => Trained(name, dictionary, layers, steps, Snr))], samples);
    }

    private static UnrolledNetwork<float> Trained(string name, Dictionary<float> dictionary, int layers, int steps, double snr)
    {
        UnrolledNetwork<float> network = NetworkModel.Create(name, dictionary, layers);
        using var trainer = new NetworkTrainer<float>(network, TrainingRecipe.FastWithin(steps), snr, seed: 3);
        trainer.Run();
        return network;
    }

    private static void Compare(TextWriter output, string folder, NdArray<float> matrix, double snr, Func<Dictionary<float>, IReadOnlyList<UnrolledNetwork<float>>> networks, int samples)
    {
        using var compute = new Compute();
        using var dictionary = new Dictionary<float>(matrix, compute);
        IReadOnlyList<UnrolledNetwork<float>> all = networks(dictionary);
        var figures = new List<Figure> { Figure.Lines([.. all.Select(Layers), Iterations()], "Layer by layer", "layers, or iterations", "error (dB)") };
        figures.Add(Transfer("Other densities", "share of elements other than 0", AxisScale.Linear, Densities, density => Fresh(dictionary, density, snr)));
        figures.Add(Transfer("Other noise", "signal to noise (dB)", AxisScale.Linear, Ratios, ratio => Fresh(dictionary, Density, ratio)));
        figures.Add(Transfer("Another matrix", "relative error of the matrix", AxisScale.Linear, Errors, error => Disturbed(error)));
        Figure.Grid(2, 2, [.. figures]).WithSize(960, 720).WithScale(1).Save(Path.Combine(folder, "learned-transfer.png"));
        foreach (UnrolledNetwork<float> network in all) network.Dispose();

        Series Layers(UnrolledNetwork<float> network)
        {
            using SparseSignals<float> fresh = Fresh(dictionary, Density, snr);
            IReadOnlyList<LayerError> errors = NetworkEvaluation.Of(network, fresh, out NdArray<float> found);
            found.Dispose();
            output.WriteLine($"{network.Name}: {errors[^1].Error.Nmse:F1} dB after {network.Layers} layers");
            return new Series([.. errors.Select(error => (double)error.Layer)], [.. errors.Select(error => error.Error.Nmse)], network.Name);
        }

        // Nothing learned: FISTA with the weight that is best after as many iterations as there are layers, on signals of its own.
        Series Iterations()
        {
            using SparseSignals<float> tuning = Fresh(dictionary, Density, snr, seed: 98);
            using SparseSignals<float> fresh = Fresh(dictionary, Density, snr);
            double best = new[] { 0.02, 0.05, 0.1, 0.2, 0.4 }.MinBy(weight => Fista(tuning, weight)[^1]);
            double[] errors = Fista(fresh, best);
            return new Series([.. Enumerable.Range(0, errors.Length).Select(k => (double)k)], errors, $"FISTA, lambda {best}") { Style = LineStyle.Dashed };
        }

        double[] Fista(SparseSignals<float> signals, double weight)
        {
            var options = new SparseOptions { Weight = weight, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = all[0].Layers } };
            using RecoverySolver<float, float> solver = SparseRecovery.Solver(new MatrixOperator<float>(compute, dictionary.Matrix, samples), SparseMethod.Fista, options);
            solver.Start(signals.Y);
            var errors = new List<double> { 0 };
            while (solver.Reason is null)
            {
                solver.Step();
                errors.Add(RecoveryError.Of(solver.Solution, signals.X).Nmse);
            }

            return [.. errors];
        }

        Figure Transfer(string title, string label, AxisScale scale, double[] places, Func<double, SparseSignals<float>> signals)
        {
            double[][] errors = [.. places.Select(place =>
            {
                using SparseSignals<float> there = signals(place);
                return all.Select(network =>
                {
                    using NdArray<float> found = network.Recover(there.Y);
                    return RecoveryError.Of(found, there.X).Nmse;
                }).ToArray();
            })];
            for (int k = 0; k < all.Count; k++) output.WriteLine($"{title}, {places[0]} to {places[^1]}: {all[k].Name} {errors[0][k]:F1} to {errors[^1][k]:F1} dB");
            return Figure.Lines([.. all.Select((network, k) => new Series(places, [.. errors.Select(at => at[k])], network.Name) { Marker = Marker.Circle })], title, label, "error (dB)", scale);
        }

        // Data of a matrix whose elements are off by normal numbers; the networks know only the first one.
        SparseSignals<float> Disturbed(double error)
        {
            using NdArray<float> off = NdArray.Empty<float>(matrix.Shape);
            new CounterRandom(7).FillNormal(off);
            compute.Backend.Affine(error / Math.Sqrt(matrix.Shape[0]), off, 0, off);
            compute.Backend.AddScaled(1, matrix, off);
            var other = new Dictionary<float>(off, compute);
            return Fresh(other, Density, snr);
        }

        SparseSignals<float> Fresh(Dictionary<float> by, double density, double ratio, ulong seed = 99)
        {
            var fresh = new SparseSignals<float>(by, samples, seed, ratio, density);
            fresh.Fill(0);
            return fresh;
        }
    }
}
