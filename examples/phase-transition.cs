// L1 recovery and its phase transition: how many samples a sparse signal needs, by experiment and by theory.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class PhaseTransition
{
    /// <summary>A signal counts as recovered where its relative error is below this.</summary>
    private const double Recovered = 1e-2;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 400, 20, 20);

    internal static void Run(TextWriter output, string folder, int unknowns, int cells, int trials)
    {
        using var compute = new Compute();
        double[] fractions = [.. Enumerable.Range(0, cells).Select(k => (k + 0.5) / cells)];
        var theory = new double[cells];
        var shares = new double[cells][];
        output.WriteLine("samples / unknowns   nonzeros / samples at one half   in theory");
        for (int i = 0; i < cells; i++)
        {
            (theory[i], double threshold) = Theory(compute, fractions[i]);
            int samples = Math.Max(1, (int)Math.Round(fractions[i] * unknowns));
            int[] nonzeros = [.. fractions.Select(fraction => Math.Max(1, (int)Math.Round(fraction * samples)))];
            shares[i] = Success(compute, unknowns, samples, nonzeros, trials, threshold, seed: (ulong)i);
            output.WriteLine($"{fractions[i],18:F3} {shares[i].Average(),32:F3} {theory[i],11:F3}");
        }

        // The first row of the picture is its upper edge, the largest number of nonzeros.
        using NdArray<double> picture = NdArray.Fill<double>(cells, cells, (i, k) => shares[i][cells - 1 - k]);
        Figure map = Figure.Image(picture, $"Signals recovered, {unknowns} unknowns", new Extent(0, 1, 1, 0), colorMap: ColorMap.Viridis, colorLabel: "share of the trials", limits: ColorLimits.Between(0, 1), xLabel: "samples / unknowns", yLabel: "nonzeros / samples")
            .WithSeries(new Series(fractions, theory, "Donoho and Tanner") { Color = Color.Parse("#e4572e"), Width = 2.5 });
        int[] cuts = [cells / 4, cells / 2, 3 * cells / 4];
        Figure lines = Figure.Lines(
            [
                .. cuts.Select(i => new Series(fractions, shares[i], $"{fractions[i]:F2} samples per unknown") { Marker = Marker.Circle }),
                .. cuts.Select(i => new Series([theory[i], theory[i]], [0, 1]) { Style = LineStyle.Dashed, Color = Color.Parse("#888888") }),
            ],
            "Three columns, theory dashed",
            "nonzeros / samples",
            "share of the trials",
            xLimits: (0, 1), yLimits: (0, 1.3));
        Figure.Grid(1, 2, map, lines).WithSize(960, 420).WithScale(1).Save(Path.Combine(folder, "phase-transition.png"));
    }

    /// <summary>The share of signals that approximate message passing recovers, for each number of nonzeros; all in one batch.</summary>
    private static double[] Success(Compute compute, int unknowns, int samples, int[] nonzeros, int trials, double threshold, ulong seed)
    {
        int signals = nonzeros.Length * trials;
        using var tape = new Tape(compute);
        using NdArray<float> normal = compute.Empty<float>(samples, unknowns);
        compute.Backend.FillNormal(normal, new CounterRandom(seed, 1));
        Var<float> columns = tape.Constant(normal);
        var a = new MatrixOperator<float>(compute, (columns / Ops.Norm(columns, [0])).Value, signals);

        var random = new Random((int)seed);
        using NdArray<float> truth = NdArray.Zeros<float>(signals, unknowns);
        for (int signal = 0; signal < signals; signal++)
        {
            int[] places = [.. Enumerable.Range(0, unknowns)];
            random.Shuffle(places);
            foreach (int place in places[..nonzeros[signal / trials]]) truth[signal, place] = (float)(random.NextDouble() - 0.5);
        }

        var options = new SparseOptions { ThresholdFactor = threshold, Stopping = new StoppingRule { RelativeTolerance = 1e-6, IterationLimit = 250 } };
        using NdArray<float> data = a.Apply(truth);
        using NdArray<float> found = SparseRecovery.Solve(a, data, SparseMethod.Amp, options).Solution;
        Var<float> error = Ops.Norm(tape.Constant(found) - tape.Constant(truth), [1]) / Ops.Norm(tape.Constant(truth), [1]);
        return [.. error.Value.AsReadOnlySpan().ToArray().Chunk(trials).Select(some => some.Average(one => one < Recovered ? 1.0 : 0.0))];
    }

    /// <summary>
    /// The most nonzeros per sample that L1 recovery allows for many unknowns (Donoho and Tanner 2009), and the threshold of message passing that reaches it, in deviations of its noise: the value and place of
    /// max (1 - 2 g(z) / d) / (1 + z^2 - 2 g(z)), g(z) = (1 + z^2) F(-z) - z f(z), d the samples per unknown, f and F the normal density and distribution (Donoho, Maleki and Montanari 2009).
    /// </summary>
    private static (double Nonzeros, double Threshold) Theory(Compute compute, double samples)
    {
        using NdArray<double> tail = NdArray.From<double>([.. Enumerable.Range(0, 4000).Select(k => k * 1e-3 / Math.Sqrt(2))]);
        compute.Backend.Unary(UnaryOp.Erfc, tail, tail);
        (double Nonzeros, double Threshold) best = (0, 0);
        for (int k = 0; k < tail.Count; k++)
        {
            double z = k * 1e-3;
            double g = ((1 + (z * z)) * tail[k] / 2) - (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
            double nonzeros = (1 - (2 * g / samples)) / (1 + (z * z) - (2 * g));
            if (nonzeros > best.Nonzeros) best = (nonzeros, z);
        }

        return best;
    }
}
