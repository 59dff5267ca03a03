// An optimiser that was learned: networks of long short-term memories trained to make random quadratics small, against SGD, momentum, RMSProp and Adam with their best learning rates.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj

using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class LearnedOptimizer
{
    private static readonly int[] horizons = [20, 50, 100];
    private static readonly double[] rates = [.. Enumerable.Range(0, 19).Select(k => Math.Pow(10, -3 + (k / 6.0)))];

    // Of momentum the coefficient is tuned as well.
    private static readonly (string Name, UpdateRule[] Rules)[] peers =
    [
        ("SGD", [new Sgd()]),
        ("momentum", [new Sgd { Momentum = 0.8 }, new Sgd { Momentum = 0.9 }, new Sgd { Momentum = 0.95 }]),
        ("RMSProp", [new RmsProp()]),
        ("Adam", [new Adam()]),
    ];

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 1500, 1000, 500);

    internal static void Run(TextWriter output, string folder, int windows, int problems, int steps)
    {
        using var compute = new Compute();
        using var toTune = new QuadraticProblems<float>(compute, problems, seed: 2);
        using var fresh = new QuadraticProblems<float>(compute, problems, seed: 3);
        double[] numbers = [.. Enumerable.Range(0, steps + 1).Select(k => (double)k)];
        var curves = new List<(string Name, double[] Losses)>();
        output.WriteLine($"mean loss of {problems} fresh problems at steps {string.Join(", ", horizons)}, and {steps}, for which nothing was tuned");
        foreach ((string name, UpdateRule[] rules) in peers)
        {
            // Each has the rate that is best at that step on other problems.
            (UpdateRule Rule, double Rate, double[] Losses)[] tried = [.. from rule in rules from rate in rates select (rule, rate, Of(rule, rate, toTune, horizons[^1]))];
            var found = horizons.Select(horizon => tried.MinBy(one => double.IsFinite(one.Losses[horizon]) ? one.Losses[horizon] : double.PositiveInfinity)).Select(best => Of(best.Rule, best.Rate, fresh, steps)).ToArray();
            Show(name, [.. horizons.Select((horizon, k) => found[k][horizon]), found[^1][steps]], found[^1]);
        }

        foreach ((string name, LstmOptimizerOptions options) in new (string, LstmOptimizerOptions)[] { ("LSTM", new()), ("LSTM on momentum", new() { Rate = 0.03 }) })
        {
            var clock = Stopwatch.StartNew();
            using LstmOptimizer<float> learned = Trained(compute, options, windows);
            double seconds = clock.Elapsed.TotalSeconds;
            using var moves = new LstmOptimizerSteps<float>(learned, fresh.Shape);
            double[] losses = Losses(fresh, steps, moves.Step);
            Show(name, [.. horizons.Select(horizon => losses[horizon]), losses[steps]], losses);
            output.WriteLine($"  learned in {seconds:F0} s from {windows / 5 * 16} problems");
        }

        Figure.Grid(
            1,
            2,
            Figure.Lines(Curves(horizons[^1]), "As far as they were trained", "steps", "mean loss", yScale: AxisScale.Log),
            Figure.Lines(Curves(steps), "And beyond", "steps", "mean loss", yScale: AxisScale.Log))
            .WithSize(960, 380).WithScale(1).Save(Path.Combine(folder, "learned-optimizer.png"));

        double[] Of(UpdateRule rule, double rate, QuadraticProblems<float> on, int last)
        {
            using NdArray<float> like = compute.Empty<float>(on.Shape);
            using var optimizer = new Optimizer([like], new OptimizerOptions { Rule = rule, LearningRate = rate }, compute);
            return Losses(on, last, (x, gradient) => optimizer.Step(x, gradient));
        }

        void Show(string name, double[] values, double[] curve)
        {
            output.WriteLine($"{name}: {string.Join("  ", values.Select(value => $"{value:F3}"))}");
            curves.Add((name, curve));
        }

        Series[] Curves(int last) => [.. curves.Select(curve => new Series(numbers.AsSpan(0, last + 1), curve.Losses.AsSpan(0, last + 1), curve.Name) { Style = curve.Name.StartsWith("LSTM", StringComparison.Ordinal) ? LineStyle.Solid : LineStyle.Dashed })];
    }

    /// <summary>Trained on batches of 16 problems, 100 steps on each, in windows of 20 steps.</summary>
    private static LstmOptimizer<float> Trained(Compute compute, LstmOptimizerOptions options, int windows)
    {
        var learned = new LstmOptimizer<float>(compute, options, seed: 1);
        using var problems = new QuadraticProblems<float>(compute, 16, seed: 1);
        var rule = new OptimizerOptions { Rule = new Adam(), LearningRate = LearningRate.Cosine(5e-3, windows, windows / 30, 5e-5), Clip = GradientClip.ByNorm(1) };
        using var trainer = new LstmOptimizerTrainer<float>(learned, problems, new LstmTrainingOptions { Logarithmic = true, Optimizer = rule });
        trainer.Run(windows);
        return learned;
    }

    /// <summary>The mean loss before each step and after the last.</summary>
    private static double[] Losses(QuadraticProblems<float> problems, int steps, Action<NdArray<float>, NdArray<float>> step)
    {
        using NdArray<float> x = problems.Compute.Empty<float>(problems.Shape);
        using NdArray<float> gradient = problems.Compute.Empty<float>(problems.Shape);
        using var tape = new Tape(problems.Compute);
        var losses = new double[steps + 1];
        problems.Draw(0, x);
        for (int k = 0; k <= steps; k++)
        {
            Var<float> at = tape.Input(x);
            Var<float> sum = Ops.Sum(problems.Losses(at, k));
            tape.Backward(sum);
            tape.Gradient(at, gradient);
            losses[k] = sum.Value.AsReadOnlySpan()[0] / problems.Count;
            tape.Reset();
            if (k < steps) step(x, gradient);
        }

        return losses;
    }
}
